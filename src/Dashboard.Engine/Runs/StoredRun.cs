using Dashboard.Core.Runbooks;
using Dashboard.Core.Runs;

namespace Dashboard.Engine.Runs;

/// <summary>A run as the ledger tells it.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Runbook">The runbook as it was pinned.</param>
/// <param name="State">Everything that happened.</param>
public record StoredRun(long Number, Runbook Runbook, RunState State);
