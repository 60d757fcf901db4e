using System.Collections.Immutable;
using Dashboard.Linting.Shell.Syntax;

namespace Dashboard.Linting.Adopt;

/// <summary>A fence with all that is known of it.</summary>
/// <param name="Text">What its text tells.</param>
/// <param name="Nature">What its script does; null when it stays a listing for its text alone.</param>
/// <param name="Shell">The runner: <c>bash</c> or <c>sh</c>.</param>
/// <param name="Refusal">Why it stays a listing; null when it may be a step.</param>
/// <param name="Remedy">What to do about that.</param>
internal sealed record Candidate(PreparedListing Text, ScriptNature? Nature, string Shell, string? Refusal, string Remedy)
{
    /// <summary>The line that opens its fence, from 1.</summary>
    public int Line => Text.Listing.Line;

    /// <summary>Looks at what the scripts of a document do.</summary>
    public static ImmutableArray<Candidate> Of(ImmutableArray<PreparedListing> prepared, Func<string, ShellDialect, ShellReading> read)
    {
        var said = prepared.Select(p => p.IsGuess ? null : Of(p, [], read)).ToArray();
        // What stands as a command in a fence of shell is one in a fence without a language, too.
        var programs = said.SelectMany(c => c?.Nature?.Programs ?? []).OfType<string>().ToHashSet(StringComparer.Ordinal);
        return [.. prepared.Zip(said, (p, c) => c ?? Of(p, programs, read))];
    }

    private static Candidate Of(PreparedListing prepared, HashSet<string> programs, Func<string, ShellDialect, ShellReading> read)
    {
        if (prepared.Refusal is { } refusal)
            return new(prepared, null, "bash", refusal, prepared.Remedy);
        var posix = prepared.Listing.Language == "sh" ? ScriptNature.Of(prepared.Script, ShellDialect.Posix, read) : null;
        var isPosix = posix is { Unreadable: null };
        var nature = isPosix ? posix! : ScriptNature.Of(prepared.Script, ShellDialect.Bash, read);
        var (why, remedy) = Why(prepared, nature, programs);
        return new(prepared, nature, isPosix ? "sh" : "bash", why, remedy);
    }

    private static (string? Why, string Remedy) Why(PreparedListing prepared, ScriptNature nature, HashSet<string> programs)
    {
        if (nature.IsUnread)
            return ("nobody could look at it: shfmt is not installed", "Install shfmt; on Debian it is the package `shfmt`.");
        if (prepared.IsGuess && (nature.Unreadable is not null || !nature.IsMadeOf(programs)))
            return ("it has no language, and does not look like commands", "If it is shell, write ```bash.");
        if (nature.Unreadable is { } problem)
            return ($"it cannot be read as shell: {problem}", "Fix it; `bash -n` gives details.");
        var words = nature.Words!;
        if (words.Commands.Count == 0 && words.Set.Count == 0)
            return ("there is nothing to run in it", "Leave it as it is.");
        if (nature.Programs.FirstOrDefault(n => n is { Length: > 0 } && !n.Any(char.IsLetter) && n is not ("[" or "." or ":")) is { } odd)
            return ($"`{odd}` is no command, so this looks like what a program prints", "If it is shell, write it as a shell reads it.");
        var names = (prepared.Placeholders?.Found ?? ImmutableArray<Placeholder>.Empty).Select(p => p.Name).ToHashSet();
        if (words.Commands.FirstOrDefault(c => c.Variable is { } name && names.Contains(name)) is not null)
            return ("a placeholder stands in place of a command", "Write out the command.");
        foreach (var command in words.Commands)
        {
            if (InteractiveCommands.Why(command) is { } asks)
                return ($"`{string.Join(' ', command.Words.Select(w => w ?? "…"))}` {asks}",
                    "Write a box `- [ ]` for a person, or a command that needs nobody.");
        }

        return nature.IsSettingOnly
            ? ("it only sets what its own shell knows, and each step has a shell of its own",
                "Put it into the steps that need it; variables of later steps are inputs now.")
            : (null, "");
    }
}
