using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Dashboard.Linting.Adopt;

/// <summary>A fence with the script that could be run of it, as far as its text alone tells.</summary>
/// <param name="Listing">The fence.</param>
/// <param name="Script">The script, without prompts and with inputs for placeholders; empty when there is none.</param>
/// <param name="Output">What came back, of a session with prompts.</param>
/// <param name="Placeholders">The placeholders in it.</param>
/// <param name="IsGuess">Whether nobody said that it is shell.</param>
/// <param name="Refusal">Why it stays a listing; null when it may be a step. Empty when nobody would take it for one.</param>
/// <param name="Remedy">What to do about that.</param>
internal sealed partial record PreparedListing(
    Listing Listing, string Script, ImmutableArray<string> Output, Placeholders? Placeholders, bool IsGuess, string? Refusal, string Remedy)
{
    /// <summary>Whether its commands stood behind prompts.</summary>
    public bool HasPrompts { get; private init; }

    /// <summary>Where it was typed, by its prompts; null when they do not say.</summary>
    public string? Place { get; private init; }

    /// <summary>The script as the document writes it, with its placeholders.</summary>
    public string Typed { get; private init; } = "";

    /// <summary>Looks at a fence.</summary>
    public static PreparedListing Of(Listing listing)
    {
        var use = FenceLanguage.Of(listing.Language);
        if (use == FenceUse.Output || listing.Body.All(string.IsNullOrWhiteSpace))
            return No("", "");
        if (listing.Language is "python" or "sql" or "powershell")
            return No($"nobody has looked what this `{listing.Language}` does",
                "If it is a step, write its id and kind behind the language, such as `{#count-rows .preflight}`.");
        if (use == FenceUse.Text)
            return No($"`{listing.Language}` is not shell",
                "If a step should use it, write it to a file in `files`, or into a here-document.");
        if (use == FenceUse.OtherShell)
            return No($"`{listing.Language}` is a shell that steps do not have",
                "Write a box `- [ ]` for a person, or the same in `bash`.");
        if (!listing.IsClosed)
            return No("the fence is never closed", $"Close it with {listing.Fence} on a line of its own.");
        if (listing.Prefixes.IsDefault)
            return No("its indentation mixes tabs and spaces", "Indent it with spaces.");
        if (listing.Body.Any(l => OtherPrompt().IsMatch(l)))
            return No("it is typed at the prompt of another program", "Write it as one command, such as `psql --command '…'`.");
        var session = Transcript.Read(listing.Body, use == FenceUse.Transcript);
        if ((session?.Commands ?? listing.Body).Any(l => Gap().IsMatch(l)))
            return No("it leaves something out (`...`)", "Write out what is to be run.");
        var typed = string.Concat((session?.Commands ?? listing.Body).Select(l => l + "\n"));
        if (Hosts(listing.Body) is [_, _, ..] hosts && session is not null)
            return No($"it was typed on {hosts.Length} hosts: {string.Join(", ", hosts)}",
                "Make a step of each, and name its host with `on=HOST`.");
        if (SecretInLine.Is(typed))
            return No("a secret stands in it",
                "Take it out of the document. Let the script read it from a file that `secrets` names, or from an input with "
                    + "`type: secret`.");
        if (Choice().Match(typed) is { Success: true } choice)
            return No($"`{choice.Value}` is to be chosen from", "Write one of them, or a step for each behind a `choice`.");
        var placeholders = Placeholders.Replace(typed);
        if (placeholders.Stuck is { } stuck)
            return No($"`{stuck}` stands where no input can replace it", "Write the value, or use an input outside of quotes.");
        return new(listing, placeholders.Script, session?.Output ?? [], placeholders, session is null && use != FenceUse.Script, null, "")
        {
            HasPrompts = session is not null,
            Typed = typed,
            Place = session?.Place,
        };

        PreparedListing No(string why, string remedy) => new(listing, "", [], null, false, why, remedy);
    }

    private static string[] Hosts(ImmutableArray<string> lines) =>
        [.. lines.Select(l => HostPrompt().Match(l)).Where(m => m.Success).Select(m => m.Groups[1].Value).Distinct(StringComparer.Ordinal)];

    // root@db1:~#  [root@db1 ~]#
    [GeneratedRegex(@"\A\s*\[?([\w.-]+@[\w.-]+)[^#$]{0,100}[#$](?:\s|\z)", RegexOptions.CultureInvariant)]
    private static partial Regex HostPrompt();

    // postgres=#  mysql>  MariaDB [x]>  >>>  PS C:\>  C:\>  127.0.0.1:6379>  sqlite>
    [GeneratedRegex(@"\A\s*(?:[\w]*[=-][#>]|(?:mysql|sqlite|mongo\w*|sftp|ftp|cqlsh(?::\w+)?|redis|irb\S*|ceph|SQL|MariaDB \[[^\]]*"
        + @"\]|[\d.]+:\d+(?:\[\d+\])?)>|>>>|PS [A-Z]:\S*>|[A-Z]:\\[^>]*>)(?:\s|\z)",
        RegexOptions.CultureInvariant)]
    private static partial Regex OtherPrompt();

    // docker compose ... up; a row of dots is the progress of a program.
    [GeneratedRegex(@"(?:^|\s)(?:\.\.\.|…|\[(?:\.\.\.|…)\])(?:\s|$)", RegexOptions.CultureInvariant)]
    private static partial Regex Gap();

    [GeneratedRegex(@"<\p{L}[\w .-]*(?:\|[\w .-]+)+>", RegexOptions.CultureInvariant)]
    private static partial Regex Choice();
}
