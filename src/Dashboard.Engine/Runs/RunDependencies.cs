using Dashboard.Engine.Accounts;
using Dashboard.Engine.Clocks;
using Dashboard.Engine.Linting;
using Dashboard.Engine.Live;
using Dashboard.Engine.Ports;
using Dashboard.Engine.Runbooks;
using Dashboard.Execution;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dashboard.Engine.Runs;

/// <summary>What every run's coordinator works with.</summary>
internal sealed record RunDependencies(
    IAccounts Accounts,
    ILedgerStore Store,
    IRunbookLibrary Library,
    IRunbookLint Lint,
    Snapshots Snapshots,
    AttemptExecution Execution,
    ISandbox Sandbox,
    RunSecrets Secrets,
    TargetLocks Holds,
    RunChangeNotifier Feed,
    IOptions<EngineOptions> Options,
    TimeProvider Time,
    MonotonicClock Clock,
    AccountHistory History,
    ILogger<RunCoordinator> Log)
{
    /// <summary>The time, in UTC.</summary>
    public DateTimeOffset Now => Time.GetUtcNow();
}
