using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Dashboard.Storage.Ledger;

/// <summary>
/// Walks over the ledger like <see cref="LedgerScan"/>, and reads ahead on another thread: what is visited is in memory already.
/// </summary>
internal static class LedgerReadAhead
{
    private const int PageBytes = 1 << 20, PagesAhead = 4;

    /// <summary>Visits every entry, in the order of their numbers, on the calling thread.</summary>
    /// <param name="connection">An open connection; used by the other thread alone until this returns.</param>
    /// <param name="visit">Takes each row.</param>
    /// <param name="paused">Called now and then, on the calling thread.</param>
    /// <exception cref="SqliteException">The database cannot be read.</exception>
    public static void Walk(SqliteConnection connection, LedgerScan.Visitor visit, Action paused)
    {
        using var ready = new BlockingCollection<Page>(PagesAhead);
        using var stop = new CancellationTokenSource();
        var free = new ConcurrentBag<Page>();
        var reading = Task.Run(() => Read(connection, ready, free, stop.Token));
        try
        {
            foreach (var page in ready.GetConsumingEnumerable())
            {
                if (!page.Visit(visit))
                    return;
                page.Clear();
                free.Add(page);
                paused();
            }
        }
        finally
        {
            stop.Cancel();
            reading.GetAwaiter().GetResult();
        }
    }

    private static void Read(SqliteConnection connection, BlockingCollection<Page> ready, ConcurrentBag<Page> free, CancellationToken stop)
    {
        try
        {
            var page = new Page();
            LedgerScan.Walk(
                connection,
                (sequence, stream, bytes, hash) =>
                {
                    page.Add(sequence, stream, bytes, hash);
                    if (page.Length < PageBytes)
                        return true;
                    ready.Add(page, stop);
                    page = free.TryTake(out var used) ? used : new();
                    return true;
                },
                stop.ThrowIfCancellationRequested);
            ready.Add(page, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Whoever visits has seen enough.
        }
        finally
        {
            ready.CompleteAdding();
        }
    }

    /// <summary>Some rows, one behind the other.</summary>
    private sealed class Page
    {
        private readonly List<(long Sequence, int Stream, int Bytes, int Hash)> _rows = [];
        private byte[] _buffer = new byte[PageBytes + (1 << 16)];

        /// <summary>How many bytes it holds.</summary>
        public int Length { get; private set; }

        public void Add(long sequence, ReadOnlySpan<byte> stream, ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> hash)
        {
            _rows.Add((sequence, stream.Length, bytes.Length, hash.Length));
            Append(stream);
            Append(bytes);
            Append(hash);
        }

        public bool Visit(LedgerScan.Visitor visit)
        {
            var at = 0;
            foreach (var (sequence, stream, bytes, hash) in _rows)
            {
                if (!visit(sequence, _buffer.AsSpan(at, stream), _buffer.AsSpan(at + stream, bytes),
                    _buffer.AsSpan(at + stream + bytes, hash)))
                    return false;
                at += stream + bytes + hash;
            }

            return true;
        }

        public void Clear()
        {
            _rows.Clear();
            Length = 0;
        }

        private void Append(ReadOnlySpan<byte> bytes)
        {
            if (Length + bytes.Length > _buffer.Length)
                Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, Length + bytes.Length));
            bytes.CopyTo(_buffer.AsSpan(Length));
            Length += bytes.Length;
        }
    }
}
