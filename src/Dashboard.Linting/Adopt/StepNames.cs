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
        var first = script.Split('\n').Select(l => l.Trim()).FirstOrDefault(l => l.Length > 0 && l[0] != '#') ?? "";
        var heading = Heading(listing.Headings.Nearest);
        if (listing.IsNamed && IsPlain(heading) && listing.Headings.Nearest!.Length <= 200)
        {
            _headings.Add(heading);
            return (heading, true);
        }

        if (Stated().Match(listing.Info) is { Success: true } stated && Clean(stated.Groups[1].Value) is { Length: > 2 } given && IsPlain(given))
            return (given, false);
        if (Lead(listing.Lead) is { } lead)
            return (lead, false);
        if (IsPlain(heading) && heading.Length is > 2 and <= LongestTitle && _headings.Add(heading))
            return (heading, false);
        var command = Clean(TextCut.Shorten(first, LongestTitle));
        return (IsPlain(command) && command.Length > 0 ? command : "A step", false);
    }

    /// <summary>A text as the beginning of a phrase: small letters, digits and hyphens; empty when it has none of them.</summary>
    public static string Phrase(string text) => Slug(text, LongestPhrase);

    /// <summary>A text without what cannot stand in the attributes of a fence.</summary>
    public static string Clean(string text) => Spaces().Replace(
        text.Replace("`", "", StringComparison.Ordinal).Replace('"', '\'').Replace('\\', ' '), " ").Trim();

    private static string Heading(string? heading) => Clean(Number().Replace(heading ?? "", ""));

    private static bool IsPlain(string text) => text.Length > 0 && !OddCharacters.Any(text, TextUse.Title);

    /// <summary>The last sentence of what leads to a fence: `Now stop the service:`.</summary>
    private static string? Lead(string? text)
    {
        if (text is null)
            return null;
        var sentence = Clean(Sentence().Split(text.Trim().TrimEnd(':', '.', ' ', '：', '。'))[^1]);
        sentence = Opening().Replace(sentence, "");
        return sentence.Length is > 8 and <= LongestTitle && IsPlain(sentence) && !Generic().IsMatch(sentence)
            ? char.ToUpper(sentence[0], CultureInfo.InvariantCulture) + sentence[1..]
            : null;
    }

    private static string Slug(string text, int longest)
    {
        var slug = new StringBuilder();
        foreach (var c in Number().Replace(text, "").Normalize(NormalizationForm.FormD))
        {
            if (char.IsAsciiLetterOrDigit(c))
                slug.Append(char.ToLowerInvariant(c));
            else if (CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark && c != '\'' && slug.Length > 0 && slug[^1] != '-')
                slug.Append('-');
        }

        var words = Articles().Replace($"-{slug.ToString().Trim('-')}-", "-").Trim('-');
        if (words.Length <= longest)
            return words;
        var cut = words.LastIndexOf('-', longest);
        return (cut > 10 ? words[..cut] : words[..longest]).Trim('-');
    }

    // 3. Stop the service; Step 3: …; 2.1) …
    [GeneratedRegex(@"\A\s*(?:(?:step|phase|stage|part)\s+[0-9]+(?:\.[0-9]+)*[.):]?|[0-9]+(?:\.[0-9]+)*[.):](?!\S)|[0-9]+(?:\.[0-9]+)+(?=\s))[\s:.–—-]*",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Number();

    [GeneratedRegex(@"(?:(?<=-)(?:the|a|an|of|to|and|your|on|in|is|for|with|that)-)+", RegexOptions.CultureInvariant)]
    private static partial Regex Articles();

    [GeneratedRegex(@"(?<=[.!?:;])\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Sentence();

    [GeneratedRegex(@"\A(?:(?:then|now|next|finally|first|afterwards|also|and|please)\b,?\s+)+", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Opening();

    [GeneratedRegex(@"\A(?:(?:run|execute|do|use|type|enter|issue|with|like|for|the|this|these|following|command|commands|script|as|example|e\.g|such|so|output|"
        + @"similar|you|can|should|see|will|is|looks|result|expected|below|it|by|running)\b[\s,.]*)+\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Generic();

    [GeneratedRegex(@"\btitle=[""']([^""']+)[""']", RegexOptions.CultureInvariant)]
    private static partial Regex Stated();

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Spaces();
}
