using Dashboard.Engine.Evidence.Verification;
using Dashboard.Engine.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dashboard.Engine.Evidence.Lists;

/// <summary>
/// Holds the lists against the ledger once, soon after the server starts. A page marks the rows that it shows; that a row is missing, or hidden
/// from a filter, only the whole can tell.
/// </summary>
public sealed partial class ListWatch(IOptions<EngineOptions> options, ILogger<ListWatch> log) : BackgroundService
{
    private int _faults;

    /// <summary>In how many places the lists were something else than the ledger makes of them; 0 as long as that is not known.</summary>
    public int Faults => Volatile.Read(ref _faults);

    /// <summary>Looks now.</summary>
    public void Look(CancellationToken cancellation)
    {
        var faults = new FaultList();
        Damage.Told(faults, "lists", "tables", "tables that can be read", () =>
        {
            using var connection = Connections.OpenReadOnly(options.Value.DatabaseFile);
            new ListCheck(connection, faults, _ => cancellation.ThrowIfCancellationRequested()).Run();
        });
        var found = faults.ToImmutable();
        Volatile.Write(ref _faults, found.Length);
        foreach (var fault in found)
            LogFault(fault.Where, fault.What, fault.Expected, fault.Found);
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Factory.StartNew(
        () =>
        {
            // Steps come first.
            Thread.CurrentThread.Priority = ThreadPriority.Lowest;
            try
            {
                Look(stoppingToken);
            }
            catch (OperationCanceledException)
            {
                // The server stops.
            }
        },
        stoppingToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    [LoggerMessage(LogLevel.Error, "The lists do not match the ledger: {Where}, {What}: expected {Expected}, found {Found}")]
    private partial void LogFault(string where, string what, string expected, string found);
}
