using Dashboard.Core.Attempts;
using Dashboard.Core.Output;
using Dashboard.Execution;

namespace Dashboard.Engine.Tests.Doubles;

/// <summary>A runner with a fault of ours: it begins, writes something, and throws, unless it is told not to.</summary>
internal sealed class BrokenRunner(Func<CancellationToken, Task<Exception?>> fault) : IStepRunner
{
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when it has begun.</summary>
    public Task Begun => _begun.Task;

    public IReadOnlyCollection<string> Languages => ["bash"];

    public async Task<RunnerEnd> RunAsync(StepExecution execution, IOutputSink output, CancellationToken stop)
    {
        await output.WriteAsync(OutputChannel.Stdout, "begun\n"u8.ToArray(), CancellationToken.None);
        _begun.TrySetResult();
        return await fault(stop) is { } exception ? throw exception : new() { ExitCode = 0, Sandbox = "not confined" };
    }
}
