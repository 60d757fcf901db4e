using Dashboard.Core.Ledger;
using Dashboard.Engine;
using Dashboard.Engine.Ports;
using Dashboard.Execution.Processes;
using Dashboard.Storage.Database;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace Dashboard.Storage.Verification;

/// <summary>Copies of the whole database, made beside a running server, and their restore.</summary>
internal sealed class Backup(IOptions<EngineOptions> options, EvidenceDatabase database, TimeProvider time) : IBackup
{
    // SQLITE_NOTADB.
    private const int NoDatabase = 26;

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public Task<VerifyReport> CreateAsync(string file, IProgress<VerifyProgress>? progress = null, CancellationToken cancellation = default)
    {
        if (File.Exists(file) || Directory.Exists(file))
            throw new StorageException($"{file} already exists. Choose another name.");
        if (Path.GetDirectoryName(Path.GetFullPath(file)) is { } folder && !Directory.Exists(folder))
            throw new StorageException($"There is no folder {folder}. Create it, or name a file in another one.");
        database.RequireExisting();
        return CopyAsync(options.Value.DatabaseFile, Path.GetFullPath(file), progress, cancellation);
    }

    public async Task<(VerifyReport Report, string? Kept)> RestoreAsync(string file, IProgress<VerifyProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        if (!File.Exists(file))
            throw new StorageException($"There is no file {file}.");
        database.Take();
        // Connections that this process keeps open would go on with the file that is put aside.
        SqliteConnection.ClearAllPools();
        var target = options.Value.DatabaseFile;
        var fresh = target + ".restored";
        File.Delete(fresh);
        var report = await CopyAsync(file, fresh, progress, cancellation);
        if (!report.IsGood)
            return (report, null);
        var kept = File.Exists(target) ? $"{target}.{time.GetUtcNow().UtcDateTime:yyyyMMdd'T'HHmmss'Z'}" : null;
        if (kept is not null)
        {
            foreach (var suffix in new[] { "", "-wal", "-shm" })
            {
                if (File.Exists(target + suffix))
                    File.Move(target + suffix, kept + suffix);
            }
        }

        File.Move(fresh, target);
        NativeCalls.FlushFolder(Path.GetDirectoryName(target)!);
        return (report with { Subject = target }, kept);
    }

    private static async Task<VerifyReport> CopyAsync(string from, string to, IProgress<VerifyProgress>? progress,
        CancellationToken cancellation)
    {
        var part = to + ".part";
        try
        {
            File.Delete(part);
            var report = await Task.Run(() => Copy(from, part, progress ?? new Progress<VerifyProgress>(), cancellation), cancellation);
            if (!report.IsGood)
                return report with { Subject = from };
            using (var handle = File.OpenHandle(part, FileMode.Open, FileAccess.ReadWrite))
                RandomAccess.FlushToDisk(handle);
            File.Move(part, to);
            NativeCalls.FlushFolder(Path.GetDirectoryName(to)!);
            return report with { Subject = to };
        }
        catch (SqliteException e) when (e.SqliteErrorCode == NoDatabase)
        {
            throw new StorageException($"{from} is not a database. Name a file that `backup` wrote.", e);
        }
        catch (SqliteException e)
        {
            throw new StorageException($"{from} could not be copied to {to}: {e.Message}", e);
        }
        finally
        {
            foreach (var rest in new[] { part, part + "-wal", part + "-shm" })
                File.Delete(rest);
        }
    }

    private static VerifyReport Copy(string from, string part, IProgress<VerifyProgress> progress, CancellationToken cancellation)
    {
        var faults = new FaultList();
        using (var source = SqliteConnections.OpenReadOnly(from))
        using (var copy = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = part, Pooling = false }.ToString()))
        {
            progress.Report(new("copying", 0, 0));
            // For its owner alone from the first byte on: it holds all that the data folder keeps to itself.
            new FileStream(part, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly })
                .Dispose();
            copy.Open();
            source.BackupDatabase(copy);
            // One file, with nothing beside it: a copy that is carried elsewhere must be whole.
            SqliteCommands.Run(copy, "PRAGMA journal_mode = DELETE");
            using var check = SqliteCommands.Prepare(copy, "PRAGMA integrity_check(1)");
            if (check.ExecuteScalar() is string found and not "ok")
                faults.Add(from, "integrity_check of SQLite", "ok", found);
        }

        return DatabaseCheck.Run(part, [], faults, progress, cancellation);
    }
}
