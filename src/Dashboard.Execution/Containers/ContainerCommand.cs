namespace Dashboard.Execution.Containers;

/// <summary>What is to be run inside a container.</summary>
/// <param name="Arguments">The program and its arguments.</param>
/// <param name="Environment">Variables besides the container's own.</param>
internal sealed record ContainerCommand(IEnumerable<string> Arguments, IEnumerable<KeyValuePair<string, string>> Environment)
{
    /// <summary>Whose it is; null for the container's own user.</summary>
    public string? User { get; init; }

    /// <summary>Whether it gets a terminal.</summary>
    public bool Terminal { get; init; }

    /// <summary>
    /// An environment entry (<c>NAME=value</c>) that only processes of this command have: so those that left its session are known; null
    /// for none.
    /// </summary>
    public string? Mark { get; init; }
}
