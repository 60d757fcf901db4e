namespace Dashboard.Linting.Shell.State;

/// <summary>What is known about a command's output.</summary>
/// <param name="Leak">The rule that showing the content would break (<see cref="LintCodes"/>); null if it may be shown.</param>
/// <param name="Text">The text, which may contain unknown parts; null if nothing is known.</param>
internal sealed record Flow(string? Leak, string? Text)
{
    /// <summary>The maximum length of a text that is tracked, in characters.</summary>
    public const int Longest = 128 * 1024;

    /// <summary>No output.</summary>
    public static Flow Silent { get; } = new(null, "");

    /// <summary>Output that is unknown before the script runs.</summary>
    public static Flow Any { get; } = new(null, null);

    /// <summary>Concatenates two outputs. A text that grows too long becomes unknown.</summary>
    public Flow Then(Flow next) =>
        new(Leak ?? next.Leak, Text is null || next.Text is null || Text.Length + next.Text.Length > Longest ? null : Text + next.Text);
}
