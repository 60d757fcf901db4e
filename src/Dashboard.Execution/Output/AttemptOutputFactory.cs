using Dashboard.Execution.Secrets;
using Microsoft.Extensions.Options;

namespace Dashboard.Execution.Output;

/// <summary>Makes the recorder of an attempt.</summary>
internal sealed class AttemptOutputFactory(IOutputStore store, TimeProvider time, IOptions<ExecutionOptions> options)
{
    /// <summary>A recorder.</summary>
    /// <param name="attemptId">The attempt.</param>
    /// <param name="guard">What is in front of it.</param>
    /// <param name="stored">Called whenever more of the output was stored; must return at once.</param>
    public AttemptOutput Create(string attemptId, OutputGuard guard, Action stored) =>
        new(attemptId, guard, new ChunkBuilder(attemptId, options.Value.OutputCap), store, stored, time);
}
