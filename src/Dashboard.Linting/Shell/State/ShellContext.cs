namespace Dashboard.Linting.Shell.State;

/// <summary>Where a command's output goes.</summary>
internal enum Sink
{
    /// <summary>Into the evidence, where people read it.</summary>
    Evidence,

    /// <summary>Into a variable, an argument or another command.</summary>
    Captured,

    /// <summary>Into a file, or nowhere.</summary>
    Elsewhere,
}

/// <summary>The context that a command runs in.</summary>
/// <param name="Output">Where its output goes.</param>
/// <param name="Input">Its standard input; null if it has none of its own.</param>
/// <param name="Target">The file that its output goes to; null for none.</param>
internal sealed record ShellContext(Sink Output, Flow? Input, string? Target = null)
{
    /// <summary>The context of a step.</summary>
    public static ShellContext Step { get; } = new(Sink.Evidence, null);
}
