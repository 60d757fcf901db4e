namespace Dashboard.Core.Runs;

/// <summary>What an attempt's words on its confinement mean for whoever relies on it.</summary>
public static class Confinement
{
    /// <summary>How runners begin to say that an attempt could change nothing.</summary>
    public const string Confined = "confined";

    /// <summary>How typed checks begin to say that they run nothing.</summary>
    public const string NoProcess = "typed check";

    /// <summary>Why a check that has passed might have changed something, in the words of its evidence; null when it could not.</summary>
    public static string? Doubt(Attempt? attempt) => attempt?.Finished?.Sandbox is { } words
        && !words.StartsWith(Confined, StringComparison.Ordinal) && !words.StartsWith(NoProcess, StringComparison.Ordinal)
        ? words.StartsWith("not ", StringComparison.Ordinal) ? words : $"not confined: {words}"
        : null;
}
