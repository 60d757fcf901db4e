using System.Collections.Immutable;

namespace Dashboard.Linting.Shell.State;

/// <summary>The folders that a script or subshell has changed to.</summary>
/// <param name="Known">The folders, in no particular order.</param>
/// <param name="InTemporary">Whether it has changed to temporary folders only.</param>
internal sealed record Folders(ImmutableHashSet<string> Known, bool InTemporary)
{
    private bool Elsewhere { get; init; }

    /// <summary>
    /// The folder that it is in: empty for the one it began in, a path below that, or an absolute path; null when it cannot be told.
    /// </summary>
    public string? Here { get; init; } = "";

    /// <summary>Whether it is on another host or in a container, where nothing lies beside the runbook.</summary>
    public bool IsElsewhere { get; init; }

    /// <summary>What runs on another host or in a container.</summary>
    public static Folders Away { get; } = new([], InTemporary: false) { Here = null, IsElsewhere = true };

    /// <summary>The script has not changed folders.</summary>
    public static Folders None { get; } = new([], InTemporary: false);

    /// <summary>Changes to a folder.</summary>
    public Folders Go(string folder, bool temporary) =>
        new(Known.Add(folder), temporary && !Elsewhere)
        {
            Elsewhere = Elsewhere || !temporary,
            Here = From(folder),
            IsElsewhere = IsElsewhere,
        };

    /// <summary>Changes back to an earlier folder.</summary>
    public Folders Back() => this with { InTemporary = false, Here = null };

    /// <summary>A path as it is seen from where the script began; null when it cannot be told.</summary>
    public string? From(string path) => !SymbolicText.IsKnown(path) || path.StartsWith('~') || path is "-" or "" ? null
        : path[0] == '/' || Here is "" ? Straight(path) : Here is null ? null : Straight($"{Here}/{path}");

    /// <summary>A path without <c>.</c>, and without <c>..</c> where a folder stands before it.</summary>
    private static string Straight(string path)
    {
        var parts = new List<string>();
        foreach (var part in path.Split('/'))
        {
            if (part == ".." && parts.Count > 0 && parts[^1] is not ".." and not "")
                parts.RemoveAt(parts.Count - 1);
            else if (part is not "." and not "" || (part.Length == 0 && parts.Count == 0 && path[0] == '/'))
                parts.Add(part);
        }

        return string.Join('/', parts);
    }
}
