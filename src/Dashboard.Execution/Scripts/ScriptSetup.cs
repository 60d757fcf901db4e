using Dashboard.Execution.Confinement;
using Dashboard.Execution.Processes;

namespace Dashboard.Execution.Scripts;

/// <summary>
/// What stands ready for one process of a script: its sandbox as planned, the sign by which that tells that it stands, and the thread that
/// is to start it.
/// </summary>
internal sealed class ScriptSetup(SandboxPlan confined) : IDisposable
{
    /// <summary>The sandbox, or that there is none.</summary>
    public SandboxPlan SandboxPlan => confined;

    /// <summary>Whether the sandbox stood.</summary>
    public StartSignal Sign { get; } = new();

    /// <summary>What is to start it.</summary>
    public ProcessThread Thread { get; } = new(confined.View);

    /// <inheritdoc/>
    public void Dispose()
    {
        Thread.Dispose();
        Sign.Dispose();
        confined.Dispose();
    }
}

/// <summary>A script that is laid out, with what its first process needs. It is removed with this.</summary>
/// <param name="path">Where it lies.</param>
/// <param name="remove">Removes it.</param>
internal sealed class LaidScript(string path, Action remove) : IDisposable
{
    private ScriptSetup? _setup;

    /// <summary>Where it lies; empty when it could not be laid out.</summary>
    public string Path => path;

    /// <summary>Why it could not be laid out; null when it is.</summary>
    public string? Problem { get; init; }

    /// <summary>Keeps what stands ready.</summary>
    public void Keep(ScriptSetup setup) => _setup = setup;

    /// <summary>What stands ready, once: it is the caller's from now on. Null when there is nothing (any more).</summary>
    public ScriptSetup? Take() => Interlocked.Exchange(ref _setup, null);

    /// <inheritdoc/>
    public void Dispose()
    {
        Take()?.Dispose();
        remove();
    }
}
