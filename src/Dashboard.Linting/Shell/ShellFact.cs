using System.Collections.Immutable;
using Dashboard.Core.Runbooks.Diagnostics;

namespace Dashboard.Linting.Shell;

/// <summary>Kinds of facts about a script.</summary>
internal enum FactKind
{
    /// <summary>It changes something that outlives the step.</summary>
    Changes,

    /// <summary>It deletes something permanently.</summary>
    Destroys,

    /// <summary>The linter cannot tell what it runs.</summary>
    Unclear,

    /// <summary>It runs a program that is not in the catalogue, or a script of the host.</summary>
    Unlisted,

    /// <summary>It prints something that must not be shown.</summary>
    Leaks,

    /// <summary>It uses a file by a path relative to the runbooks folder.</summary>
    Uses,

    /// <summary>shfmt is missing, so it was not read.</summary>
    Unread,

    /// <summary>It cannot be read as shell.</summary>
    Unreadable,

    /// <summary>It names several Compose files together.</summary>
    Composes,
}

/// <summary>A fact about a script.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Words">The command for messages; the program or script itself when it is not listed; a reason when the script cannot be
/// read, or when <see cref="ShellFact.IsReason"/> says so.</param>
/// <param name="File">The pinned file; null for the step itself.</param>
/// <param name="At">The location in the file or the step's body.</param>
internal sealed record ShellFact(FactKind Kind, string Words, string? File, SourceLocation At)
{
    /// <summary>The rule that a leak breaks (<see cref="LintCodes"/>).</summary>
    public string? Code { get; init; }

    /// <summary>Whether the words say why something is unclear, and are no command.</summary>
    public bool IsReason { get; init; }

    /// <summary>Whether it takes something out of service: stops it, kills it, removes it.</summary>
    public bool Stops { get; init; }

    /// <summary>The command's fields with their marks, or the files it names.</summary>
    public ImmutableArray<string> Fields { get; init; } = [];
}
