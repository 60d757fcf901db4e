using System.Text;
using Dashboard.Core.Attempts;
using Dashboard.Core.Output;
using Dashboard.Execution;

namespace Dashboard.Testing;

/// <summary>Keeps what a runner writes, and lets a test wait for it.</summary>
internal sealed class RecordingSink : IOutputSink
{
    private readonly Lock _lock = new();
    private readonly List<(OutputChannel Channel, byte[] Bytes)> _writes = [];
    private readonly List<(OutputChannel Channel, byte[] Bytes)> _before = [];
    private TaskCompletionSource _written = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Until then nothing can be written, as while somebody else holds the database.</summary>
    public Task Held { get; set; } = Task.CompletedTask;

    public string Stdout => Text(OutputChannel.Stdout);

    public string Stderr => Text(OutputChannel.Stderr);

    public string[] Lines => Stdout.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public async ValueTask WriteAsync(OutputChannel channel, ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        await Held;
        lock (_lock)
        {
            _writes.Add((channel, bytes.ToArray()));
            _written.SetResult();
            _written = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    public ValueTask BeginTryAsync()
    {
        lock (_lock)
        {
            _before.Clear();
            _before.AddRange(_writes);
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>What was written before the latest try began.</summary>
    public string Before => Text(_before);

    /// <summary>Waits until standard output holds this text; an error that tells how the run ended where it ends before.</summary>
    public async Task SeesAsync(string text, Task<RunnerEnd> running)
    {
        while (true)
        {
            Task next;
            var hasEnded = running.IsCompleted;
            lock (_lock)
                next = _written.Task;
            if (Stdout.Contains(text, StringComparison.Ordinal))
                return;
            if (hasEnded)
                throw new InvalidOperationException($"It ended without “{text}”: {await running}. It wrote: {Stdout}{Stderr}");
            await Task.WhenAny(next, running).WaitAsync(TestTimeout.Long, TestContext.Current.CancellationToken);
        }
    }

    private string Text(OutputChannel channel)
    {
        lock (_lock)
            return Text(_writes.Where(w => w.Channel == channel));
    }

    private static string Text(IEnumerable<(OutputChannel Channel, byte[] Bytes)> writes) =>
        Encoding.UTF8.GetString([.. writes.SelectMany(w => w.Bytes)]);
}
