using Dashboard.Core.Runs;

namespace Dashboard.Storage.Database;

/// <summary>A run in lists: a projection of its events.</summary>
internal sealed class RunRow
{
    public string RunId { get; set; } = "";

    public long Number { get; set; }

    public string Slug { get; set; } = "";

    public string Title { get; set; } = "";

    public string Target { get; set; } = "";

    public RunMode Mode { get; set; }

    public string RunbookDigest { get; set; } = "";

    public string? ChangeReference { get; set; }

    public string OpenedBy { get; set; } = "";

    /// <summary>In ticks of 100 ns, UTC.</summary>
    public long OpenedAt { get; set; }

    /// <summary>In ticks of 100 ns, UTC; null while the run is open.</summary>
    public long? ClosedAt { get; set; }

    public RunResult? Result { get; set; }
}
