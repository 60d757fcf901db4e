using Microsoft.Win32.SafeHandles;

namespace Dashboard.Execution.Processes;

/// <summary>
/// A file in memory by which the sandbox tells that it is set up and the script begins. The helper inside writes it and closes it before
/// the script is there: what a script prints, or how it ends, says nothing about whether it ran.
/// </summary>
internal sealed class StartSignal : IDisposable
{
    /// <summary>Makes one that has not been given.</summary>
    /// <exception cref="IOException">There can be no file in memory; the message says why.</exception>
    public StartSignal() => File = ChildProcess.InMemory(default);

    /// <summary>The file, to be told to the process.</summary>
    public SafeFileHandle File { get; }

    /// <summary>Whether it was given.</summary>
    public bool IsGiven => RandomAccess.GetLength(File) > 0;

    /// <inheritdoc/>
    public void Dispose() => File.Dispose();
}
