using System.Collections.Immutable;
using Dashboard.Core.Linting.Shell.Syntax;
using Dashboard.Core.Runbooks.Reading;

namespace Dashboard.Core.Linting.Shell.Walk;

/// <summary>
/// Walks a script as a shell would, without running anything: expands words as far as they can be known, follows functions, substitutions,
/// pipelines and pinned scripts, and notes what the commands do. Where it cannot know, it says so.
/// </summary>
internal sealed class ShellWalk
{
    private const int MaxDepth = 60, MaxSteps = 20_000;

    private readonly List<ShellFact> _facts = [];
    private readonly HashSet<(FactKind, string?, Place, string?)> _seen = [];
    private readonly List<Flow> _processes = [];
    private readonly CommandRunner _commands;
    private (string? File, Place? Fixed) _origin;
    private int _depth, _steps;
    private bool _quiet;

    private ShellWalk(ShellMaterial material)
    {
        Material = material;
        Words = new(Scope, Capture, Process);
        _commands = new(this);
    }

    /// <summary>What the script has to do with.</summary>
    public ShellMaterial Material { get; }

    /// <summary>What the script may know.</summary>
    public Scope Scope { get; } = new();

    /// <summary>Expands its words.</summary>
    public WordExpander Words { get; }

    /// <summary>What a script does.</summary>
    /// <param name="script">The script.</param>
    /// <param name="dialect">What it is written for.</param>
    /// <param name="material">What it has to do with.</param>
    public static ImmutableArray<ShellFact> Facts(string script, ShellDialect dialect, ShellMaterial material)
    {
        var walk = new ShellWalk(material) { _quiet = true };
        walk.Script(script, dialect, null, Surroundings.Step);
        (walk._quiet, walk._steps) = (false, 0);
        walk.Scope.BeginAgain();
        walk.Script(script, dialect, null, Surroundings.Step);
        return [.. walk._facts];
    }

    /// <summary>Notes something that the command at this place does.</summary>
    public void Note(FactKind kind, string words, Place at, string? code = null, bool stops = false, ImmutableArray<string> fields = default)
    {
        var place = _origin.Fixed ?? at;
        if (_quiet || !_seen.Add((kind, _origin.File, place, code ?? (kind == FactKind.Uses ? words : null))))
            return;
        _facts.Add(new(kind, words, _origin.File, place) { Code = code, Stops = stops, Fields = fields.IsDefault ? [] : fields });
    }

    /// <summary>Walks a script that is a text: a step's body, a file, an argument of <c>sh -c</c>.</summary>
    /// <param name="script">The script.</param>
    /// <param name="dialect">What it is written for.</param>
    /// <param name="at">Where it is named; null when its own places count.</param>
    /// <param name="around">What it runs with.</param>
    public Flow Script(string script, ShellDialect dialect, Place? at, Surroundings around)
    {
        var reading = Material.Read(script, dialect);
        if (reading.Problem is { } problem)
        {
            Note(at is null ? FactKind.Unreadable : FactKind.Unclear, problem.Message, at ?? new(problem.Line, problem.Column));
            return Flow.Any;
        }

        if (reading.Statements is not { } statements)
        {
            Note(FactKind.Unread, "", at ?? new(1, 1));
            return Flow.Any;
        }

        var before = _origin;
        _origin = (before.File, before.Fixed ?? at);
        var output = Deeper(at ?? new(1, 1), () => Statements(statements, around));
        _origin = before;
        return output;
    }

    /// <summary>Walks a pinned script, with these positional parameters.</summary>
    public Flow PinnedScript(string path, string text, ShellDialect dialect, ImmutableArray<string>? arguments, Surroundings around)
    {
        var (before, positional) = (_origin, Scope.Positional);
        (_origin, Scope.Positional) = ((path, null), arguments);
        var output = Deeper(new(1, 1), () => Script(text, dialect, null, around));
        (_origin, Scope.Positional) = (before, positional);
        return output;
    }

    /// <summary>Walks a function's body, with these positional parameters.</summary>
    public Flow Call(Function function, ImmutableArray<string> arguments, Place at, Surroundings around)
    {
        var positional = Scope.Positional;
        Scope.Positional = arguments;
        var output = Deeper(at, () => Statement(function.Body, around));
        Scope.Positional = positional;
        return output;
    }

