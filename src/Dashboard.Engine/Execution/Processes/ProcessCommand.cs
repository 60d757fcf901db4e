namespace Dashboard.Engine.Execution.Processes;

/// <summary>A process to run.</summary>
/// <param name="Arguments">The program, by its full path, and its arguments.</param>
/// <param name="Environment">Its whole environment.</param>
/// <param name="Folder">Its working directory.</param>
/// <param name="Mark">An entry (<c>NAME=value</c>) of the environment by which its descendants are known.</param>
internal sealed record ProcessCommand(
    IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string> Environment, string Folder, string Mark)
{
    /// <summary>Whether nothing can survive it, because it has a PID namespace of its own: then only its inner processes get TERM, and nothing is looked for.</summary>
    public bool IsConfined { get; init; }

    /// <summary>Fed to its standard input, which is then closed; null for nothing.</summary>
    public Func<Stream, CancellationToken, Task>? Input { get; init; }
}
