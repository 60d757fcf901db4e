using System.Collections.Immutable;
using Dashboard.Linting.Shell.Syntax;

namespace Dashboard.Linting.Shell.State;

/// <summary>The folders that a script, or a subshell of it, went to.</summary>
/// <param name="Known">Them, in no order that could be relied on.</param>
/// <param name="InTemporary">Whether it has gone to temporary folders, and nowhere else.</param>
internal sealed record Folders(ImmutableHashSet<string> Known, bool InTemporary)
{
    private bool Elsewhere { get; init; }

    /// <summary>It stayed where it was started.</summary>
    public static Folders None { get; } = new([], InTemporary: false);

    /// <summary>Goes to a folder.</summary>
    public Folders Go(string folder, bool temporary) =>
        new(Known.Add(folder), temporary && !Elsewhere) { Elsewhere = Elsewhere || !temporary };

    /// <summary>Goes back to a folder that it came from.</summary>
    public Folders Back() => this with { InTemporary = false };
}
