using System.Collections.Concurrent;
using System.Diagnostics;

namespace Dashboard.Engine.Execution.Processes;

/// <summary>
/// Starts every process from one thread that lives as long as the server. bubblewrap asks the kernel to end it with its parent, and the
/// kernel means the <em>thread</em> that started it (<c>prctl(2)</c>, PR_SET_PDEATHSIG): a thread of the pool may end at any moment.
/// </summary>
internal sealed class SpawnThread : IDisposable
{
    private readonly BlockingCollection<Action> _work = [];

    public SpawnThread() => new Thread(Loop) { IsBackground = true, Name = "spawn" }.Start();

    /// <summary>Starts the process.</summary>
    /// <exception cref="System.ComponentModel.Win32Exception">The program cannot be started.</exception>
    public Task<Process> StartAsync(ProcessStartInfo start)
    {
        var answer = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        _work.Add(() =>
        {
            try
            {
                answer.SetResult(Process.Start(start)!);
            }
            catch (Exception e)
            {
                answer.SetException(e);
            }
        });
        return answer.Task;
    }

    /// <inheritdoc/>
    public void Dispose() => _work.CompleteAdding();

    private void Loop()
    {
        foreach (var action in _work.GetConsumingEnumerable())
            action();
        _work.Dispose();
    }
}
