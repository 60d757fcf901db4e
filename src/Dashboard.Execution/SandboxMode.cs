namespace Dashboard.Execution;

/// <summary>What <c>Dashboard:Sandbox</c> can be.</summary>
public enum SandboxMode
{
    /// <summary>
    /// A read-only step is confined where the sandbox holds; elsewhere it runs, and its evidence says that it was not confined.
    /// </summary>
    Preferred,

    /// <summary>A read-only step does not start where the sandbox does not hold.</summary>
    Required,

    /// <summary>Nothing is confined.</summary>
    Off,
}
