using System.Collections.Immutable;
using Dashboard.Core.Runbooks.Diagnostics;

namespace Dashboard.Linting.Team;

/// <summary>A node of <c>lint.yaml</c>: a text, a list, or a map.</summary>
/// <param name="At">Where it begins.</param>
internal sealed record TeamNode(SourceLocation At)
{
    /// <summary>The text; null when it is none.</summary>
    public string? Text { get; init; }

    /// <summary>The items of a list; null when it is none.</summary>
    public ImmutableArray<TeamNode>? Items { get; init; }

    /// <summary>The entries of a map, in their order; null when it is none.</summary>
    public ImmutableArray<(TeamNode Key, TeamNode Value)>? Entries { get; init; }
}
