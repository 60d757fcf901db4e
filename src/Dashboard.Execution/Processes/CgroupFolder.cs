namespace Dashboard.Execution.Processes;

/// <summary>Finds the folder of a process's own cgroup (cgroups(7), version 2): the part of the hierarchy that was handed to it.</summary>
internal static class CgroupFolder
{
    /// <summary>Where this process's own cgroup can be seen; null when it cannot.</summary>
    public static string? Own() => Find(File.ReadLines("/proc/self/cgroup"), File.ReadLines("/proc/self/mountinfo"));

    /// <summary>Where a cgroup can be seen.</summary>
    /// <param name="cgroups">Lines such as <c>0::/system.slice/cutover.service</c>; those of version 1 begin with other numbers.</param>
    /// <param name="mounts">Lines such as <c>41 31 0:38 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw</c>.</param>
    public static string? Find(IEnumerable<string> cgroups, IEnumerable<string> mounts)
    {
        const string unified = "0::";
        if (cgroups.FirstOrDefault(l => l.StartsWith(unified, StringComparison.Ordinal))?[unified.Length..] is not { } own)
            return null;
        // The kernel adds this when somebody removed it while its processes went on.
        if (own.EndsWith(" (deleted)", StringComparison.Ordinal))
            return null;
        return mounts.Select(line => line.Split(' '))
            .Where(fields => Array.IndexOf(fields, "-") is > 0 and var dash && fields.ElementAtOrDefault(dash + 1) == "cgroup2")
            // Where only a part of the hierarchy is mounted, what lies above it, or beside it, is not to be seen.
            .Select(fields => (Root: HiddenPaths.Unescape(fields[3]).TrimEnd('/'), Point: HiddenPaths.Unescape(fields[4])))
            .Where(m => own == m.Root || own.StartsWith(m.Root + "/", StringComparison.Ordinal))
            .Select(m => Path.TrimEndingDirectorySeparator(Path.Join(m.Point, own[m.Root.Length..])))
            .LastOrDefault();
    }
}
