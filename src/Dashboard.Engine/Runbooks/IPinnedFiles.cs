using System.Collections.Immutable;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runs;
using Dashboard.Engine.Ports;

namespace Dashboard.Engine.Runbooks;

/// <summary>A file as a run pinned it, for whoever approves what runs it.</summary>
/// <param name="File">Its path, digest, length and mode.</param>
/// <param name="Text">What it holds; null when it cannot be shown.</param>
/// <param name="Problem">Why it cannot be shown, as a sentence; null when it can.</param>
/// <param name="Since">
/// How it differs from what was approved before: <c>new</c>, <c>changed</c>, <c>unchanged</c>; null when nothing was.
/// </param>
/// <param name="Difference">Its changed lines, at most 200; empty when nothing changed, or it is no text.</param>
public sealed record PinnedText(PinnedFile File, string? Text, string? Problem, string? Since, string Difference);

/// <summary>All that a run pinned, and what is different from what was approved before.</summary>
/// <param name="Files">The runbook first, then its files.</param>
/// <param name="Previous">
/// The latest earlier run of the same runbook on the same target in which the gate was approved, and the approval was not voided; null when
/// there is none. What nobody approved is no measure of what to approve.
/// </param>
/// <param name="Gone">Paths that that run had pinned, and this one has not.</param>
public sealed record PinnedTexts(ImmutableArray<PinnedText> Files, RunSummary? Previous, ImmutableArray<string> Gone);

/// <summary>Shows what a run pinned.</summary>
public interface IPinnedFiles
{
    /// <summary>The files of a run, for whoever approves one of its gates.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="run">The run.</param>
    /// <param name="gateId">The gate.</param>
    /// <param name="cancellation">Ends the wait.</param>
    Task<PinnedTexts> OfAsync(long number, RunState run, string gateId, CancellationToken cancellation = default);
}
