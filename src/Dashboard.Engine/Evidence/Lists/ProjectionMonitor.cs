using System.Collections.Immutable;
using System.Diagnostics;
using Dashboard.Engine.Ports;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dashboard.Engine.Evidence.Lists;

/// <summary>
/// Holds the lists against the ledger soon after the server starts, and again soon after anything was written. A page marks the rows that
/// it shows; that a row is missing, or hidden from a filter, only the whole can tell.
/// </summary>
public sealed partial class ProjectionMonitor(IDatabaseCheck database, ILogger<ProjectionMonitor> log) : BackgroundService
{
    // However large the ledger is, looking takes no more than this part of the time, and of one processor.
    private const int OneIn = 20;

    private ImmutableArray<VerifyFault> _told = [];
    private int _faults, _looks;

    /// <summary>How often it has looked.</summary>
    public int Looks => Volatile.Read(ref _looks);

    /// <summary>Something else is known now. A hint: whoever listens looks.</summary>
    public event Action? Changed;

    /// <summary>How long it waits at least between two looks.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>In how many places the lists were something else than the ledger makes of them; 0 as long as that is not known.</summary>
    public int Faults => Volatile.Read(ref _faults);

    /// <summary>Looks now.</summary>
    public void Look(CancellationToken cancellation)
    {
        var faults = new FaultList();
        database.CompareLists(faults, cancellation);
        var found = faults.ToImmutable();
        Volatile.Write(ref _faults, found.Length);
        Interlocked.Increment(ref _looks);
        // The same faults are told once, however often they are found.
        if (found.SequenceEqual(_told))
            return;
        _told = found;
        foreach (var fault in found)
            LogFault(fault.Where, fault.What, fault.Expected, fault.Found);
        Changed?.Invoke();
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Factory.StartNew(
        () =>
        {
            // Steps come first.
            Thread.CurrentThread.Priority = ThreadPriority.Lowest;
            try
            {
                Watch(stoppingToken);
            }
            catch (OperationCanceledException)
            {
                // The server stops.
            }
        },
        stoppingToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private void Watch(CancellationToken cancellation)
    {
        using var changes = database.Watch();
        for (long? seen = null; ;)
        {
            // Known before it is looked: what is written meanwhile is looked at the next time.
            var version = changes.Number();
            var watch = Stopwatch.StartNew();
            if (version is null || version != seen)
                Look(cancellation);
            seen = version;
            var pause = watch.Elapsed * OneIn;
            if (cancellation.WaitHandle.WaitOne(pause > Pause ? pause : Pause))
                return;
        }
    }

    [LoggerMessage(LogLevel.Error, "The lists do not match the ledger: {Where}, {What}: expected {Expected}, found {Found}")]
    private partial void LogFault(string where, string what, string expected, string found);
}
