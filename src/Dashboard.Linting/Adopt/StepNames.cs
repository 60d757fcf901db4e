using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Dashboard.Core.Text;

namespace Dashboard.Linting.Adopt;

/// <summary>Makes titles and ids that people can read, each id once.</summary>
internal sealed partial class StepNames
{
    private const int LongestId = 40, LongestTitle = 80, LongestPhrase = 60;

    // A gate's `after` would take them for kinds.
    private static readonly string[] Kinds = ["manual", "preflight", "mutating", "smoke", "rollback", "destructive"];

    private static readonly string[] Articles =
        ["the", "a", "an", "of", "to", "and", "your", "on", "in", "is", "are", "for", "with", "that", "it", "its", "at"];

    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private readonly HashSet<string> _headings = new(StringComparer.Ordinal);

    /// <summary>Keeps ids from being given again.</summary>
    public StepNames(IEnumerable<string> taken) => _ids.UnionWith(taken);

    /// <summary>An id that nobody has yet.</summary>
    /// <param name="texts">What it may be made of, the best first.</param>
    public string Id(params string?[] texts)
    {
        var id = texts.Select(t => Slug(t ?? "", LongestId)).FirstOrDefault(s => s.Length > 0) ?? "step";
        if (Kinds.Contains(id))
            id += "-step";
        var unique = id;
        for (var number = 2; !_ids.Add(unique); number++)
            unique = string.Create(CultureInfo.InvariantCulture, $"{id}-{number}");
        return unique;
    }

    /// <summary>
    /// What people read of a step: what leads to it in the text, the heading above it, or its first command.
    /// </summary>
    /// <returns>The title, and whether it is the heading that Markdown shows anyway.</returns>
    public (string Title, bool IsHeading) Title(Listing listing, string script)
    {
        var heading = Heading(listing.Headings.Nearest);
        if (listing.Name is { Length: > 0 and <= 200 } name && Heading(name) is var named && IsPlain(named))
        {
            _headings.Add(named);
            return (named, true);
        }

        if (Stated().Match(listing.Info) is { Success: true } stated && Clean(stated.Groups[1].Value) is { Length: > 2 } given
            && IsPlain(given))
            return (given, false);
        var lead = Lead(listing.Lead);
        if (lead is not null && listing.Lead!.TrimEnd().EndsWith(':'))
            return (lead, false);
        if (IsPlain(heading) && heading.Length is > 2 and <= LongestTitle && _headings.Add(heading))
            return (heading, false);
        if (lead is not null)
            return (lead, false);
        var command = Clean(TextCut.Shorten(First(script), LongestTitle));
        return (IsPlain(command) && command.Length > 0 ? command : "A step", false);
    }

    /// <summary>What a command is called by: its program, its verb and what it is about, without options and folders.</summary>
    public static string Command(string script)
    {
        var words = First(script).Split([' ', '\t', '|', '>', '<', ';', '&'], StringSplitOptions.RemoveEmptyEntries)
            .Where(w => w is not ("sudo" or "doas" or "env") && w[0] is not '-' and not '$' and not '"' and not '\'').ToArray();
        var telling = words.Where(w => !w.Contains('/', StringComparison.Ordinal) && !w.Contains('=',
            StringComparison.Ordinal)).Take(4).ToList();
        if (telling.Count < 2)
            telling.AddRange(words.Where(w => w.Contains('/', StringComparison.Ordinal)).Select(w =>
                w.TrimEnd('/').Split('/')[^1]).Take(1));
        return string.Join(' ', telling);
    }

    /// <summary>A text as the beginning of a phrase: small letters, digits and hyphens; empty when it has none of them.</summary>
    public static string Phrase(string text) => Slug(text, LongestPhrase);

    /// <summary>A text without what cannot stand in the attributes of a fence.</summary>
    public static string Clean(string text) => Spaces().Replace(
        text.Replace("`", "", StringComparison.Ordinal).Replace('"', '\'').Replace('\\', ' '), " ").Trim();

