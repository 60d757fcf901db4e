using System.Collections.Immutable;

namespace Dashboard.Linting.Shell.State;

/// <summary>The folders that a script or subshell has changed to.</summary>
/// <param name="Known">The folders, in no particular order.</param>
/// <param name="InTemporary">Whether it has changed to temporary folders only.</param>
internal sealed record Folders(ImmutableHashSet<string> Known, bool InTemporary)
{
    /// <summary>What stands before the path of the folder it began in: nobody knows which one that will be.</summary>
    private const string Start = "/…";

    private bool Elsewhere { get; init; }

    private string? Before { get; init; }

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
            Before = Here,
        };

    /// <summary>Changes back to the folder before.</summary>
    public Folders Back() => this with { InTemporary = false, Here = Before, Before = Here };

    /// <summary>The folder as <c>pwd</c> prints it; null when it cannot be told.</summary>
    public string? Printed => Here is null or ['/', ..] ? Here : Here.Length == 0 ? Start : $"{Start}/{Here}";

    /// <summary>A path as it is seen from where the script began; null when it cannot be told.</summary>
    public string? From(string path) => !SymbolicText.IsKnown(path) || path.StartsWith('~') || path is "-" or "" ? null
        : BelowStart(path) is { } below ? Straight(below)
        : path[0] == '/' || Here is "" ? Straight(path) : Here is null ? null : Straight($"{Here}/{path}");

    /// <summary>
    /// The path below the runbooks folder that a field names; null if it can be none. A bare word is no path.
    /// </summary>
    public string? Pinned(string field)
    {
        if (IsElsewhere)
            return null;
        if (BelowStart(field) is null && (Here is null or ['/', ..]
            || (PinnedPaths.Of(field) is null && !field.Contains("..", StringComparison.Ordinal))))
            return null;
        return From(field) is { Length: > 0 } path ? PinnedPaths.OfProgram(path) : null;
    }

    /// <summary>Whether a path is meant from where the script is, among the pinned files.</summary>
    public bool IsAmongPinned(string path) => !IsElsewhere && (BelowStart(path) is not null
        || (path.Length > 0 && path[0] is not '/' and not '~' && Here is not null and not ['/', ..]));

    private static string? BelowStart(string path) => path == Start ? ""
        : path.StartsWith($"{Start}/", StringComparison.Ordinal) ? path[(Start.Length + 1)..] : null;

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
