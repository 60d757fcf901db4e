using Dashboard.Linting.Shell.Catalogue;
using Dashboard.Linting.Shell.State;

namespace Dashboard.Linting.Shell.Effects;

/// <summary>
/// <c>nc</c>, <c>socat</c> and their kin: what they send says what they do, such as <c>ruok</c> to ZooKeeper and <c>show stat</c> to
/// HAProxy. The words stand in the catalogue as the verbs of <c>socket:</c>.
/// </summary>
internal static class SocketRule
{
    /// <summary>What the command does.</summary>
    public static Effect Of(CatalogueLine line, string[] arguments, Surroundings around)
    {
        if (LineEffects.Holding(line, arguments, Arguments.Of(arguments, line.AllValues)) is { } holding)
            return LineEffects.Of(holding.Effect);
        // Without input of its own it waits for what a person types, or listens.
        return around.Input is { Text: { } text } ? Sent(text, around.Catalogue) : Effect.Unclear;
    }

    private static Effect Sent(string text, ProgramCatalogue catalogue)
    {
        if (!SymbolicText.IsKnown(text))
            return Effect.Unclear;
        var lines = text.Split(['\n', '\r', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        // Behind the first line of a request stand its headers.
        if (lines is [var first, ..] && (first.StartsWith("GET /", StringComparison.Ordinal)
            || first.StartsWith("HEAD /", StringComparison.Ordinal)))
            return Effect.None;
        return lines.Aggregate(Effect.None, (effect, line) => effect.Or(Line(line, catalogue)));
    }

    private static Effect Line(string line, ProgramCatalogue catalogue)
    {
        var words = line.ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var known = (words.Length > 1 ? catalogue.Word("socket:", $"{words[0]} {words[1]}") : null) ?? catalogue.Word("socket:", words[0]);
        return known is null ? Effect.Unclear : LineEffects.Of(known.Effect);
    }
}