    // What a loop does says more than how it goes round.
    private static string First(string script)
    {
        var lines = script.Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0 && l[0] != '#').ToArray();
        return lines.FirstOrDefault(l => !Frame().IsMatch(l)) ?? lines.FirstOrDefault() ?? "";
    }

    private static string Heading(string? heading) => Clean(Number().Replace(heading ?? "", ""));

    private static bool IsPlain(string text) => text.Length > 0 && !OddCharacters.Any(text, TextUse.Title);

    /// <summary>A sentence of what leads to a fence: `Now stop the service:`.</summary>
    private static string? Lead(string? text)
    {
        if (text is null || text.AsSpan().ContainsAny("{}<>"))
            return null;
        // What a short paragraph says first is what is done; a long one comes to it at its end.
        var sentences = Sentence().Split(text.Trim());
        return (text.Length > 120 ? sentences.Reverse() : sentences).OrderBy(s => Telling().IsMatch(s)).Select(s =>
            Opening().Replace(Clean(s).TrimEnd(':', '.', ' ', '：', '。'), ""))
            .Where(s => s.Length is > 8 and <= LongestTitle && IsPlain(s) && !Generic().IsMatch(s))
            .Select(s => char.ToUpper(s[0], CultureInfo.InvariantCulture) + s[1..]).FirstOrDefault();
    }

    private static string Slug(string text, int longest)
    {
        var slug = new StringBuilder();
        foreach (var c in Number().Replace(text, ""))
        {
            if (char.IsAsciiLetterOrDigit(c))
                slug.Append(char.ToLowerInvariant(c));
            else if (LatinLetters.Of(c) is { } plain)
                slug.Append(plain);
            else if (c is not ('\'' or '’') && slug.Length > 0 && slug[^1] != '-')
                slug.Append('-');
        }

        var all = slug.ToString().Split('-', StringSplitOptions.RemoveEmptyEntries);
        var telling = all.Where(w => !Articles.Contains(w)).ToArray();
        var words = string.Join('-', telling.Length > 0 ? telling : all);
        if (words.Length <= longest)
            return words;
        var cut = words.LastIndexOf('-', longest);
        return (cut > 10 ? words[..cut] : words[..longest]).Trim('-');
    }

    // 3. Stop the service; Step 3: …; 2.1) …
    [GeneratedRegex(@"\A\s*(?:(?:step|phase|stage|part|étape|etapa|schritt|paso|passo)\s+[0-9]+(?:\.[0-9]+)*[.):]?|[0-9]+(?:\.[0-9]+"
        + @")*[.):](?!\S)|[0-9]+(?:\.[0-9]+)+(?=\s))[\s:.–—-]*",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Number();

    [GeneratedRegex(@"(?<=[.!?])\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Sentence();

    [GeneratedRegex(@"\A(?:(?:then|now|next|finally|first|afterwards|also|and|please)\b,?\s+)+",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Opening();

    // What is so, beside what is to be done.
    [GeneratedRegex(@"\A\W*(?:you|this|these|the|it|there|if|when|we|an?|note|in|never|no|before|after|all|that|which|because)\b",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Telling();

    [GeneratedRegex(@"\A(?:(?:run|execute|do|use|type|enter|issue|with|like|for|the|this|these|following|command|commands|script|as|"
        + @"example|e\.g|such|so|output|"
        + @"similar|you|can|should|see|will|is|looks|result|expected|below|it|by|running)\b[\s,.]*)+\z",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Generic();

    [GeneratedRegex(@"\A(?:(?:for|while|until|if|case|do|then|else|done|fi|function|set|cd|export)\b|[A-Za-z_]\w*=|[{}(])",
        RegexOptions.CultureInvariant)]
    private static partial Regex Frame();

    [GeneratedRegex(@"\btitle=[""']([^""']+)[""']", RegexOptions.CultureInvariant)]
    private static partial Regex Stated();

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Spaces();
}
