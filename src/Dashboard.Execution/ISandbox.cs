namespace Dashboard.Execution;

/// <summary>Whether read-only steps are confined on this host.</summary>
public interface ISandbox
{
    /// <summary>Tries, inside the sandbox, the ways out that are known.</summary>
    /// <param name="anew">False when an earlier answer is good enough.</param>
    /// <returns><c>confined, read-only</c>, or <c>not confined: </c> and why.</returns>
    Task<string> TryAsync(bool anew);
}
