using System.Collections.Immutable;
using Dashboard.Core.Runbooks.Diagnostics;
using Dashboard.Linting.Shell.Catalogue;
using Dashboard.Linting.Shell.Effects;
using Dashboard.Linting.Shell.State;
using Dashboard.Linting.Shell.Syntax;

namespace Dashboard.Linting.Shell.Walk;

/// <summary>Keeps what a walk notes, each thing once, with the place that a reader can find.</summary>
internal sealed class FactLog
{
    private readonly List<ShellFact> _facts = [];
    private readonly HashSet<(FactKind, string?, Place, string?)> _seen = [];
    private (string? File, Place? Fixed) _origin;
    private ImmutableArray<string> _within = [];

    /// <summary>Whether nothing is kept, because the walk only learns what variables may hold.</summary>
    public bool Quiet { get; set; }

    /// <summary>Everything that was noted.</summary>
    public ImmutableArray<ShellFact> All => [.. _facts];

    /// <summary>Notes something that the command at this place does.</summary>
    public void Note(FactKind kind, string words, Place at, string? code, bool stops, ImmutableArray<string> fields)
    {
        var place = _origin.Fixed ?? at;
        var all = (fields.IsDefault ? [] : fields).AddRange(_within);
        // Of one command that may turn out in many ways, one fact is enough, unless it matters what it stops.
        if (Quiet || !_seen.Add((kind, _origin.File, place, code ?? (kind == FactKind.Uses ? words : stops ? string.Join(SymbolicText.Split, all) : null))))
            return;
        _facts.Add(new(kind, words, _origin.File, place) { Code = code, Stops = stops, Fields = all });
    }

    /// <summary>Walks what runs inside of something else, such as a container: what it stops belongs to that.</summary>
    public Flow Within(ImmutableArray<string> fields, Func<Flow> inside)
    {
        var before = _within;
        _within = before.AddRange(fields);
        var output = inside();
        _within = before;
        return output;
    }

    /// <summary>Walks a pinned file: its own places count.</summary>
    public Flow InFile(string path, Func<Flow> walk) => From((path, null), walk);

    /// <summary>Walks a script that stands in a text: the place where the text is named counts for all of it; null for its own places.</summary>
    public Flow InText(Place? at, Func<Flow> walk) => From((_origin.File, _origin.Fixed ?? at), walk);

    private Flow From((string? File, Place? Fixed) origin, Func<Flow> walk)
    {
        var before = _origin;
        _origin = origin;
        var output = walk();
        _origin = before;
        return output;
    }
}
