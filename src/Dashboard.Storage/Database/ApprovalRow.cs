using Dashboard.Core.Runs;

namespace Dashboard.Storage.Database;

/// <summary>An approval, or a rejected approval, in lists: a projection of its events.</summary>
internal sealed class ApprovalRow
{
    /// <summary>Its ledger number.</summary>
    public long Seq { get; set; }

    /// <summary>Null for a rejected approval.</summary>
    public string? ApprovalId { get; set; }

    public string RunId { get; set; } = "";

    public string Slug { get; set; } = "";

    public RunMode Mode { get; set; }

    public string GateId { get; set; } = "";

    public string Target { get; set; } = "";

    public string By { get; set; } = "";

    /// <summary>In ticks of 100 ns, UTC.</summary>
    public long At { get; set; }
}
