using System.Collections.Immutable;
using System.Globalization;
using Dashboard.Linting.Shell.State;
using Dashboard.Linting.Shell.Syntax;

namespace Dashboard.Linting.Shell.Walk;

/// <summary>
/// The process substitutions of a script. A field names one by its number: <c>&lt;3</c> is read, <c>&gt;4</c> is written to.
/// </summary>
/// <param name="run">Walks a body with what it reads.</param>
internal sealed class Processes(Func<ImmutableArray<Statement>, ShellContext, Flow> run)
{
    private readonly List<(ImmutableArray<Statement> Body, Flow? Output)> _all = [];

    /// <summary>Walks the body, and returns the field that names it.</summary>
    public string Begin(ProcessSubstitution process)
    {
        // Its input is not known yet, and may be a script.
        var output = run(process.Body, process.Reads ? new(Sink.Captured, null) : new(Sink.Evidence, Flow.Any));
        _all.Add((process.Body, process.Reads ? output : null));
        return SymbolicText.Unknown(string.Create(CultureInfo.InvariantCulture, $"{(process.Reads ? '<' : '>')}{_all.Count - 1}"));
    }

    /// <summary>What a process writes; null when the field names none that is read.</summary>
    public Flow? Read(string field) => Find(field, '<')?.Output;

    /// <summary>Whether the field names a process that is written to.</summary>
    public bool Takes(string field) => Find(field, '>') is not null;

    /// <summary>Walks a process with what is written to it.</summary>
    public void Write(string field, Flow flow)
    {
        if (Find(field, '>') is { } process && flow.Leak is not null)
            run(process.Body, new(Sink.Evidence, flow));
    }

    private (ImmutableArray<Statement> Body, Flow? Output)? Find(string field, char way) =>
        SymbolicText.First(field) is { Length: > 1 } name && name[0] == way
            && int.TryParse(name.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < _all.Count
            ? _all[index] : null;
}
