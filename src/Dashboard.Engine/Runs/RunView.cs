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
/// <param name="Try">Which try of the attempt under way runs, from 1; 0 when none does, or where nobody knows.</param>
public sealed record RunView(
    long Number, Runbook Runbook, RunState State, ImmutableArray<FileDrift> Drift, string? Trouble = null,
    int Try = 0)
    : StoredRun(Number, Runbook, State)
{
    /// <summary>Secrets that the server no longer has, since it was restarted: no step starts before they are entered.</summary>
    public ImmutableArray<string> MissingSecrets { get; init; } = [];
}
