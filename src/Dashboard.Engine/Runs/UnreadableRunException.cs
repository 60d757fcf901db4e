using Dashboard.Core.Ledger;

namespace Dashboard.Engine.Runs;

/// <summary>
/// A run is there and cannot be read: a newer version wrote to it, or the database lost or changed something that it names. The message
/// says which run, why, and what to do. Nothing is written to such a run, and all others go on.
/// </summary>
public sealed class UnreadableRunException : StorageException
{
    /// <summary>A run that cannot be read, without words; use one that has them.</summary>
    public UnreadableRunException()
    {
    }

    /// <summary>A run that cannot be read.</summary>
    public UnreadableRunException(string message)
        : base(message)
    {
    }

    /// <summary>A run that cannot be read, with the cause.</summary>
    public UnreadableRunException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>A run that cannot be read.</summary>
    /// <param name="number">The run's number.</param>
    /// <param name="cause">Why.</param>
    public static UnreadableRunException Of(long number, Exception cause) => new(
        $"Run {number} cannot be read. {cause?.Message} Nothing was changed. Start the version of the dashboard that wrote it, or verify "
            + "the ledger (the page Integrity, or `verify`) and restore a backup.",
        cause!);
}
