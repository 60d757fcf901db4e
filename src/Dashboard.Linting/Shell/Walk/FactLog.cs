using System.Collections.Immutable;
using Dashboard.Core.Runbooks.Diagnostics;
using Dashboard.Linting.Shell.State;

namespace Dashboard.Linting.Shell.Walk;

/// <summary>Collects the facts of a walk, each once, with a location that a reader can find.</summary>
internal sealed class FactLog
{
    private readonly List<ShellFact> _facts = [];
    private readonly HashSet<(FactKind, string?, SourceLocation, string?)> _seen = [];
    private (string? File, SourceLocation? Fixed) _origin;
    private ImmutableArray<string> _within = [];

    /// <summary>Whether facts are discarded, because this walk only collects values of variables.</summary>
    public bool Quiet { get; set; }

    /// <summary>All facts.</summary>
    public ImmutableArray<ShellFact> All => [.. _facts];

    /// <summary>Records something that the command at this location does.</summary>
    public void Note(FactKind kind, string words, SourceLocation at, string? code, bool stops, ImmutableArray<string> fields, bool isReason)
    {
        var place = _origin.Fixed ?? at;
        var all = (fields.IsDefault ? [] : fields).AddRange(_within);
        // A command with many possible expansions gives one fact, unless it matters what it stops.
        if (Quiet || !_seen.Add((kind, _origin.File, place,
            code ?? (kind is FactKind.Uses or FactKind.Unlisted ? words : stops ? string.Join(SymbolicText.Split, all) : null))))
            return;
        _facts.Add(new(kind, words, _origin.File, place) { Code = code, Stops = stops, Fields = all, IsReason = isReason });
    }

    /// <summary>Walks what runs inside something else, such as a container. Whatever it stops counts as a part of that.</summary>
    public Flow Within(ImmutableArray<string> fields, Func<Flow> inside)
    {
        var before = _within;
        _within = before.AddRange(fields);
        var output = inside();
        _within = before;
        return output;
    }

    /// <summary>Walks a pinned file. Facts have locations in that file.</summary>
    public Flow InFile(string path, Func<Flow> walk) => From((path, null), walk);

    /// <summary>Walks a script in a text. All facts have the location where the text is named; null keeps their own locations.</summary>
    public Flow InText(SourceLocation? at, Func<Flow> walk) => From((_origin.File, _origin.Fixed ?? at), walk);

    private Flow From((string? File, SourceLocation? Fixed) origin, Func<Flow> walk)
    {
        var before = _origin;
        _origin = origin;
        var output = walk();
        _origin = before;
        return output;
    }
}
