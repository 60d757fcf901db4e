using Dashboard.Core.Runs;

namespace Dashboard.Engine.Ports;

/// <summary>An approval, or a rejected approval (<paramref name="ApprovalId"/> is null), in a list.</summary>
public sealed record ApprovalSummary(
    long Sequence, string? ApprovalId, string RunId, long RunNumber, string Slug, RunMode Mode, string GateId, string Target,
    string By, DateTimeOffset At)
{
    /// <summary>Whether the row says something else than the run's entries in the ledger: somebody has changed the list.</summary>
    public bool Differs { get; init; }
}
