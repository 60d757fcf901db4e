using System.Collections.Immutable;
using Dashboard.Core.Runbooks.Diagnostics;

namespace Dashboard.Linting.Shell;

/// <summary>What kind of thing a script does.</summary>
internal enum FactKind
{
    /// <summary>It changes something that outlives it.</summary>
    Changes,

    /// <summary>It deletes something for good.</summary>
    Destroys,

    /// <summary>Nobody can tell what it runs.</summary>
    Unclear,

    /// <summary>It shows what must not be shown.</summary>
    Leaks,

    /// <summary>It uses a file, by a path that is relative to the runbooks folder.</summary>
    Uses,

    /// <summary>Nobody is there to read it.</summary>
    Unread,

    /// <summary>It cannot be read as shell.</summary>
    Unreadable,

    /// <summary>It names several Compose files together.</summary>
    Composes,
}

/// <summary>Something that a script does.</summary>
/// <param name="Kind">What kind of thing.</param>
/// <param name="Words">The command, for people; the parser's words when it cannot be read.</param>
/// <param name="File">The pinned file it stands in; null for the step itself.</param>
/// <param name="At">Where it stands there, or in the step's body.</param>
internal sealed record ShellFact(FactKind Kind, string Words, string? File, Place At)
{
    /// <summary>The rule that a leak breaks (<see cref="LintCodes"/>).</summary>
    public string? Code { get; init; }

    /// <summary>Whether it takes something out of service: stops it, kills it, removes it.</summary>
    public bool Stops { get; init; }

    /// <summary>The command's fields with their marks, the files it names.</summary>
    public ImmutableArray<string> Fields { get; init; } = [];
}
