namespace Dashboard.Engine.Execution.Confinement;

/// <summary>How a read-only step is to be started.</summary>
/// <param name="Wrapper">What to put before the step's own command; empty where it cannot be confined.</param>
/// <param name="Words">For the evidence: <c>confined, read-only</c>, or why not.</param>
internal sealed record Confined(IReadOnlyList<string> Wrapper, string Words)
{
    /// <summary>Whether it is confined at all.</summary>
    public bool Holds => Wrapper.Count > 0;
}
