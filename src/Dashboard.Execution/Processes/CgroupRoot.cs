namespace Dashboard.Execution.Processes;

/// <summary>The cgroup that was handed to the server. A test names another, or none.</summary>
/// <param name="Folder">Where it can be seen; null when there is none.</param>
/// <param name="Problem">Why there is none; empty when there is one.</param>
internal sealed record CgroupRoot(string? Folder, string Problem = "")
{
    /// <summary>The one this process is in.</summary>
    public static CgroupRoot Own()
    {
        try
        {
            return CgroupFolder.Own() is { } own ? new(own) : new(null, "no cgroup v2 to be seen here");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new(null, $"the cgroups cannot be read ({e.Message})");
        }
    }
}
