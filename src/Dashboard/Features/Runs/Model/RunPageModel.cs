using System.Collections.Immutable;
using Dashboard.Core.Gates;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runs;
using Dashboard.Engine.Runs;
using Dashboard.Shared.Steps;

namespace Dashboard.Features.Runs.Model;

/// <summary>All that the parts of a run's page show. Taken once for each render: no part disagrees with another.</summary>
/// <param name="View">The run.</param>
/// <param name="Me">Who looks at it; null when they may not any more.</param>
/// <param name="Now">The time.</param>
/// <param name="Here">Who else has the run open.</param>
/// <param name="Refusals">What was refused last, by the id of the step or gate it was asked of.</param>
public sealed record RunPageModel(
    RunView View, Person? Me, DateTimeOffset Now, ImmutableArray<Person> Here,
    ImmutableDictionary<string, ImmutableArray<LockReason>> Refusals)
{
    private static readonly Person Anyone = new(new Actor("anyone", "an operator"), [Role.Operator]);

    /// <summary>The runbook as pinned.</summary>
    public Runbook Runbook => View.Runbook;

    /// <summary>The same without the steps that are out of play.</summary>
    public Runbook InPlay { get; } = Core.Gates.InPlay.Of(View.Runbook, View.State);

    /// <summary>What happened.</summary>
    public RunState State => View.State;

    /// <summary>Whether buttons that run, confirm or close are shown.</summary>
    public bool MayRun => State.IsOpen && Me is { MayRun: true };

    /// <summary>Whether buttons that approve are shown.</summary>
    public bool MayApprove => State.IsOpen && Me is { MayApprove: true };

    /// <summary>Whether notes and files can be added. They can be after the end, too: that is when people know more.</summary>
    public bool MayNote => Me is { MayApprove: true };

    /// <summary>The next thing to do.</summary>
    public NextAction Next { get; } = NextActionFinder.Of(View.Runbook, View.State, Me, Now);

    /// <summary>What the policy says of a step. Someone who runs nothing sees what keeps an operator from it.</summary>
    public GateDecision Decide(Step step) =>
        GatePolicy.Decide(Runbook, State, step, Me is { MayRun: true } ? Me : Anyone, Now);

    /// <summary>What the policy says of a gate.</summary>
    public GateDecision DecideApproval(Gate gate) =>
        GatePolicy.DecideApproval(Runbook, State, gate, Me is { MayApprove: true } ? Me : Anyone, Now);

    /// <summary>What a step came to, if that still counts.</summary>
    public Outcome? OutcomeOf(Step step) => Counted.OutcomeOf(Runbook, State, step);

    /// <summary>The status of a step.</summary>
    public StepStatus StatusOf(Step step) => StepPresentation.StatusOf(Runbook, State, step, Decide(step));

    /// <summary>The same at a later time.</summary>
    public RunPageModel At(DateTimeOffset now) => now <= Now ? this : new(View, Me, now, Here, Refusals);

    /// <summary>Whether at a later time it shows the same, but for what counts time by itself (<see cref="LiveValue{T}"/>).</summary>
    public bool HoldsAt(DateTimeOffset now)
    {
        var then = At(now);
        return Slot(Now) == Slot(now) && Next.Equals(then.Next)
            && Runbook.Steps.All(s => Decide(s).Reasons.SequenceEqual(then.Decide(s).Reasons))
            && Runbook.Gates.All(g => DecideApproval(g).Reasons.SequenceEqual(then.DecideApproval(g).Reasons)
                && GatePolicy.Current(Runbook, State, g, Now)?.Sequence == GatePolicy.Current(Runbook, State, g, now)?.Sequence);
    }

    /// <summary>What was refused last; empty when nothing was.</summary>
    public ImmutableArray<LockReason> RefusedOf(string id) => Refusals.GetValueOrDefault(id, []);

    /// <summary>The address of a place on the run's page. Whole, because the base address is the site's root.</summary>
    public string Link(string anchor) => $"runs/{State.RunId}#{anchor}";

    // Moments are shown with their day when it is not today's. Wherever on earth, midnight is at a quarter of an hour.
    private static long Slot(DateTimeOffset now) => now.UtcTicks / (15 * TimeSpan.TicksPerMinute);
}
