using System.Diagnostics;

namespace Dashboard.Testing;

/// <summary>Keeps every core busy, with a process each, until it is disposed of.</summary>
internal sealed class BusyMachine : IDisposable
{
    private readonly Process[] _loops =
        [.. Enumerable.Range(0, Environment.ProcessorCount).Select(_ => Process.Start("bash", ["-c", "while :; do :; done"]))];

    public void Dispose()
    {
        foreach (var loop in _loops)
        {
            loop.Kill();
            loop.WaitForExit();
            loop.Dispose();
        }
    }
}
