using System.Collections.Immutable;

namespace Dashboard.Core.Attempts;

/// <summary>How a runner left an attempt. Whether that is a pass is for the coordinator to say.</summary>
public sealed record RunnerEnd
{
    /// <summary>The exit code; null when there was none. Typed checks give 0 when all they expected was found, else 1.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Why the step could not be run or was not as expected, in one sentence; null when the exit code says it all.</summary>
    public string? Failure { get; init; }

    /// <summary>Whether nobody knows what it did: it was begun, and its end was not seen. A change is then of unknown outcome.</summary>
    public bool Uncertain { get; init; }

    /// <summary>Whether it was ended before anything of it had begun: then it did nothing, and nobody has to say what.</summary>
    public bool NotBegun { get; init; }

    /// <summary>
    /// Whether it had ended before anything was done to end it: then its exit code says how, whatever was to stop it a moment later.
    /// </summary>
    public bool EndedByItself { get; init; }

    /// <summary>Why part of its output did not reach the server, in a sentence; null when all of it did.</summary>
    public string? LostOutput { get; init; }

    /// <summary>What it wrote into the file for later steps; null when it has none, or when that could not be read.</summary>
    public string? Written { get; init; }

    /// <summary>
    /// How its processes were kept together, in words, such as <c>cgroup</c> or <c>process group: no cgroup v2 to be seen here</c>; null
    /// where it has none on this host.
    /// </summary>
    public string? Tracking { get; init; }

    /// <summary>
    /// How it was confined, in words, such as <c>confined, read-only</c> or <c>not confined: bubblewrap is not installed</c>.
    /// </summary>
    public required string Sandbox { get; init; }

    /// <summary>Processes that outlived the step, as <c>pid name</c>.</summary>
    public ImmutableArray<string> LeftBehind { get; init; } = [];
}
