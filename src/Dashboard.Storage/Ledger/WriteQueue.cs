using System.Threading.Channels;
using Dashboard.Core.Ledger;
using Dashboard.Storage.Database;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Dashboard.Storage.Ledger;

/// <summary>
/// One thread, one connection, one bounded queue. Whatever is waiting goes into one transaction (a group commit); a request is answered
/// after the commit, so what was acknowledged survives a crash. When the queue is full, callers wait, and so do the steps behind them.
/// </summary>
internal sealed partial class WriteQueue : IDisposable
{
    private const int Capacity = 1024, Batch = 256;

    private readonly Channel<Request> _queue = Channel.CreateBounded<Request>(new BoundedChannelOptions(Capacity) { SingleReader = true });
    private readonly Func<LedgerWriter> _open;
    private readonly ILogger _log;
    private readonly int _busyTries;
    private readonly Action? _onBusy;
    private readonly Thread _thread;

    /// <param name="open">Opens the connection to write on; again after it was lost.</param>
    /// <param name="log">Where faults are told.</param>
    /// <param name="busyTries">
    /// How often to try while another process holds the database. SQLite waits 30 s by itself at each try; then we wait on, so that
    /// a long backup costs time and nothing else.
    /// </param>
    /// <param name="onBusy">Told of each try that was in vain; for tests.</param>
    public WriteQueue(Func<LedgerWriter> open, ILogger log, int busyTries = 10, Action? onBusy = null)
    {
        (_open, _log, _busyTries, _onBusy) = (open, log, busyTries, onBusy);
        _thread = new Thread(Work) { IsBackground = true, Name = "ledger writer" };
        _thread.Start();
    }

    /// <summary>Carries out some writing in its turn.</summary>
    /// <exception cref="StorageException">It was not written.</exception>
    public async Task<T> WriteAsync<T>(Func<LedgerWriter, T> work, CancellationToken cancellation)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        T result = default!;
        var request = new Request(
            writer => result = work(writer),
            () => answer.TrySetResult(result),
            e => answer.TrySetException(StorageFault.Of(e)));
        try
        {
            await _queue.Writer.WriteAsync(request, cancellation);
        }
        catch (ChannelClosedException e)
        {
            throw new StorageException("The server is shutting down.", e);
        }

        return await answer.Task;
    }

    /// <summary>Writes what is queued, and ends.</summary>
    public void Dispose()
    {
        _queue.Writer.TryComplete();
        _thread.Join();
    }

    private void Work()
    {
        LedgerWriter? writer = null;
        var batch = new List<Request>(Batch);
        while (_queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            batch.Clear();
            while (batch.Count < Batch && _queue.Reader.TryRead(out var request))
                batch.Add(request);
            try
            {
                writer ??= _open();
                WriteBatch(writer, batch);
            }
            catch (Exception e)
            {
                LogFailed(e);
                batch.ForEach(request => request.Fail(e));
                Recover(ref writer);
            }
        }

        writer?.Dispose();
    }

    private void WriteBatch(LedgerWriter writer, List<Request> batch)
    {
        Patiently(writer.Begin);
        var written = new List<Request>(batch.Count);
        // A savepoint keeps a copy of each page that is changed. Alone, a request has the transaction to itself.
        var alone = batch.Count == 1;
        foreach (var request in batch)
        {
            try
            {
                if (alone)
                    request.Write(writer);
                else
                    writer.Isolated(() => request.Write(writer));
                written.Add(request);
            }
            catch (Exception e) when (writer.InTransaction && e is not SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_IOERR })
            {
                // Its own fault; its neighbours go on. When SQLite has ended the transaction, the whole batch is gone instead.
                request.Fail(e);
            }
        }

        batch.RemoveAll(request => !written.Contains(request));
        if (written.Count == 0)
        {
            writer.Rollback();
            return;
        }

        Patiently(writer.Commit);
        written.ForEach(request => request.Done());
    }

    private void Patiently(Action action)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                action();
                return;
            }
            catch (SqliteException e) when (e.SqliteErrorCode == SQLitePCL.raw.SQLITE_BUSY && attempt < _busyTries)
            {
                // The try has already waited for as long as busy_timeout says.
                _onBusy?.Invoke();
            }
        }
    }

    private void Recover(ref LedgerWriter? writer)
    {
        try
        {
            writer?.Rollback();
        }
        catch (SqliteException e)
        {
            LogFailed(e);
            writer?.Dispose();
            writer = null;
        }
    }

    [LoggerMessage(LogLevel.Error, "Evidence could not be written")]
    private partial void LogFailed(Exception e);

    private sealed record Request(Action<LedgerWriter> Write, Action Done, Action<Exception> Fail);
}
