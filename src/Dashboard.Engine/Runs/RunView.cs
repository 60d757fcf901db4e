using System.Collections.Immutable;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runs;
using Dashboard.Engine.Runbooks;

namespace Dashboard.Engine.Runs;

/// <summary>A run as a screen needs it. Immutable: taken once, it never changes under the reader.</summary>
/// <param name="Number">The run's number, for people.</param>
/// <param name="Runbook">The runbook as it was pinned.</param>
/// <param name="State">Everything that happened.</param>
/// <param name="Drift">What in the runbooks folder differs from what was pinned; empty when nothing does.</param>
/// <param name="Trouble">Why something that happened could not be written yet (a full disk), in words for people; null when all is
/// well.</param>
public sealed record RunView(
    long Number, Runbook Runbook, RunState State, ImmutableArray<FileDrift> Drift, string? Trouble = null)
    : StoredRun(Number, Runbook, State);
