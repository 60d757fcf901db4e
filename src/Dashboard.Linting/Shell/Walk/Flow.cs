namespace Dashboard.Linting.Shell.Walk;

/// <summary>What is known of what a command writes.</summary>
/// <param name="Leak">The rule that its content breaks where a person can read it (<see cref="LintCodes"/>); null when it may be read.</param>
/// <param name="Text">The text, which may hold unknown parts; null when nothing is known.</param>
internal sealed record Flow(string? Leak, string? Text)
{
    /// <summary>The longest text that is followed.</summary>
    public const int Longest = 128 * 1024;

    /// <summary>Nothing at all.</summary>
    public static Flow Silent { get; } = new(null, "");

    /// <summary>Something that nobody knows before it runs.</summary>
    public static Flow Any { get; } = new(null, null);

    /// <summary>One stream behind the other. A text that grows too long is one that nobody knows.</summary>
    public Flow Then(Flow next) => new(Leak ?? next.Leak, Text is null || next.Text is null || Text.Length + next.Text.Length > Longest ? null : Text + next.Text);
}

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

/// <summary>What a command runs with.</summary>
/// <param name="Output">Where its output goes.</param>
/// <param name="Input">What it reads on its standard input; null when it has none of its own.</param>
/// <param name="Target">The file that its output goes to; null for none.</param>
internal sealed record Surroundings(Sink Output, Flow? Input, string? Target = null)
{
    /// <summary>Those of a step.</summary>
    public static Surroundings Step { get; } = new(Sink.Evidence, null);
}
