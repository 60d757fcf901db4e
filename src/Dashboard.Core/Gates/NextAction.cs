using Dashboard.Core.Runbooks;
using Dashboard.Core.Runs;

namespace Dashboard.Core.Gates;

/// <summary>The one next thing to do in a run.</summary>
public abstract record NextAction
{
    private NextAction()
    {
    }

    /// <summary>What to do, as the end of “Next: …”; of a run that is over, a sentence.</summary>
    public abstract string Words { get; }

    /// <summary>The step to go to; null when there is none.</summary>
    public virtual string? StepId => null;

    /// <summary>
    /// Whether the run may also be closed: only destructive steps are left, or what is left was rolled back and the rest is done.
    /// </summary>
    public bool OrClose { get; init; }

    private string OrElse(Step? rollback) => (rollback, OrClose) switch
    {
        (not null, true) => ", roll back, or close the run",
        (not null, false) => ", or roll back",
        (null, true) => ", or close the run",
        _ => "",
    };

    /// <summary>An attempt is under way: watch it.</summary>
    public sealed record Watch(Step Step, Attempt Attempt) : NextAction
    {
        /// <inheritdoc/>
        public override string Words => $"“{Step.Title}” is running";

        /// <inheritdoc/>
        public override string? StepId => Step.Id;
    }

    /// <summary>An attempt's outcome is unknown: settle it.</summary>
    public sealed record Settle(Step Step, Attempt Attempt) : NextAction
    {
        /// <inheritdoc/>
        public override string Words => $"resolve the unknown outcome of “{Step.Title}”";

        /// <inheritdoc/>
        public override string? StepId => Step.Id;
    }

    /// <summary>Run a step, or run it again.</summary>
    /// <param name="Step">The step.</param>
    /// <param name="Because">What its latest attempt came to, when that is why; null for a first run.</param>
    /// <param name="Rollback">A rollback step that can be run instead; null when there is none.</param>
    /// <param name="Settles">The step whose unknown outcome this one tells about; null when it is run for its own sake.</param>
    public sealed record Run(Step Step, string? Because = null, Step? Rollback = null, Step? Settles = null) : NextAction
    {
        /// <inheritdoc/>
        public override string Words => Settles is not null ? $"run “{Step.Title}” to see what “{Settles.Title}” did"
            : Because is null ? $"run “{Step.Title}”{OrElse(Rollback)}"
            : Rollback is null || OrClose ? $"“{Step.Title}” {Because}: review it, then run it again{OrElse(Rollback)}"
            : $"“{Step.Title}” {Because}: review it, then run it again or roll back";

        /// <inheritdoc/>
        public override string? StepId => Step.Id;
    }

    /// <summary>Carry out a manual step and confirm it.</summary>
    public sealed record Confirm(Step Step) : NextAction
    {
        /// <inheritdoc/>
        public override string Words => $"confirm “{Step.Title}”{OrElse(null)}";

        /// <inheritdoc/>
        public override string? StepId => Step.Id;
    }

    /// <summary>Approve a gate.</summary>
    /// <param name="Gate">The gate.</param>
    /// <param name="Rollback">A rollback step, when a step behind the gate was attempted and its change is still in place; null
    /// otherwise.</param>
    public sealed record Approve(Gate Gate, Step? Rollback) : NextAction
    {
        /// <inheritdoc/>
        public override string Words => $"approve the gate “{Gate.Title}”{(Rollback is null ? "" : " again")}{OrElse(Rollback)}";
    }

    /// <summary>Someone else, or something else, must move first.</summary>
    public sealed record Wait(LockReason Reason) : NextAction
    {
        /// <inheritdoc/>
        public override string Words => $"{Reason.Message} {Reason.Remedy}{(OrClose ? " Or close the run." : "")}";

        /// <inheritdoc/>
        public override string? StepId => Reason.StepId;
    }

    /// <summary>Everything is done: close the run.</summary>
    public sealed record Close(RunResult Result) : NextAction
    {
        /// <inheritdoc/>
        public override string Words => Result == RunResult.RolledBack
            ? "rolled back: close the run"
            : "all steps are done: close the run";
    }

    /// <summary>The run is over.</summary>
    public sealed record Over(RunResult Result) : NextAction
    {
        /// <inheritdoc/>
        public override string Words => $"The run is closed: {Result.DisplayName()}";
    }
}
