using System.Collections.Immutable;
using Dashboard.Core.Gates;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runs;
using Dashboard.Engine.Runbooks;

namespace Dashboard.Engine.Runs;

/// <summary>
/// Looks, immediately before a step that needs an approval, whether the runbooks folder is still what the approver saw. If it is not, the
/// approval is voided, visibly: the person who edits a runbook between approval and run has something in mind that the approver did not
/// see.
/// </summary>
internal sealed class DriftGuard(RunSession session, RunDependencies services)
{
    /// <summary>SHA-256 over the run's files as they lie in the runbooks folder now.</summary>
    public async Task<string> FolderDigestAsync() =>
        await services.Library.FindAsync(session.State.Opened.Slug) is { } now ? Digests.OfFiles(now.Files) : "gone";

    /// <summary>Voids the approval of a step when the folder is not what the approver saw.</summary>
    /// <returns>Null when the step may start; else the reason, after the approval was voided.</returns>
    public async Task<LockReason?> VoidIfChangedAsync(Step step)
    {
        if (!step.Kind.NeedsApproval() || session.Runbook.FindGate(step.GateId!) is not { } gate
            || GatePolicy.Current(session.Runbook, session.State, gate, services.Now) is not { } approval
            || await FolderDigestAsync() == approval.Event.FolderDigest)
            return null;
        var drift = await DriftAsync();
        var what = drift.IsEmpty
            ? "a file was changed back since the approval"
            : string.Join(", ", drift.Select(d => $"{d.Path} {d.What}"));
        await session.AppendAsync(Actor.System, new ApprovalVoided
        {
            ApprovalId = approval.Id,
            Reason = $"The runbooks folder changed after the approval: {what}.",
        });
        return new(LockCode.Changed, $"The runbooks folder changed after the approval: {what}. The approval is void."
            + string.Concat(drift.Where(d => d.Difference.Length > 0).Select(d => $"\n{d.Path}:\n{d.Difference}")),
            "Review the difference. Approve again to run the pinned version, or open a new run for the version in the folder.", step.Id);
    }

    /// <summary>What in the folder differs from what the run pinned.</summary>
    public Task<ImmutableArray<FileDrift>> DriftAsync() => DriftAsync(session.State, services);

    /// <summary>What in the folder differs from what a run pinned.</summary>
    public static async Task<ImmutableArray<FileDrift>> DriftAsync(RunState run, RunDependencies services) =>
        await FolderDrift.CompareAsync(
            run.Opened.Files, digest => services.Store.ReadBlobAsync(digest), await services.Library.FindAsync(run.Opened.Slug));
}
