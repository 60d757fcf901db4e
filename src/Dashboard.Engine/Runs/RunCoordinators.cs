using Dashboard.Execution.Secrets;

namespace Dashboard.Engine.Runs;

/// <summary>
/// Keeps one coordinator for each run that somebody has asked for, and never two for one run. A closed run's is let go when nobody has
/// asked for it between two sweeps: whoever asks again gets a new one, after the old one has ended.
/// </summary>
internal sealed class RunCoordinators(RunDependencies services, RunReader reader) : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Seat> _seats = new(StringComparer.Ordinal);
    // What was a secret stays one for whoever has seen it: notes are added to closed runs, too. Of most runs there is nothing to keep.
    private readonly Dictionary<string, SecretMemory> _secrets = new(StringComparer.Ordinal);
    private bool _stopping;

    /// <summary>How many there are.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _seats.Count;
        }
    }

    /// <summary>The run's coordinator, for a look at what it knows; null while there is none. Starts none, and keeps none.</summary>
    public RunCoordinator? Find(string runId)
    {
        lock (_lock)
        {
            return _seats.TryGetValue(runId, out var seat)
                && seat is { Gone: null, Coordinator: { IsValueCreated: true, Value.IsCompletedSuccessfully: true } }
                ? seat.Coordinator.Value.Result
                : null;
        }
    }

    /// <summary>What is known of a run's secrets; null for nothing.</summary>
    public SecretMemory? SecretsOf(string runId)
    {
        lock (_lock)
            return _secrets.GetValueOrDefault(runId) ?? Find(runId)?.Session.Secrets;
    }

    /// <summary>Keeps secrets that were typed when a run was opened, before anybody asks for its coordinator.</summary>
    public void Remember(string runId, IReadOnlyDictionary<string, string> typed)
    {
        if (typed.Count == 0)
            return;
        lock (_lock)
        {
            var memory = _secrets[runId] = new();
            foreach (var (name, value) in typed)
                memory.Name(name, value, services.Secrets.Defences);
        }
    }

    /// <summary>Lets go of the secrets of a run that was not opened after all.</summary>
    public void Forget(string runId)
    {
        lock (_lock)
            _secrets.Remove(runId);
    }

    /// <summary>Does something with the run's coordinator, which stays for as long as that takes.</summary>
    /// <returns>What came of it; <paramref name="missing"/> when there is no such run.</returns>
    /// <exception cref="UnreadableRunException">It is there and cannot be read.</exception>
    public async Task<T> UseAsync<T>(string runId, Func<RunCoordinator, Task<T>> use, T missing)
    {
        var seat = await TakeAsync(runId);
        try
        {
            return await seat.Coordinator.Value is { } coordinator ? await use(coordinator) : missing;
        }
        finally
        {
            Leave(runId, seat);
        }
    }

    /// <summary>Lets the coordinators of closed runs go that nobody has asked for since the last sweep.</summary>
    public async Task SweepAsync()
    {
        foreach (var (runId, seat, coordinator) in Idle())
        {
            try
            {
                await coordinator.DisposeAsync();
            }
            finally
            {
                lock (_lock)
                {
                    _seats.Remove(runId);
                    if (!coordinator.Session.Secrets.IsEmpty)
                        _secrets[runId] = coordinator.Session.Secrets;
                }

                seat.Gone!.SetResult();
            }
        }
    }

    /// <summary>Ends what runs, and takes no more commands.</summary>
    public async ValueTask DisposeAsync()
    {
        Seat[] seats;
        lock (_lock)
        {
            _stopping = true;
            seats = [.. _seats.Values];
        }

        // All at once: one after the other they would take as many grace times as there are steps that ignore TERM.
        await Task.WhenAll(seats.Where(s => s.Coordinator.IsValueCreated).Select(s => EndAsync(s.Coordinator.Value)));
    }

    private static async Task EndAsync(Task<RunCoordinator?> loading)
    {
        RunCoordinator? coordinator;
        try
        {
            coordinator = await loading;
        }
        catch (Exception)
        {
            // It could not be read, so nothing of it runs; whoever asked has been told.
            return;
        }

        if (coordinator is not null)
            await coordinator.DisposeAsync();
    }

    private async Task<Seat> TakeAsync(string runId)
    {
        while (true)
        {
            Task gone;
            lock (_lock)
            {
                if (!_seats.TryGetValue(runId, out var seat))
                    _seats.Add(runId, seat = new(new(() => Task.Run(() => LoadAsync(runId)))));
                if (seat.Gone is null)
                {
                    seat.Users++;
                    seat.Asked = true;
                    return seat;
                }

                gone = seat.Gone.Task;
            }

            await gone;
        }
    }

    private void Leave(string runId, Seat seat)
    {
        lock (_lock)
        {
            seat.Users--;
            // No such run, or none that can be read: the next one who asks looks again.
            if (seat.Coordinator.Value is { IsCompleted: true } loaded && (!loaded.IsCompletedSuccessfully || loaded.Result is null)
                && _seats.GetValueOrDefault(runId) == seat)
                _seats.Remove(runId);
        }
    }

    // From here on they are going: whoever asks for one waits until it has gone.
    private List<(string RunId, Seat Seat, RunCoordinator Coordinator)> Idle()
    {
        var idle = new List<(string, Seat, RunCoordinator)>();
        lock (_lock)
        {
            foreach (var (runId, seat) in _seats)
            {
                if (seat is not { Users: 0, Gone: null }
                    || seat.Coordinator.Value is not { IsCompletedSuccessfully: true, Result: { Session.State.IsOpen: false } coordinator })
                    continue;
                if (!seat.Asked)
                {
                    seat.Gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
                    idle.Add((runId, seat, coordinator));
                }

                seat.Asked = false;
            }
        }

        return idle;
    }

    private async Task<RunCoordinator?> LoadAsync(string runId)
    {
        if (await reader.FindAsync(runId) is not { } run)
            return null;
        SecretMemory secrets;
        bool stopping;
        lock (_lock)
        {
            secrets = _secrets.Remove(runId, out var kept) ? kept : new();
            stopping = _stopping;
        }

        var coordinator = new RunCoordinator(new(run.State, run.Runbook, run.Number, services.Store, services.Feed, secrets), services);

        // A page that is open still may ask for one when the others have been ended. It shows the run, and starts nothing that nobody would
        // end.
        if (stopping)
            await coordinator.DisposeAsync();
        return coordinator;
    }

    /// <summary>A run's place, with whoever uses it. Changed under the lock.</summary>
    private sealed class Seat(Lazy<Task<RunCoordinator?>> coordinator)
    {
        public Lazy<Task<RunCoordinator?>> Coordinator { get; } = coordinator;

        public int Users { get; set; }

        public bool Asked { get; set; }

        public TaskCompletionSource? Gone { get; set; }
    }
}
