namespace Dashboard.Execution.Confinement;

/// <summary>The layers of the sandbox. All are on; a test takes one off, to show that what it keeps out comes in then.</summary>
internal sealed record SandboxLayers
{
    /// <summary>The sandbox's <c>/proc</c> is read-only.</summary>
    public bool ReadOnlyProc { get; init; } = true;

    /// <summary>System calls are filtered.</summary>
    public bool Seccomp { get; init; } = true;

    /// <summary>Landlock is set up inside.</summary>
    public bool Landlock { get; init; } = true;

    /// <summary>What the host mounts during a step does not reach it.</summary>
    public bool OwnMounts { get; init; } = true;

    /// <summary>The server's data are hidden wherever they are mounted, and not only at their own path.</summary>
    public bool AllMounts { get; init; } = true;
}
