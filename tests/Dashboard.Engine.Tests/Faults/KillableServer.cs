using System.Diagnostics;
using Dashboard.CrashHost;
using Dashboard.Testing;

namespace Dashboard.Engine.Tests.Faults;

/// <summary>
/// A server in a process of its own, on a harness's data, that is there to be killed. What it said last is what it acknowledged.
/// </summary>
internal sealed class KillableServer : IDisposable
{
    private const int Sigkill = 9;

    private readonly Process _process;
    private readonly TaskCompletionSource _streaming = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _asked = new(0);
    private readonly List<string> _said = [];
    private readonly Task _reading;

    private KillableServer(Plan plan)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "Dashboard.CrashHost"), plan.ToArguments())
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _process = Process.Start(start.CompiledOnce())!;
        _reading = ReadAsync();
    }

    /// <summary>Completes when the first output of the step was acknowledged, or the server is gone.</summary>
    public Task Streaming => _streaming.Task;

    /// <summary>Waits until so many steps were asked for, or the server is gone.</summary>
    public async Task AskedAsync(int times)
    {
        for (var time = 0; time < times; time++)
            await _asked.WaitAsync();
    }

    /// <summary>Starts a server that is to run a step, or several.</summary>
    public static KillableServer Start(EngineHarness engine, string runId, string stepId, string die = "", string without = "",
        bool repeat = false, string gate = "") => new(new()
        {
            Folder = engine.Folder,
            Account = engine.First.AccountId,
            Stamp = engine.First.SecurityStamp,
            Run = runId,
            Step = stepId,
            Die = die,
            Without = without,
            Repeat = repeat,
            Gate = gate,
        });

    /// <summary>Sends SIGKILL.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Waits for its end and returns what it said, line by line.</summary>
    public async Task<IReadOnlyList<string>> EndAsync(bool killed = true)
    {
        var errors = await _process.StandardError.ReadToEndAsync();
        await _reading;
        await _process.WaitForExitAsync();
        _process.ExitCode.ShouldBe(killed ? 128 + Sigkill : 0, errors + string.Join('\n', _said.TakeLast(5)));
        return _said;
    }

    public void Dispose()
    {
        _process.Dispose();
        _asked.Dispose();
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            _said.Add(line);
            if (line.StartsWith("chunk ", StringComparison.Ordinal))
                _streaming.TrySetResult();
            else if (line == "asking")
                _asked.Release();
        }

        _streaming.TrySetResult();
        _asked.Release(int.MaxValue / 2);
    }
}
