using Dashboard.Core.Runbooks;
using Dashboard.Core.Runs;

namespace Dashboard.Storage.Database;

/// <summary>An attempt in lists: a projection of its events, with what the lists filter by.</summary>
internal sealed class AttemptRow
{
    /// <summary>The ledger number of its start: the order of lists, and what a page's cursor names.</summary>
    public long Seq { get; set; }

    public string AttemptId { get; set; } = "";

    public string RunId { get; set; } = "";

    public string Slug { get; set; } = "";

    public string RunbookDigest { get; set; } = "";

    public RunMode Mode { get; set; }

    public string StepId { get; set; } = "";

    public string Title { get; set; } = "";

    public StepKind? Kind { get; set; }

    public int Number { get; set; }

    public string Target { get; set; } = "";

    public string By { get; set; } = "";

    public string? ApprovalId { get; set; }

    /// <summary>In ticks of 100 ns, UTC.</summary>
    public long StartedAt { get; set; }

    /// <summary>In ticks of 100 ns, UTC; null while it runs.</summary>
    public long? EndedAt { get; set; }

    /// <summary>Null while it runs.</summary>
    public Outcome? Outcome { get; set; }

    /// <summary>Whether nobody saw it end, settled meanwhile or not.</summary>
    public bool WasUnknown { get; set; }

    /// <summary>Who settled its outcome, which was unknown; null when nobody did.</summary>
    public string? SettledBy { get; set; }

    /// <summary>Whether its output can be searched by now.</summary>
    public bool Indexed { get; set; }
}
