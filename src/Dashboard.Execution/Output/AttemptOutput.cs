using System.Collections.Immutable;
using System.Threading.Channels;
using Dashboard.Core.Ledger;
using Dashboard.Core.Output;
using Dashboard.Execution.Masking;
using Dashboard.Execution.Masking.Index;
using Dashboard.Execution.Masking.Primitives;
using Dashboard.Execution.Secrets;

namespace Dashboard.Execution.Output;

/// <summary>
/// Records an attempt's output: keeps it until the secrets have been looked at anew, masks it, cuts it into chunks, stores them at least
/// every 250 ms (every second where secrets lie in containers), and tells viewers. One task owns all of it; runners hand their bytes over a
/// short queue, so that a slow disk slows the step and a slow viewer slows nothing. When storing fails, the step is not held up: the rest
/// is drained, and the result says what was lost.
/// </summary>
internal sealed class AttemptOutput : IOutputSink, IAsyncDisposable
{
    private const int FlushAt = 512 * 1024;

    /// <summary>As many bytes are taken before the step has to wait for the disk.</summary>
    private const int MostQueued = 1 << 20;

    private const string Leaked = "The step printed what it wrote to a declared secret file only afterwards, so it could not be masked in "
        + "time. It was on the screen while the step ran: replace that secret.";

    /// <summary>
    /// How often, at most, secret files are looked at while output waits: one that is rewritten again and again is seen in between.
    /// </summary>
    private static readonly TimeSpan GlanceEvery = TimeSpan.FromMilliseconds(5);

    /// <summary>Looks cost at most one part in so many of the time.</summary>
    private const int GlanceShare = 20;

    // Not bounded by how many there are: a step that writes line by line, now here and now there, is read at once while the database is
    // busy, since lines that wait in two pipes have lost their order.
    private readonly Channel<Piece> _queue = Channel.CreateUnbounded<Piece>(new() { SingleReader = true });
    private readonly SemaphoreSlim _room = new(0, 1);
    private readonly List<Piece> _waiting = [];
    private readonly string _attemptId;
    private readonly OutputGuard _guard;
    private readonly ChunkBuilder _chunks;
    private readonly IOutputStore _store;
    private readonly Action _stored;
    private readonly TimeProvider _time;
    private readonly Task _loop;
    private long _flushDue, _glanceDue, _waitingBytes, _queued;
    private bool _leaked;
    private volatile string? _failure;
    private Task _storing = Task.CompletedTask;
    private TaskCompletionSource<(string, long)>? _asked;

    public AttemptOutput(string attemptId, OutputGuard guard, ChunkBuilder chunks, IOutputStore store, Action stored, TimeProvider time)
    {
        (_attemptId, _guard, _chunks, _store, _stored, _time) = (attemptId, guard, chunks, store, stored, time);
        _chunks.Now = time.GetUtcNow();
        _loop = Task.Run(LoopAsync);
    }

    /// <inheritdoc/>
    public async ValueTask WriteAsync(OutputChannel channel, ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        if (bytes.IsEmpty)
            return;
        var at = _time.GetUtcNow();
        while (Interlocked.Read(ref _queued) > MostQueued)
            await _room.WaitAsync(cancellation);
        Interlocked.Add(ref _queued, bytes.Length);
        await _queue.Writer.WriteAsync(new(channel, bytes.ToArray(), null) { At = at }, cancellation);
    }

    /// <summary>
    /// What the latest try has written, as text, and the number of the last chunk that holds some of it. What the masker held back is let
    /// go: the process that wrote it has ended.
    /// </summary>
    public async Task<(string Text, long LastChunk)> TextAsync()
    {
        var answer = new TaskCompletionSource<(string, long)>(TaskCreationOptions.RunContinuationsAsynchronously);
        await _queue.Writer.WriteAsync(new(default, [], answer));
        return await answer.Task;
    }

    /// <inheritdoc/>
    public ValueTask BeginTryAsync() => _queue.Writer.WriteAsync(new(default, [], null, Begins: true));

    /// <summary>Stores what is left, and says what became of it all.</summary>
    public async Task<OutputResult> CompleteAsync()
    {
        _queue.Writer.TryComplete();
        await _loop;
        return new(_chunks.Summary(OutputChannel.Stdout), _chunks.Summary(OutputChannel.Stderr), _guard.Masked, _chunks.Text, _failure)
        {
            HeldBack = _leaked ? Leaked : _guard.Held,
            Leaked = _leaked,
        };
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _loop;
        _chunks.Dispose();
        _room.Dispose();
    }

    private async Task LoopAsync()
    {
        try
        {
            await RecordAsync();
        }
        catch (Exception e)
        {
            // Whatever broke, the attempt gets its end, the step is not held up, and nothing more is let pass: it may not have been masked.
            _failure ??= e.Message;
            _asked?.TrySetResult((_chunks.Text, _chunks.LastNumber));
            await foreach (var piece in _queue.Reader.ReadAllAsync())
            {
                MakeRoom(piece);
                piece.Answer?.TrySetResult((_chunks.Text, _chunks.LastNumber));
            }
        }
    }

    private void MakeRoom(Piece piece)
    {
        if (Interlocked.Add(ref _queued, -piece.Bytes.Length) <= MostQueued && _room.CurrentCount == 0)
            _room.Release();
    }

