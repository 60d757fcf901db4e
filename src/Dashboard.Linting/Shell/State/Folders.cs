using System.Collections.Immutable;

namespace Dashboard.Linting.Shell.State;

/// <summary>The folders that a script or subshell has changed to.</summary>
/// <param name="Known">The folders, in no particular order.</param>
/// <param name="InTemporary">Whether it has changed to temporary folders only.</param>
internal sealed record Folders(ImmutableHashSet<string> Known, bool InTemporary)
{
    private bool Elsewhere { get; init; }

    /// <summary>The script has not changed folders.</summary>
    public static Folders None { get; } = new([], InTemporary: false);

    /// <summary>Changes to a folder.</summary>
    public Folders Go(string folder, bool temporary) =>
        new(Known.Add(folder), temporary && !Elsewhere) { Elsewhere = Elsewhere || !temporary };

    /// <summary>Changes back to an earlier folder.</summary>
    public Folders Back() => this with { InTemporary = false };
}
