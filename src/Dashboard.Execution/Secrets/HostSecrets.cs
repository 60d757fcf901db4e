using Dashboard.Execution.Files;

namespace Dashboard.Execution.Secrets;

/// <summary>Reads a secret file of this host, or all files in a folder.</summary>
internal static class HostSecrets
{
    /// <summary>The most bytes that all files of one declared secret may have together.</summary>
    public const int MaxBytes = 1 << 20;

    /// <summary>The most files that a declared folder may hold.</summary>
    public const int MaxFiles = 1000;

    /// <summary>The most folders that a declared folder may hold, itself included: each is watched while a step runs.</summary>
    public const int MaxFolders = 200;

    /// <summary>How deep folders may lie in a declared one.</summary>
    public const int MaxDepth = 16;

    /// <summary>A file that changed this recently may change again without its times telling: they advance in steps.</summary>
    private static readonly TimeSpan Recent = TimeSpan.FromSeconds(2);

    /// <summary>Tells whether something may have changed: equal stamps mean equal contents. An empty stamp equals none.</summary>
    public static string Stamp(string path, DateTimeOffset now)
    {
        try
        {
            var files = Files(path, refuseOthers: false);
            return files.Any(f => (now - f.Status.Changed).Duration() < Recent)
                ? ""
                : "files " + string.Join('|', files.Select(f => f.Status.Stamp));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    /// <summary>Reads all of it.</summary>
    /// <param name="name">How the runbook calls it.</param>
    /// <param name="path">An absolute path.</param>
    /// <param name="defences">What is switched on.</param>
    public static SecretReading Read(string name, string path, SecretDefences defences)
    {
        if (path.Contains('\0', StringComparison.Ordinal))
            return SecretReading.Refused($"The path of {name} holds a NUL character. Write a path without one.");
        try
        {
            var files = Files(path, refuseOthers: true);
            if (files.Count == 0)
                return SecretReading.Absent(RegularFile.Look(path) is null ? "not there" : "an empty folder");
            var (values, left) = (new SecretValues(defences), MaxBytes);
            foreach (var file in files)
            {
                if (RegularFile.Read(file.Path, left) is not { } content)
                    continue;
                left -= content.Length;
                values.Add(content, file.Path == path ? null : Path.GetFileName(file.Path));
            }

            return values.Problem is { } problem
                ? SecretReading.Refused($"{name}: {problem}")
                : new(SecretState.Known) { Values = values.ToImmutable() };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return SecretReading.Refused(
                $"The server cannot read the secret file {name} ({path}): {e.Message}. A step may be able to, by sudo or in a container, "
                + "and its content could not be masked. "
                + $"Let it be a file of at most {MaxBytes >> 20} MiB (or a folder of such files) that the server's user may read, or move "
                + "it away.");
        }
    }

    // Links are followed, as a step's programs do: a mounted secret is often a link into a folder beside it.
    private static List<(string Path, FileStamp Status)> Files(string path, bool refuseOthers)
    {
        var (found, seen, folders) = (new List<(string, FileStamp)>(), new HashSet<(ulong, ulong)>(), 0);
        if (RegularFile.Look(path) is not { } top)
            return found;
        if (top.Type != "directory")
        {
            if (refuseOthers && top.Type != "file")
                throw new IOException($"it is a {top.Type}, not a file");
            return [(path, top)];
        }

        Walk(path, top, 0);
        return found;

        void Walk(string folder, FileStamp status, int depth)
        {
            if (!seen.Add(status.Identity))
                return;
            if (depth > MaxDepth)
                throw new IOException($"its folders are nested deeper than {MaxDepth}");
            if (++folders > MaxFolders)
                throw new IOException($"it holds more than {MaxFolders} folders");
            foreach (var entry in Directory.EnumerateFileSystemEntries(folder).Order(StringComparer.Ordinal))
            {
                if (RegularFile.Look(entry) is not { } inner)
                    continue;
                if (inner.Type == "directory")
                    Walk(entry, inner, depth + 1);
                else if (inner.Type == "file" && seen.Add(inner.Identity))
                    found.Add((entry, inner)); // a pipe or a socket in a folder holds nothing by itself
                if (found.Count > MaxFiles)
                    throw new IOException($"the folder holds more than {MaxFiles} files");
            }
        }
    }
}
