using Dashboard.Core.Attempts;

namespace Dashboard.Execution.Output;

/// <summary>What became of an attempt's output.</summary>
/// <param name="Stdout">Standard output, after masking.</param>
/// <param name="Stderr">Standard error, after masking.</param>
/// <param name="Masked">How many pieces of secret were masked.</param>
/// <param name="Text">The masked output of the last try as text, both channels as they came: all of it up to 2 MiB, else its first and last
/// MiB.</param>
/// <param name="FailureMessage">Why part of it could not be kept; null when all of it was.</param>
internal sealed record OutputResult(OutputSummary Stdout, OutputSummary Stderr, int Masked, string Text, string? FailureMessage)
{
    /// <summary>Why output is held back; null when none is.</summary>
    public string? HeldBack { get; init; }

    /// <summary>Whether what is stored holds what became a secret only afterwards.</summary>
    public bool Leaked { get; init; }

    /// <summary>Whether part of it could not be kept.</summary>
    public bool Incomplete => FailureMessage is not null || (HeldBack is not null && !Leaked);

    /// <summary>Why the output is not all there for people to see, in a sentence; null when it is.</summary>
    public string? Lost => FailureMessage is not null ? $"Its output could not be kept: {FailureMessage}"
        : HeldBack is not null ? $"Its output is held back: {HeldBack}"
        : null;
}
