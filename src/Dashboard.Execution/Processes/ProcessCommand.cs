using Microsoft.Win32.SafeHandles;

namespace Dashboard.Execution.Processes;

/// <summary>A process to run.</summary>
/// <param name="Arguments">The program, by its full path, and its arguments.</param>
/// <param name="Environment">Its whole environment.</param>
/// <param name="Folder">Its working directory.</param>
/// <param name="Mark">An entry (<c>NAME=value</c>) of the environment by which its descendants are known; null where nobody looks for
/// them.</param>
internal sealed record ProcessCommand(
    IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string> Environment, string Folder, string? Mark)
{
    /// <summary>
    /// Whether nothing can survive it, because it has a PID namespace of its own: then only its inner processes get TERM, and nothing is
    /// looked for.
    /// </summary>
    public bool IsConfined { get; init; }

    /// <summary>
    /// The thread that is to start it, with mounts of its own where the process is to have such; null for one that has none.
    /// </summary>
    public ProcessThread? Thread { get; init; }

    /// <summary>What it reads from standard input; null for nothing.</summary>
    public ReadOnlyMemory<byte>? Input { get; init; }

    /// <summary>The attempt whose cgroup it is to join; null for none.</summary>
    public string? Attempt { get; init; }

    /// <summary>The cgroup that it joins before it runs anything; null for none.</summary>
    public AttemptCgroup? Cgroup { get; init; }

    /// <summary>Whether it writes to a terminal of its own instead of two pipes.</summary>
    public bool Terminal { get; init; }

    /// <summary>A file it finds at descriptor <see cref="ChildProcess.HandedDescriptor"/>; null for none.</summary>
    public ReadOnlyMemory<byte>? Handed { get; init; }

    /// <summary>A file it may write at descriptor <see cref="ChildProcess.ToldDescriptor"/>; null for none.</summary>
    public SafeFileHandle? Told { get; init; }
}
