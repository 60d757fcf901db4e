using System.Collections.Immutable;
using Dashboard.Core.Ledger;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runs;
using Dashboard.Engine.Live;
using Dashboard.Engine.Ports;
using Dashboard.Execution.Secrets;

namespace Dashboard.Engine.Runs;

/// <summary>One run's state and its way into the ledger. Written by its coordinator alone; read by anyone.</summary>
internal sealed class RunSession(RunState state, Runbook runbook, long number, ILedgerStore store, RunChangeNotifier feed,
    SecretMemory secrets)
{
    private volatile RunState _state = state;
    private volatile string? _trouble;
    private volatile int _try;

    /// <summary>The run's number, for people.</summary>
    public long Number => number;

    /// <summary>The runbook as pinned.</summary>
    public Runbook Runbook => runbook;

    /// <summary>What has been a secret since the server started.</summary>
    public SecretMemory Secrets => secrets;

    /// <summary>Everything that has been committed.</summary>
    public RunState State => _state;

    /// <summary>Why something that happened could not be written yet; null when all is well.</summary>
    public string? Trouble
    {
        get => _trouble;
        set
        {
            _trouble = value;
            feed.Publish(State.RunId);
        }
    }

    /// <summary>Which try of the attempt under way runs, from 1; 0 when none does.</summary>
    public int Try
    {
        get => _try;
        set
        {
            _try = value;
            feed.Publish(State.RunId);
        }
    }

    /// <summary>Commits an event, and only then lets it count.</summary>
    /// <param name="actor">Who.</param>
    /// <param name="what">The event.</param>
    /// <param name="blobs">Contents that it names by their digests.</param>
    /// <param name="settle">Does what follows from it, before anybody sees the state that it is given: whoever acts on what is shown must
    /// find it done.</param>
    /// <exception cref="StorageException">It could not be written; nothing has changed.</exception>
    public async Task<RecordedEvent> AppendAsync(Actor actor, RunEvent what, IReadOnlyList<ReadOnlyMemory<byte>>? blobs = null,
        Action<RunState>? settle = null)
    {
        var recorded = await store.AppendAsync(State.RunId, actor, what, blobs);
        var next = _state.Apply(recorded);
        settle?.Invoke(next);
        _state = next;
        feed.Publish(State.RunId);
        return recorded;
    }

    /// <summary>The step with this id; null when the runbook has none.</summary>
    public Step? FindStep(string id) => Runbook.FindStep(id);

    /// <summary>The secrets that people typed, or that steps wrote, and that the server no longer has.</summary>
    public ImmutableArray<string> MissingSecrets => SecretNames.Missing(Runbook, State, Secrets);

    /// <summary>The attempts that somebody must settle.</summary>
    public ImmutableArray<Attempt> Unsettled => [.. State.Unsettled(Runbook)];
}
