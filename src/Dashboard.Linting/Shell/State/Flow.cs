using Dashboard.Linting.Shell.Syntax;

namespace Dashboard.Linting.Shell.State;

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
