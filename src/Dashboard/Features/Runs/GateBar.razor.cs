using System.Collections.Immutable;
using Dashboard.Core.Gates;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runs;
using Dashboard.Features.Runs.Model;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Features.Runs;

/// <summary>The bar of one gate.</summary>
public sealed partial class GateBar
{
    /// <summary>The page.</summary>
    [Parameter, EditorRequired]
    public required RunPageModel Model { get; set; }

    /// <summary>What can be done.</summary>
    [Parameter, EditorRequired]
    public required RunActions Actions { get; set; }

    /// <summary>The gate.</summary>
    [Parameter, EditorRequired]
    public required Gate Gate { get; set; }

    private GateDecision Decision { get; set; } = GateDecision.Unlocked;

    private Approval? Current { get; set; }

    private Approval? Latest => Model.State.Approvals.LastOrDefault(a => a.GateId == Gate.Id);

    /// <summary>Whether the current approval no longer suffices: its one attempt was used, and the step did not pass.</summary>
    private bool UsedUp => Current is not null && Decision.IsUnlocked && Model.State.IsOpen && !AllPassed;

    // While the approval is valid and its steps run, "in progress" is no news.
    private bool InProgress =>
        Model.State.IsOpen && GatePolicy.IsInProgress(Model.Runbook, Model.State, Gate) && !AllPassed && (Current is null || UsedUp);

    private bool AllPassed => Model.InPlay.StepsBehind(Gate.Id).All(s => Model.OutcomeOf(s) == Outcome.Passed);

    private bool Solo => Gate.FourEyes == FourEyes.Preferred && Current is { } approval
        && (SoloRule.Of(Model.State, approval) == true || (Model.Me is { } me && SoloRule.WouldBeSolo(Gate, approval, me)));

    private ImmutableArray<LockReason> Waiting => Model.State.IsOpen && Current is null
        ? [.. Decision.Reasons.Where(r => r.Code != LockCode.AlreadyApproved)] : [];

    private string Css => Current is not null && !UsedUp ? "is-approved" : Decision.IsUnlocked && Latest is null ? "is-ready" : "";

    private string State => UsedUp ? "Approval used; approve again"
        : Current is not null ? AllPassed ? "Done: all unlocked steps passed" : "Approved"
        : !Model.State.IsOpen ? "Not approved"
        : Decision.IsUnlocked ? Latest switch
        {
            { Voided: { } voided } => $"Approval voided: {voided.Reason}",
            { } old when Model.State.IsExpired(old, Model.Now) => "Approval expired; approve again",
            { } => "Approval used by a rollback; approve again",
            null => "Ready for approval",
        }
        : Waiting.Length == 1 ? "Blocked: 1 requirement" : $"Blocked: {Waiting.Length} requirements";

    private string Unlocks
    {
        get
        {
            var titles = Model.InPlay.StepsBehind(Gate.Id).Select(s => $"“{s.Title}”").ToArray();
            var (count, verb) = titles.Length == 1 ? ("1 step", "changes") : ($"{titles.Length} steps", "change");
            var lasting = Gate.Unlocks == StepKind.Destructive ? " for good" : "";
            return $"{count} that {verb} {Model.State.Opened.Target}{lasting}: {string.Join(", ", titles)}";
        }
    }

    private string Others => string.Join(", ", Model.Runbook.Gates.Where(g => g.Id != Gate.Id).Select(g => $"gate “{g.Title}”"));

    private (Step Step, string Doubt)[] Doubts =>
    [
        .. GatePolicy.EvidenceSteps(Model.InPlay, Gate).Where(s => Model.OutcomeOf(s) == Outcome.Passed)
            .Select(s => (s, Confinement.Doubt(Model.State.LatestAttempt(s.Id)))).Where(d => d.Item2 is not null)
            .Select(d => (d.s, d.Item2!)),
    ];

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        Decision = Model.DecideApproval(Gate);
        Current = GatePolicy.Current(Model.Runbook, Model.State, Gate, Model.Now);
    }

    private string EvidenceWords(DateTimeOffset now)
    {
        var steps = GatePolicy.EvidenceSteps(Model.InPlay, Gate).ToArray();
        var passed = steps.Where(s => Model.OutcomeOf(s) == Outcome.Passed).ToArray();
        var ends = passed.Select(s => Model.State.LatestAttempt(s.Id)?.EndedAt).OfType<DateTimeOffset>().ToArray();
        return passed.Length == 0 ? ""
            : $"{passed.Length} of {steps.Length} required steps passed"
                + (ends.Length > 0 ? $", oldest {StateText.Ago(ends.Min(), now)}" : "");
    }
}
