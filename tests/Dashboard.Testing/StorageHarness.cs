using System.Collections.Immutable;
using Dashboard.Core.Runs;
using Dashboard.Engine.Accounts;
using Dashboard.Engine.Ports;
using Dashboard.Storage.Database;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Testing;

/// <summary>Storage and accounts as the host composes them, on a data folder of its own.</summary>
internal sealed class StorageHarness : IAsyncDisposable
{
    public static readonly Actor Ada = new("a1", "Ada");

    private ServiceProvider? _services;

    private StorageHarness(string folder) => Folder = folder;

    public string Folder { get; }

    public string File => Path.Combine(Folder, "dashboard.db");

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 1, 31, 21, 0, 0, TimeSpan.Zero));

    public IServiceProvider Services => _services!;

    public ILedgerStore Store => Services.GetRequiredService<ILedgerStore>();

    public IAccounts Accounts => Services.GetRequiredService<IAccounts>();

    public IRunLists Lists => Services.GetRequiredService<IRunLists>();

    /// <param name="folder">The data folder; a new one by default. Deleted in the end, with the folder above it.</param>
    public static async Task<StorageHarness> StartAsync(string? folder = null)
    {
        var harness = new StorageHarness(folder ?? Path.Combine(Directory.CreateTempSubdirectory("storage-").FullName, "data"));
        await harness.StartServerAsync();
        return harness;
    }

    /// <summary>Stops the server.</summary>
    public async Task StopAsync()
    {
        if (_services is not null)
            await _services.DisposeAsync();
        _services = null;
    }

    /// <summary>Starts a server on the same data.</summary>
    public async Task StartServerAsync()
    {
        _services = Compose();
        await _services.GetRequiredService<IDatabase>().InitialiseAsync();
    }

    /// <summary>A server's services on the same data, not started.</summary>
    public ServiceProvider Compose() => StorageBuilder.Build(Folder, Time);

    public EvidenceDbContext Context() => Services.GetRequiredService<IDbContextFactory<EvidenceDbContext>>().CreateDbContext();

    /// <summary>Runs SQL on a connection as the product opens them.</summary>
    public void Sql(string sql)
    {
        using var connection = SqliteConnections.Open(File);
        Sql(connection, sql);
    }

    public static int Sql(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteNonQuery();
    }

    /// <summary>The first value that a query gives.</summary>
    public object? Scalar(string sql)
    {
        using var connection = SqliteConnections.Open(File);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    /// <summary>The ledger's entries, by a verifier that has seen all of them.</summary>
    public async Task<Dashboard.Core.Ledger.LedgerVerifier> VerifyAsync()
    {
        var verifier = new Dashboard.Core.Ledger.LedgerVerifier();
        await foreach (var entry in Store.ReadLedgerAsync())
        {
            if (!verifier.Next(entry))
                break;
        }

        return verifier;
    }

    public static RunOpened Opened(string title = "A cutover") => new()
    {
        Slug = "cutover",
        Title = title,
        RunbookDigest = new string('a', 64),
        Files = [],
        Target = "host1",
        Mode = RunMode.Rehearsal,
        ChangeReference = "CHG-1",
        Inputs = ImmutableSortedDictionary<string, string>.Empty,
    };

    public static StepStarted Started(string attempt, string step = "check", int number = 1) => new()
    {
        AttemptId = attempt,
        StepId = step,
        StepDigest = new string('b', 64),
        Number = number,
        Target = "host1",
    };

    public static StepFinished Finished(string attempt, Outcome outcome = Outcome.Passed) => new()
    {
        AttemptId = attempt,
        Outcome = outcome,
        Reason = "It did what it should.",
        Stdout = new(0, new string('c', 64), 0),
        Stderr = new(0, new string('c', 64), 0),
        Sandbox = "confined, read-only",
    };

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(Path.GetDirectoryName(Folder)!, recursive: true);
    }
}