    /// <summary>What a process substitution of this mark writes; null when the field names none.</summary>
    public Flow? ProcessOf(string field) =>
        Marks.Names(field).FirstOrDefault() is ['<', .. var number] && int.TryParse(number, out var index) ? _processes[index] : null;

    private Flow Capture(ImmutableArray<Statement> body) => Statements(body, new(Sink.Captured, null));

    private string Process(ImmutableArray<Statement> body)
    {
        _processes.Add(Capture(body));
        return Marks.Unknown($"<{_processes.Count - 1}");
    }

    private Flow Deeper(Place at, Func<Flow> walk)
    {
        if (++_steps > MaxSteps || _depth > MaxDepth)
        {
            Note(FactKind.Unclear, "it nests too deeply to be followed", at);
            return Flow.Any;
        }

        _depth++;
        var output = walk();
        _depth--;
        return output;
    }

    private Flow Statements(ImmutableArray<Statement> body, Surroundings around)
    {
        var output = Flow.Silent;
        foreach (var statement in body)
            output = output.Then(Deeper(statement.At, () => Statement(statement, around)));
        return output;
    }

    private Flow Statement(Statement statement, Surroundings around)
    {
        var inner = Redirects.Apply(this, statement, around);
        var output = statement.Command switch
        {
            // `$(<file)` is the content of the file.
            null => inner.Input is { } input && inner.Output == Sink.Captured ? input : Flow.Silent,
            Call call => Run(call, statement.At, inner),
            Pipe pipe => Statement(pipe.To, inner with { Input = Statement(pipe.From, inner with { Output = Sink.Captured }) }),
            Group group => Grouped(group, inner),
            ForEach loop => Repeated(loop, inner),
            Function function => Defined(function),
            Declaration declaration => Declared(declaration, statement.At, inner),
            _ => Flow.Any,
        };
        return inner.Output == Sink.Elsewhere ? Flow.Silent : inner.Output == Sink.Evidence && around.Output == Sink.Captured ? Flow.Silent : output;
    }

    private Flow Run(Call call, Place at, Surroundings around)
    {
        Assign(call.Assignments);
        Flow? output = null;
        foreach (var fields in Words.Fields(call.Words))
        {
            var one = fields.IsEmpty ? Flow.Silent : _commands.Run(fields, at, around);
            output = output is null ? one : output.Leak is null && one.Leak is null && output.Text == one.Text ? one : new(output.Leak ?? one.Leak, null);
        }

        return output ?? Flow.Silent;
    }

    private Flow Grouped(Group group, Surroundings around)
    {
        Words.Fields(group.Words);
        return Statements(group.Body, around) is var output && group.Body.Length == 1 ? output : output with { Text = null };
    }

    private Flow Repeated(ForEach loop, Surroundings around)
    {
        var items = loop.Words is { } words ? Words.Fields(words).SelectMany(f => f)
            : Scope.Positional ?? [Marks.Unknown()];
        foreach (var item in items)
            Scope.Assign(loop.Name, item);
        return Statements(loop.Body, around) with { Text = null };
    }

    private Flow Defined(Function function)
    {
        Scope.Functions[function.Name] = function;
        return Flow.Silent;
    }

    private Flow Declared(Declaration declaration, Place at, Surroundings around)
    {
        Assign(declaration.Assignments);
        var fields = Words.Fields(declaration.Words).SelectMany(f => f).ToImmutableArray();
        return _commands.Declare(declaration.Variant, fields, declaration.Assignments.IsEmpty, at, around);
    }

    private void Assign(ImmutableArray<Assignment> assignments)
    {
        foreach (var assignment in assignments)
        {
            IReadOnlyList<string> values = assignment.Elements is { } elements
                ? [.. Words.Fields(elements).Select(f => string.Join(Marks.Split, f.Select(e => Marks.Kept + e)))]
                : Words.Texts(assignment.Value);
            foreach (var value in values)
            {
                var before = assignment.Append || assignment.Indexed ? Scope.Assigned(assignment.Name) : [];
                var between = assignment.Elements is null && !assignment.Indexed ? "" : Marks.Split.ToString();
                Scope.Assign(assignment.Name, value);
                foreach (var earlier in before.Where(e => e.Length < 1000))
                    Scope.Assign(assignment.Name, earlier + between + value);
            }
        }
    }
}
