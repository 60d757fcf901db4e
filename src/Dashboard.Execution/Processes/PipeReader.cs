using System.Diagnostics;
using Dashboard.Core.Output;

namespace Dashboard.Execution.Processes;

/// <summary>
/// Reads a process's two pipes, or its terminal, on a thread of its own and hands every byte to the sink, at the sink's pace and in the
/// order of <see cref="WriteOrder"/>. Pipes cannot be read asynchronously, and a child may hold them open for ever: so the thread asks the
/// kernel first, and gives up a drain time after the process has ended.
/// </summary>
internal sealed class PipeReader
{
    /// <summary>How long the thread sleeps before it looks whether the process has ended, in milliseconds.</summary>
    private const int LookEvery = 20;

    /// <summary>The most that a pipe can hold; what the process itself wrote before its end is not more than this.</summary>
    private const int PipeCapacity = 1 << 20;

    /// <summary>How often what has come is read before it is handed on: a process that goes on writing must not fill the memory.</summary>
    private const int MostRounds = 16;

    private readonly TaskCompletionSource<bool> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly int[] _descriptors;
    private readonly IOutputSink _output;
    private readonly TimeSpan _drain;
    private readonly WriteOrder? _order;
    private readonly byte[] _buffer = new byte[64 * 1024];
    private readonly MemoryStream[] _read;
    private readonly List<int> _bursts = [];
    private volatile bool _ended;

    public PipeReader(ChildProcess process, IOutputSink output, TimeSpan drain)
    {
        (_output, _drain) = (output, drain);
        // They stay open until the process is disposed of, and by then this has ended.
        _descriptors = [.. process.Outputs.Select(o => (int)o.DangerousGetHandle())];
        _read = [.. _descriptors.Select(_ => new MemoryStream())];
        _order = process.Order;
        Names = process.Names;
        new Thread(Loop) { IsBackground = true, Name = "pipes" }.Start();
    }

    /// <summary>Their other ends, as <c>/proc/PID/fd</c> shows them.</summary>
    public IReadOnlyCollection<string> Names { get; }

    /// <summary>The process has ended. Waits for the rest of its output; false when somebody else still holds a pipe.</summary>
    public Task<bool> FinishAsync()
    {
        _ended = true;
        return _done.Task;
    }

    private void Loop()
    {
        try
        {
            _done.SetResult(ReadAll());
        }
        catch (Exception e)
        {
            _done.SetException(e);
        }
    }

    private bool ReadAll()
    {
        Span<bool> ready = stackalloc bool[_descriptors.Length];
        var (waited, afterEnd) = (TimeSpan.Zero, 0L);
        while (_descriptors.Any(d => d >= 0))
        {
            var ended = _ended;
            var since = Stopwatch.GetTimestamp();
            NativeCalls.Poll(_descriptors, ready, LookEvery);
            if (ended)
                waited += Stopwatch.GetElapsedTime(since);
            if (ready.Contains(true))
                afterEnd += PassOn(ready) is var count && ended ? count : 0;
            if (waited >= _drain || afterEnd > _descriptors.Length * PipeCapacity)
                return _descriptors.All(d => d < 0);
        }

        return true;
    }

    // Reads until there is nothing more: then the kernel has told of every write that was read, but perhaps for the last one.
    private long PassOn(Span<bool> ready)
    {
        _bursts.Clear();
        var (total, more) = (0L, true);
        for (var round = 0; more && round < MostRounds; round++)
        {
            if (round > 0)
                NativeCalls.Poll(_descriptors, ready, 0);
            more = false;
            for (var i = 0; i < _descriptors.Length; i++)
            {
                if (!ready[i])
                    continue;
                var count = NativeCalls.Read(_descriptors[i], _buffer);
                if (count == 0)
                    _descriptors[i] = -1; // poll(2) skips negative descriptors
                _read[i].Write(_buffer, 0, count);
                (total, more) = (total + count, more || count > 0);
            }

            more = _order is not null && (_order.TakeInto(_bursts) || more);
        }

        foreach (var (channel, bytes) in WriteOrder.Arrange(
            [.. _read.Select(r => (ReadOnlyMemory<byte>)r.GetBuffer().AsMemory(0, (int)r.Length))], _bursts))
            _output.WriteAsync((OutputChannel)channel, bytes, CancellationToken.None).AsTask().GetAwaiter().GetResult();
        foreach (var read in _read)
            read.SetLength(0);
        return total;
    }
}
