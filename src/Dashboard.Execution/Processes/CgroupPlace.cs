namespace Dashboard.Execution.Processes;

/// <summary>Where the attempts' cgroups are made.</summary>
/// <param name="Folder">The folder; null when none can be made.</param>
/// <param name="Problem">Why not; empty when they can.</param>
/// <param name="LimitProblem">Why limits cannot be set there; null when they can, or when none are to be set.</param>
internal sealed record CgroupPlace(string? Folder, string Problem, string? LimitProblem = null)
{
    /// <summary>
    /// Where the server itself goes: cgroups with limits below them have no processes of their own (cgroups(7), "no internal processes").
    /// </summary>
    private const string ServersOwn = "cutover-server";

    /// <summary>Finds out whether cgroups can be made in a folder, and prepares it for limits.</summary>
    public static CgroupPlace At(string own, CgroupLimits limits)
    {
        // Where this process has moved already.
        var folder = Path.GetFileName(own) == ServersOwn ? Path.GetDirectoryName(own)! : own;
        var trial = Path.Combine(folder, $"cutover-trial-{Guid.NewGuid():N}");
        try
        {
            // Made and joined by nobody: whether a process may be moved is for the first one to find out, which then goes on without.
            Directory.CreateDirectory(trial);
            new AttemptCgroup(trial).Dispose();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new(null, $"{folder} is not for the server to write");
        }
        finally
        {
            AttemptCgroup.Remove(trial);
        }

        return new(folder, "", limits.Any ? PrepareLimits(folder, limits) : null);
    }

    private static string? PrepareLimits(string folder, CgroupLimits limits)
    {
        try
        {
            string[] there = CgroupFiles.Read(folder, "cgroup.controllers").Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
            if (limits.Controllers.Except(there).ToArray() is { Length: > 0 } missing)
                return $"no limits: the {string.Join(" and the ", missing)} controller is not available to the server";
            // Only the root of all has no such file; there processes and limits go together.
            if (File.Exists(Path.Combine(folder, "cgroup.type")))
                CgroupFiles.Write(Directory.CreateDirectory(Path.Combine(folder, ServersOwn)).FullName, "cgroup.procs", "0");
            CgroupFiles.Write(folder, "cgroup.subtree_control", string.Join(' ', limits.Controllers.Select(c => "+" + c)));
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"no limits: {folder} takes none ({e.Message})";
        }
    }
}
