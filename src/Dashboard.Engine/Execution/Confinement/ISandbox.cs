namespace Dashboard.Engine.Execution.Confinement;

/// <summary>Whether read-only steps are confined on this host.</summary>
public interface ISandbox
{
    /// <summary>Tries, inside the sandbox, the ways out that are known.</summary>
    /// <param name="anew">False when an earlier answer is good enough.</param>
    /// <returns><c>confined, read-only</c>, or <c>not confined: </c> and why.</returns>
    Task<string> TryAsync(bool anew);
}

/// <summary>What <c>Dashboard:Sandbox</c> can be.</summary>
public enum SandboxMode
{
    /// <summary>A read-only step is confined where the sandbox holds; elsewhere it runs, and its evidence says that it was not confined.</summary>
    Preferred,

    /// <summary>A read-only step does not start where the sandbox does not hold.</summary>
    Required,

    /// <summary>Nothing is confined.</summary>
    Off,
}
