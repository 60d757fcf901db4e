namespace Dashboard.Execution.Processes;

/// <summary>What a process is not to see of the host, and what it sees all the same.</summary>
/// <param name="Hidden">Folders and files that are empty for it.</param>
/// <param name="Visible">What lies in these and is there nevertheless.</param>
internal sealed record MountView(IReadOnlyList<string> Hidden, IReadOnlyList<string> Visible)
{
    /// <summary>Everything.</summary>
    public static MountView All { get; } = new([], []);
}