    private async Task RecordAsync()
    {
        while (await MoreAsync())
        {
            while (_queue.Reader.TryRead(out var piece))
            {
                MakeRoom(piece);
                await TakeAsync(piece);
                if (_waitingBytes >= FlushAt || (_waiting.Count > 0 && _time.GetTimestamp() >= _flushDue))
                    await PassAsync();
            }
        }

        await PassAsync(atEnd: true);
        _guard.Complete(_chunks);
        await FlushAsync(_chunks.Take());
        await _storing;
        var tail = _chunks.TakeTail();
        _leaked = await HoldsAsync(tail, _guard.Later);
        await FlushAsync(tail);
        await _storing;
    }

    private async Task TakeAsync(Piece piece)
    {
        if (piece.Answer is { } answer)
        {
            _asked = answer;
            await PassAsync();
            _guard.Complete(_chunks);
            await FlushAsync(_chunks.Take());
            answer.SetResult((_chunks.Text, _chunks.LastNumber));
            return;
        }

        if (piece.Begins)
        {
            _chunks.BeginTry();
            return;
        }

        var now = _time.GetTimestamp();
        if (_waiting.Count == 0)
            _flushDue = now + Ticks(_guard.LookInterval);
        _waiting.Add(piece);
        _waitingBytes += piece.Bytes.Length;
        if (!_guard.IsSlow && now >= _glanceDue)
        {
            await _guard.LookAsync();
            var then = _time.GetTimestamp();
            _glanceDue = then + Math.Max(Ticks(GlanceEvery), (then - now) * GlanceShare);
        }
    }

    // Nothing is let pass before the secrets were looked at after it had come: the step may have written a new one and printed it at once.
    private async Task PassAsync(bool atEnd = false)
    {
        if (_waiting.Count > 0 || atEnd)
            await _guard.LookAsync(atEnd);
        foreach (var piece in _waiting)
        {
            _chunks.Now = piece.At;
            _guard.Write(piece.Channel, piece.Bytes, _chunks);
        }

        _waiting.Clear();
        _waitingBytes = 0;
        await FlushAsync(_chunks.Take());
    }

    // Waits for more output; what waits is let pass when its time has come.
    private async Task<bool> MoreAsync()
    {
        while (_waiting.Count > 0)
        {
            var left = TimeSpan.FromSeconds((_flushDue - _time.GetTimestamp()) / (double)_time.TimestampFrequency);
            if (left > TimeSpan.Zero)
            {
                using var due = new CancellationTokenSource(left, _time);
                try
                {
                    return await _queue.Reader.WaitToReadAsync(due.Token);
                }
                catch (OperationCanceledException) when (due.IsCancellationRequested)
                {
                    // Nothing came; what there is goes to the disk now.
                }
            }

            await PassAsync();
        }

        // A step that prints nothing may replace a secret all the same, more than once.
        while (_guard.Looks)
        {
            using var due = new CancellationTokenSource(_guard.LookInterval, _time);
            try
            {
                return await _queue.Reader.WaitToReadAsync(due.Token);
            }
            catch (OperationCanceledException) when (due.IsCancellationRequested)
            {
                await _guard.LookAsync();
            }
        }

        return await _queue.Reader.WaitToReadAsync();
    }

    // What was let pass before a value became known, and holds it: printed first, and written to the secret file afterwards.
    private async Task<bool> HoldsAsync(List<OutputChunk> tail, ImmutableArray<ReadOnlyMemory<byte>> later)
    {
        if (later.IsEmpty)
            return false;
        var masker = new SecretMasker(SecretSet.Compile(later, MaskingDefences.All with { KeyBlocks = false }));
        for (long from = 1; await StoredAsync(from) is { Length: > 0 } chunks; from = chunks[^1].Number + 1)
            Read(chunks);
        Read(tail);
        masker.Complete(Nowhere.Instance);
        return masker.Masked > 0;

        void Read(IEnumerable<OutputChunk> chunks)
        {
            foreach (var chunk in chunks)
                masker.Write(chunk.Channel, chunk.Bytes.Span, Nowhere.Instance);
        }
    }

    private async Task<ImmutableArray<OutputChunk>> StoredAsync(long from)
    {
        try
        {
            return await _store.ReadOutputAsync(_attemptId, from, FlushAt);
        }
        catch (StorageException e)
        {
            _failure ??= e.Message;
            return [];
        }
    }

    private long Ticks(TimeSpan span) => (long)(span.TotalSeconds * _time.TimestampFrequency);

    // One write at a time, and while it waits for the disk what comes next is masked.
    private async Task FlushAsync(List<OutputChunk> chunks)
    {
        if (chunks.Count == 0)
            return;
        await _storing;
        if (_failure is null)
            _storing = StoreAsync(chunks);
    }

    private async Task StoreAsync(List<OutputChunk> chunks)
    {
        try
        {
            await _store.AppendOutputAsync(chunks);
            _stored();
        }
        catch (StorageException e)
        {
            _failure = e.Message;
        }
    }

    private sealed class Nowhere : IMaskedWriter
    {
        public static Nowhere Instance { get; } = new();

        public void Write(OutputChannel channel, ReadOnlySpan<byte> bytes)
        {
        }
    }

    private readonly record struct Piece(OutputChannel Channel, byte[] Bytes, TaskCompletionSource<(string, long)>? Answer,
        bool Begins = false)
    {
        /// <summary>When it came.</summary>
        public DateTimeOffset At { get; init; }
    }
}
