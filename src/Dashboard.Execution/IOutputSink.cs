using Dashboard.Core.Output;

namespace Dashboard.Execution;

/// <summary>Takes a step's raw output as it comes. Masking, storage and digests lie behind it.</summary>
public interface IOutputSink
{
    /// <summary>
    /// Takes some bytes. Completes when there is room for more: a runner that awaits it stops reading the pipe, so a fast step waits.
    /// </summary>
    ValueTask WriteAsync(OutputChannel channel, ReadOnlyMemory<byte> bytes, CancellationToken cancellation);

    /// <summary>
    /// Another try begins. What was written before stays evidence, and is no part of the text that decides: it is an earlier try's, or that
    /// of a sandbox which could not be set up.
    /// </summary>
    ValueTask BeginTryAsync() => ValueTask.CompletedTask;
}
