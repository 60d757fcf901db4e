using System.Collections.Immutable;
using Dashboard.Core.Runbooks;

namespace Dashboard.Engine.Execution;

/// <summary>Which of its two streams a step wrote to.</summary>
public enum OutputChannel
{
    /// <summary>Standard output; what typed checks report, too.</summary>
    Stdout,

    /// <summary>Standard error.</summary>
    Stderr,
}

/// <summary>Takes a step's raw output as it comes. Masking, storage and digests lie behind it.</summary>
public interface IOutputSink
{
    /// <summary>Takes some bytes. Completes when there is room for more: a runner that awaits it stops reading the pipe, so a fast step waits.</summary>
    ValueTask WriteAsync(OutputChannel channel, ReadOnlyMemory<byte> bytes, CancellationToken cancellation);

    /// <summary>
    /// Another try begins. What was written before stays evidence, and is no part of the text that decides: it is an earlier try's, or that of a sandbox
    /// which could not be set up.
    /// </summary>
    ValueTask BeginTryAsync() => ValueTask.CompletedTask;
}

/// <summary>All that a runner needs to carry out one attempt.</summary>
public sealed record StepExecution
{
    /// <summary>The step, as pinned with the run.</summary>
    public required Step Step { get; init; }

    /// <summary>The attempt's id.</summary>
    public required string AttemptId { get; init; }

    /// <summary>The folder that holds the run's pinned files, laid out as in the runbooks folder. The step's working directory.</summary>
    public required string Folder { get; init; }

    /// <summary>The whole environment of the step: nothing else is inherited.</summary>
    public required ImmutableSortedDictionary<string, string> Environment { get; init; }

    /// <summary>The host it runs on, as the settings name it.</summary>
    public required Target Target { get; init; }

    /// <summary>What the runner made ready for it (<see cref="IStepRunner.PrepareAsync"/>); null when it has to do so itself.</summary>
    public IDisposable? Ready { get; init; }
}

/// <summary>How a runner left an attempt. Whether that is a pass is for the coordinator to say.</summary>
public sealed record RunnerEnd
{
    /// <summary>The exit code; null when there was none. Typed checks give 0 when all they expected was found, else 1.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Why the step could not be run or was not as expected, in one sentence; null when the exit code says it all.</summary>
    public string? Failure { get; init; }

    /// <summary>Whether nobody knows what it did: it was begun, and its end was not seen. A change is then of unknown outcome.</summary>
    public bool Uncertain { get; init; }

    /// <summary>Whether it was ended before anything of it had begun: then it did nothing, and nobody has to say what.</summary>
    public bool NotBegun { get; init; }

    /// <summary>Whether it had ended before anything was done to end it: then its exit code says how, whatever was to stop it a moment later.</summary>
    public bool EndedByItself { get; init; }

    /// <summary>Why part of its output did not reach the server, in a sentence; null when all of it did.</summary>
    public string? LostOutput { get; init; }

    /// <summary>How its processes were kept together, in words, such as <c>cgroup</c> or <c>process group: no cgroup v2 to be seen here</c>; null where it has none on this host.</summary>
    public string? Tracking { get; init; }

    /// <summary>How it was confined, in words, such as <c>confined, read-only</c> or <c>not confined: bubblewrap is not installed</c>.</summary>
    public required string Sandbox { get; init; }

    /// <summary>Processes that outlived the step, as <c>pid name</c>.</summary>
    public ImmutableArray<string> LeftBehind { get; init; } = [];
}

/// <summary>Carries out the steps of one or more languages. A further runner is one more class of this kind.</summary>
public interface IStepRunner
{
    /// <summary>The fence languages it takes, such as <c>bash</c>.</summary>
    IReadOnlyCollection<string> Languages { get; }

    /// <summary>
    /// Makes ready what an attempt needs, so that it begins at once. Nothing of the step may run here: its start is being committed meanwhile,
    /// and may be refused. Throws nothing for what a step can cause.
    /// </summary>
    /// <returns>To be handed back as <see cref="StepExecution.Ready"/>, and disposed of when the attempt has ended, begun or not; null for nothing.</returns>
    ValueTask<IDisposable?> PrepareAsync(StepExecution execution) => ValueTask.FromResult<IDisposable?>(null);

    /// <summary>
    /// Carries out one attempt. When <paramref name="stop"/> fires (deadline or cancel), it ends what it started — TERM to the
    /// whole group, KILL after the grace time — and returns normally. It throws nothing for what a step can cause; a step that
    /// cannot be started gives <see cref="RunnerEnd.Failure"/>.
    /// </summary>
    Task<RunnerEnd> RunAsync(StepExecution execution, IOutputSink output, CancellationToken stop);
}
