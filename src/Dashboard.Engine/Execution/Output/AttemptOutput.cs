using System.Threading.Channels;
using Dashboard.Engine.Execution.Masking;
using Dashboard.Engine.Live;
using Dashboard.Engine.Storage;
using Microsoft.Extensions.Options;

namespace Dashboard.Engine.Execution.Output;

/// <summary>Makes the recorder of an attempt.</summary>
internal sealed class AttemptOutputFactory(ILedgerStore store, RunFeed feed, TimeProvider time, IOptions<EngineOptions> options)
{
    /// <summary>A recorder that masks these secrets.</summary>
    public AttemptOutput Create(string runId, string attemptId, SecretSet secrets) =>
        new(runId, secrets, new ChunkBuilder(attemptId, options.Value.OutputCap, time), store, feed, time);
}

/// <summary>
/// Records an attempt's output: masks it, cuts it into chunks, stores them at least every 250 ms, and tells viewers. One task owns all of it;
/// runners hand their bytes over a short queue, so that a slow disk slows the step and a slow viewer slows nothing.
/// When storing fails, the step is not held up: the rest is drained, and the result says what was lost.
/// </summary>
internal sealed class AttemptOutput : IOutputSink, IAsyncDisposable
{
    private const int FlushAt = 512 * 1024;

    private static readonly TimeSpan FlushEvery = TimeSpan.FromMilliseconds(250);

    private readonly Channel<Piece> _queue = Channel.CreateBounded<Piece>(new BoundedChannelOptions(16) { SingleReader = true });
    private readonly string _runId;
    private readonly SecretMasker _masker;
    private readonly ChunkBuilder _chunks;
    private readonly ILedgerStore _store;
    private readonly RunFeed _feed;
    private readonly TimeProvider _time;
    private readonly Task _loop;
    private long _flushDue;
    private string? _failure;

    public AttemptOutput(string runId, SecretSet secrets, ChunkBuilder chunks, ILedgerStore store, RunFeed feed, TimeProvider time)
    {
        (_runId, _masker, _chunks, _store, _feed, _time) = (runId, new(secrets), chunks, store, feed, time);
        _loop = Task.Run(LoopAsync);
    }

    /// <inheritdoc/>
    public async ValueTask WriteAsync(OutputChannel channel, ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        if (!bytes.IsEmpty)
            await _queue.Writer.WriteAsync(new(channel, bytes.ToArray(), null), cancellation);
    }

    /// <summary>All that was written so far, as text. What the masker held back is let go: the process that wrote it has ended.</summary>
    public async Task<string> TextAsync()
    {
        var answer = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        await _queue.Writer.WriteAsync(new(default, [], answer));
        return await answer.Task;
    }

    /// <summary>Stores what is left, and says what became of it all.</summary>
    public async Task<OutputResult> CompleteAsync()
    {
        _queue.Writer.TryComplete();
        await _loop;
        return new(_chunks.Summary(OutputChannel.Stdout), _chunks.Summary(OutputChannel.Stderr), _masker.Masked, _chunks.Text, _failure);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _loop;
        _chunks.Dispose();
    }

    private async Task LoopAsync()
    {
        while (await MoreAsync())
        {
            while (_queue.Reader.TryRead(out var piece))
            {
                Take(piece);
                if (_chunks.Pending >= FlushAt || (_chunks.Pending > 0 && _time.GetTimestamp() >= _flushDue))
                    await FlushAsync(_chunks.Take());
            }
        }

        _masker.Complete(_chunks);
        await FlushAsync(_chunks.Take());
        await FlushAsync(_chunks.TakeTail());
    }

    private void Take(Piece piece)
    {
        var before = _chunks.Pending;
        if (piece.Answer is null)
            _masker.Write(piece.Channel, piece.Bytes, _chunks);
        else
            _masker.Complete(_chunks);
        if (before == 0 && _chunks.Pending > 0)
            _flushDue = _time.GetTimestamp() + (long)(FlushEvery.TotalSeconds * _time.TimestampFrequency);
        piece.Answer?.SetResult(_chunks.Text);
    }

    // Waits for more output; what waits to be stored is stored when its time has come.
    private async Task<bool> MoreAsync()
    {
        while (_chunks.Pending > 0)
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

            await FlushAsync(_chunks.Take());
        }

        return await _queue.Reader.WaitToReadAsync();
    }

    private async Task FlushAsync(List<OutputChunk> chunks)
    {
        if (chunks.Count == 0 || _failure is not null)
            return;
        try
        {
            await _store.AppendOutputAsync(chunks);
            _feed.Publish(_runId);
        }
        catch (StorageException e)
        {
            _failure = e.Message;
        }
    }

    private readonly record struct Piece(OutputChannel Channel, byte[] Bytes, TaskCompletionSource<string>? Answer);
}
