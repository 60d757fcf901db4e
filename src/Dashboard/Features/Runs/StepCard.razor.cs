using System.Collections.Immutable;
using Dashboard.Core.Gates;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runs;
using Dashboard.Core.Text;
using Dashboard.Features.Runs.Model;
using Dashboard.Shared.Steps;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Features.Runs;

/// <summary>The card of one step.</summary>
public sealed partial class StepCard
{
    /// <summary>The page.</summary>
    [Parameter, EditorRequired]
    public required RunPageModel Model { get; set; }

    /// <summary>What can be done.</summary>
    [Parameter, EditorRequired]
    public required RunActions Actions { get; set; }

    /// <summary>The step.</summary>
    [Parameter, EditorRequired]
    public required Step Step { get; set; }

    /// <summary>The anchor of the heading that the card stands for; null when it has none.</summary>
    [Parameter]
    public string? Anchor { get; set; }

    /// <summary>What introduces the step, as rendered Markdown.</summary>
    [Parameter]
    public ImmutableArray<string> Intro { get; set; } = [];

    private GateDecision Decision { get; set; } = GateDecision.Unlocked;

    private StepStatus Status { get; set; }

    private StepBadge Badge => StepPresentation.BadgeOf(Status);

    private Attempt? Latest => Model.State.LatestAttempt(Step.Id);

    private Confirmation? Confirmed => Model.State.LatestConfirmation(Step.Id);

    private ImmutableArray<Attempt> Earlier => [.. Model.State.AttemptsOf(Step.Id).SkipLast(1)];

    // One attempt at a time: while another step runs the engine would refuse.
    private bool MayStart => Model.MayRun && Decision.IsUnlocked && Model.State.Running is null
        && (Latest?.Settled != Outcome.Unknown || Step.Kind.IsReadOnly());

    // A change that has passed is done: why it cannot be run once more is no news. A closed run says so at its top.
    private ImmutableArray<LockReason> Locks => !Model.State.IsOpen || Latest is { IsRunning: true }
        || Status is StepStatus.Skipped or StepStatus.NotApplicable || Model.OutcomeOf(Step) is Outcome.Passed or Outcome.Unknown
        ? [] : Decision.Reasons;

    private string Meta => string.Join(" · ", new[]
    {
        Step.Plan is { } plan ? $"planned {Durations.Exactly(plan)}" : null,
        Step.Kind == StepKind.Manual || Step.Until is not null ? null : $"timeout {Durations.Exactly(Step.Timeout)}",
        Step.Target is { } target ? $"on {target}" : null,
        Step.Container is { } container ? $"in container {container}" : null,
        Step.Sockets.Length > 0 ? $"may open {string.Join(", ", Step.Sockets)}" : null,
        Step.MaxTries > 1 ? $"up to {Step.MaxTries} tries" : null,
        Step.Until is { } until ? $"tried every {Durations.Exactly(Step.Every)} for up to {Durations.Exactly(until)}" : null,
        Step.After.Length > 0 ? $"after {string.Join(", ", Step.After.Select(TitleOf))}" : null,
        Step.When is { } when ? $"for {when}" : null,
        Step.Optional ? "optional" : null,
        Step.Language.Length == 0 || ScriptLanguage.IsScript(Step.Language) ? null : $"{Step.Language} check",
    }.OfType<string>());

    private bool MaySkip => Model.MayRun && Step.Optional
        && GatePolicy.DecideSkip(Model.Runbook, Model.State, Step, Model.Me!).IsUnlocked;

    private string StateAt(DateTimeOffset now) => StateText.Of(Model.Runbook, Model.State, Step, Status, now, Model.View.Try);

    private string TitleOf(string id) => $"“{Model.Runbook.FindStep(id)?.Title ?? id}”";

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        Decision = Model.Decide(Step);
        Status = StepPresentation.StatusOf(Model.Runbook, Model.State, Step, Decision);
    }
}
