namespace Dashboard.Core.Runs;

/// <summary>What an attempt's words on its confinement mean for whoever relies on it.</summary>
public static class Confinement
{
    /// <summary>How runners say that an attempt could change nothing. More words behind it are what it was not confined in.</summary>
    public const string Confined = "confined, read-only";

    /// <summary>How typed checks begin to say that they run nothing.</summary>
    public const string NoProcess = "typed check";

    /// <summary>Why a check that has passed might have changed something, in the words of its evidence; null when it could not.</summary>
    public static string? Doubt(Attempt? attempt) => attempt?.Finished?.Sandbox is { } words
        && words != Confined && !words.StartsWith(NoProcess, StringComparison.Ordinal)
        ? words.StartsWith("not ", StringComparison.Ordinal) ? words
        : words.StartsWith(Confined, StringComparison.Ordinal) ? $"not fully confined{words[Confined.Length..]}"
        : $"not confined: {words}"
        : null;

    /// <summary>Why checks were not confined when a run was opened; null when they were, or when nobody tried.</summary>
    public static string? DoubtAtOpening(RunOpened opened)
    {
        ArgumentNullException.ThrowIfNull(opened);
        return opened.Sandbox is { } words && words != Confined ? words : null;
    }
}
