namespace Dashboard.Engine.Runs;

/// <summary>Reads runs from the ledger, for those who only look: it starts nothing, and looks at no file.</summary>
public interface IRunReader
{
    /// <summary>A run; null when there is none.</summary>
    /// <exception cref="UnreadableRunException">It is there and cannot be read.</exception>
    Task<StoredRun?> FindAsync(string runId, CancellationToken cancellation = default);
}
