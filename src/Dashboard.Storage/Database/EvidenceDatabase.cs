using System.Globalization;
using Dashboard.Core.Ledger;
using Dashboard.Engine;
using Dashboard.Engine.Ports;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Dashboard.Storage.Database;

/// <summary>The database file: made, migrated and checked at start, and held by one server at a time.</summary>
internal sealed class EvidenceDatabase(IOptions<EngineOptions> options, IDbContextFactory<EvidenceDbContext> contexts)
    : IDatabase, IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    // Versions before this one can corrupt a WAL database: sqlite.org/wal.html, "the WAL-reset bug".
    private static readonly Version OldestSafe = new(3, 51, 3);

    // EWOULDBLOCK of Linux: what .NET passes on when flock(2) finds the file locked.
    private const int SharingViolation = 11;

    private FileStream? _lock;

    /// <summary>Takes the data folder, brings the database up to date, and checks that it protects its evidence.</summary>
    /// <exception cref="StorageException">What is wrong, in words for people.</exception>
    public async Task InitialiseAsync(CancellationToken cancellation = default)
    {
        Take();
        try
        {
            await PrepareAsync(cancellation);
        }
        catch (SqliteException e)
        {
            throw new StorageException($"The database {options.Value.DatabaseFile} cannot be used: {e.Message}", e);
        }
    }

    /// <summary>Whether there is a database in the data folder.</summary>
    public bool Exists => File.Exists(options.Value.DatabaseFile);

    /// <summary>Checks that the database file exists, is current and can be used beside a running server, for the command line.</summary>
    /// <exception cref="StorageException">It cannot.</exception>
    public void RequireExisting()
    {
        if (!Exists)
            throw new StorageException($"There is no database in {options.Value.Data}. Start the dashboard once, or set Dashboard:Data.");
    }

    /// <summary>Lets the data folder go.</summary>
    public void Dispose() => _lock?.Dispose();

    private SqliteConnection Open() => SqliteConnections.Open(options.Value.DatabaseFile);

    private async Task PrepareAsync(CancellationToken cancellation)
    {
        using (var connection = Open())
        {
            CheckVersion(connection);
            ForgetKilledMigration(connection);
        }

        await using (var context = await contexts.CreateDbContextAsync(cancellation))
            await context.Database.MigrateAsync(cancellation);
        File.SetUnixFileMode(options.Value.DatabaseFile, OwnerOnly);
        using (var connection = Open())
        {
            if (EvidenceSchema.Faults(connection) is [_, ..] faults)
            {
                throw new StorageException(
                    $"The database {options.Value.DatabaseFile} does not protect its evidence: {string.Join("; ", faults)}. "
                        + "Somebody has changed its schema. Keep a copy for the audit, and restore a backup.");
            }
        }
    }

    /// <summary>Takes the data folder for this process, until it is disposed of.</summary>
    /// <exception cref="StorageException">Another dashboard has it, or it cannot be written.</exception>
    public void Take()
    {
        if (_lock is not null)
            return;
        try
        {
            var folder = Directory.CreateDirectory(options.Value.Data, OwnerOnly | UnixFileMode.UserExecute);
            folder.UnixFileMode = OwnerOnly | UnixFileMode.UserExecute;
            // FileShare.None is flock(2): the kernel lets it go with the process, however that ends.
            _lock = new FileStream(Path.Combine(folder.FullName, "server.lock"), FileMode.OpenOrCreate,
                FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (e.HResult == SharingViolation)
        {
            throw new StorageException(
                $"Another dashboard uses the data folder {options.Value.Data}. Stop it, or set Dashboard:Data to another folder.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"The data folder {options.Value.Data} cannot be written: {e.Message} Give it to this user, or set "
                + "Dashboard:Data to another folder.", e);
        }
    }

    private static void CheckVersion(SqliteConnection connection)
    {
        var version = Version.Parse(connection.ServerVersion);
        if (version < OldestSafe)
            throw new StorageException(string.Create(CultureInfo.InvariantCulture,
                $"SQLite {version} can corrupt its log; at least {OldestSafe} is needed."));
    }

    // EF Core takes a row as its lock and waits for it for ever when the process that took it was killed (dotnet/efcore#34862).
    // We hold the data folder, so nobody else can be migrating.
    private static void ForgetKilledMigration(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM sqlite_schema WHERE name = '__EFMigrationsLock'";
        if (Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture) == 0)
            return;
        command.CommandText = "DELETE FROM __EFMigrationsLock";
        command.ExecuteNonQuery();
    }
}
