using System.Diagnostics;

namespace Dashboard.Engine.Execution.Processes;

/// <summary>
/// Reads a process's two pipes on a thread of its own and hands every byte to the sink, at the sink's pace. Pipes cannot be read
/// asynchronously, and a child may hold them open for ever: so the thread asks the kernel first, and gives up a drain time after the
/// process has ended.
/// </summary>
internal sealed class PipeReader
{
    /// <summary>How long the thread sleeps before it looks whether the process has ended, in milliseconds.</summary>
    private const int LookEvery = 20;

    /// <summary>The most that a pipe can hold; what the process itself wrote before its end is not more than this.</summary>
    private const int PipeCapacity = 1 << 20;

    private readonly TaskCompletionSource<bool> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly int[] _descriptors;
    private readonly IOutputSink _output;
    private readonly TimeSpan _drain;
    private volatile bool _ended;

    public PipeReader(ChildProcess process, IOutputSink output, TimeSpan drain)
    {
        (_output, _drain) = (output, drain);
        // They stay open until the process is disposed of, and by then this has ended.
        _descriptors = [(int)process.Output.DangerousGetHandle(), (int)process.Errors.DangerousGetHandle()];
        Names = [.. _descriptors.Select(d => new FileInfo($"/proc/self/fd/{d}").LinkTarget ?? "")];
        new Thread(Loop) { IsBackground = true, Name = "pipes" }.Start();
    }

    /// <summary>The pipes, as <c>/proc/PID/fd</c> shows them.</summary>
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
        var buffer = new byte[64 * 1024];
        Span<bool> ready = stackalloc bool[_descriptors.Length];
        var (waited, afterEnd) = (TimeSpan.Zero, 0);
        var open = _descriptors.Length;
        while (open > 0)
        {
            var ended = _ended;
            var since = Stopwatch.GetTimestamp();
            NativeCalls.Poll(_descriptors, ready, LookEvery);
            if (ended)
                waited += Stopwatch.GetElapsedTime(since);
            for (var i = 0; i < _descriptors.Length; i++)
            {
                if (!ready[i])
                    continue;
                var count = NativeCalls.Read(_descriptors[i], buffer);
                afterEnd += ended ? count : 0;
                if (count > 0)
                    _output.WriteAsync((OutputChannel)i, buffer.AsMemory(0, count), CancellationToken.None).AsTask().GetAwaiter().GetResult();
                else
                    (_descriptors[i], open) = (-1, open - 1); // poll(2) skips negative descriptors
            }

            if (waited >= _drain || afterEnd > _descriptors.Length * PipeCapacity)
                return open == 0;
        }

        return true;
    }
}
