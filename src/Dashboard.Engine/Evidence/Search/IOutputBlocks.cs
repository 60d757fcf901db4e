using Dashboard.Core.Output;

namespace Dashboard.Engine.Evidence.Search;

/// <summary>Where blocks are kept.</summary>
internal interface IOutputBlocks
{
    /// <summary>Adds blocks of an attempt, and makes them searchable.</summary>
    /// <param name="attemptId">The attempt.</param>
    /// <param name="blocks">The blocks, in order.</param>
    /// <param name="whole">Whether this is the end of its output.</param>
    /// <param name="cancellation">Ends the wait.</param>
    Task AddAsync(string attemptId, IReadOnlyList<OutputBlock> blocks, bool whole, CancellationToken cancellation = default);
}
