using Dashboard.Core.Attempts;

namespace Dashboard.Execution;

/// <summary>Carries out the steps of one or more languages. A further runner is one more class of this kind.</summary>
public interface IStepRunner
{
    /// <summary>The fence languages it takes, such as <c>bash</c>.</summary>
    IReadOnlyCollection<string> Languages { get; }

    /// <summary>
    /// Makes ready what an attempt needs, so that it begins at once. Nothing of the step may run here: its start is being committed
    /// meanwhile, and may be refused. Throws nothing for what a step can cause.
    /// </summary>
    /// <returns>To be handed back as <see cref="StepExecution.Ready"/>, and disposed of when the attempt has ended, begun or not; null for
    /// nothing.</returns>
    ValueTask<IDisposable?> PrepareAsync(StepExecution execution) => ValueTask.FromResult<IDisposable?>(null);

    /// <summary>
    /// Carries out one attempt. When <paramref name="stop"/> fires (deadline or cancel), it ends what it started — TERM to the
    /// whole group, KILL after the grace time — and returns normally. It throws nothing for what a step can cause; a step that
    /// cannot be started gives <see cref="RunnerEnd.Failure"/>.
    /// </summary>
    Task<RunnerEnd> RunAsync(StepExecution execution, IOutputSink output, CancellationToken stop);
}
