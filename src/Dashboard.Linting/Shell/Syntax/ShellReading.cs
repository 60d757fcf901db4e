using System.Collections.Immutable;

namespace Dashboard.Linting.Shell.Syntax;

/// <summary>The result of parsing a script: its syntax tree, or an error.</summary>
public sealed record ShellReading
{
    /// <summary>The tree; null if the script cannot be parsed, or shfmt is missing.</summary>
    internal ImmutableArray<Statement>? Statements { get; init; }

    /// <summary>The error; null if there is none.</summary>
    public ShellProblem? Problem { get; init; }

    /// <summary>shfmt is missing.</summary>
    public static ShellReading Unread { get; } = new();
}
