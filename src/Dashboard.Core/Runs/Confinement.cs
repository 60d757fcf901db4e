using Dashboard.Core.Attempts;

namespace Dashboard.Core.Runs;

/// <summary>What an attempt's words on its confinement mean for whoever relies on it.</summary>
public static class Confinement
{
    /// <summary>Why a check that has passed might have changed something, in the words of its evidence; null when it could not.</summary>
    public static string? Doubt(Attempt? attempt) => attempt?.Finished?.Sandbox is { } words
        && words != SandboxWords.Confined && !words.StartsWith(SandboxWords.NoProcess, StringComparison.Ordinal)
        ? words.StartsWith("not ", StringComparison.Ordinal) ? words
        : words.StartsWith(SandboxWords.Confined, StringComparison.Ordinal) ? $"not fully confined{words[SandboxWords.Confined.Length..]}"
        : $"not confined: {words}"
        : null;

    /// <summary>Why checks were not confined when a run was opened; null when they were, or when nobody tried.</summary>
    public static string? DoubtAtOpening(RunOpened opened)
    {
        ArgumentNullException.ThrowIfNull(opened);
        return opened.Sandbox is { } words && words != SandboxWords.Confined ? words : null;
    }
}
