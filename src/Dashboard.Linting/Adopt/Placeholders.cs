using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using Dashboard.Core.Runbooks.Reading;

namespace Dashboard.Linting.Adopt;

/// <summary>A value that a document leaves to the reader.</summary>
/// <param name="Name">The name of the input that stands for it.</param>
/// <param name="Written">What the document writes in its place.</param>
internal sealed record Placeholder(string Name, string Written);

/// <summary>Puts inputs in the place of what a document leaves to the reader: <c>&lt;HOST&gt;</c>, <c>{{ name }}</c>.</summary>
/// <param name="Script">The script with the inputs in it, each quoted.</param>
/// <param name="Found">The placeholders.</param>
/// <param name="Stuck">A placeholder that no input can replace where it stands; null when there is none.</param>
internal sealed partial record Placeholders(string Script, ImmutableArray<Placeholder> Found, string? Stuck)
{
    private static readonly string[] TemplateWords = ["end", "else", "if", "range", "with"];

    /// <summary>
    /// Reads, for example, <c>ssh &lt;HOST&gt; 'cat /etc/&lt;your-app&gt;.conf'</c>, and writes
    /// <c>ssh "$HOST" 'cat /etc/'"$APP"'.conf'</c>.
    /// </summary>
    public static Placeholders Replace(string script)
    {
        var matches = Written().Matches(script).Where(m => IsPlaceholder(m, script)).ToArray();
        if (matches.Length == 0)
            return new(script, [], null);
        var places = ScriptPlaces.Of(script);
        var (text, at, stuck) = (new StringBuilder(), 0, (string?)null);
        var found = ImmutableArray.CreateBuilder<Placeholder>();
        foreach (var match in matches.Where(m => places[m.Index] != ScriptPlace.Comment))
        {
            var placeholder = new Placeholder(NameOf(match.Groups["name"].Value), match.Value);
            if (placeholder.Name.Length == 0 || places[match.Index] == ScriptPlace.Raw)
                stuck ??= match.Value;
            text.Append(script, at, match.Index - at).Append(places[match.Index] switch
            {
                ScriptPlace.Bare => $"\"${placeholder.Name}\"",
                ScriptPlace.Single => $"'\"${placeholder.Name}\"'",
                _ => $"${{{placeholder.Name}}}",
            });
            found.Add(placeholder);
            at = match.Index + match.Length;
        }

        return new(text.Append(script, at, script.Length - at).ToString(), found.ToImmutable(), stuck);
    }

    /// <summary>The name of the input for something that a document calls so: <c>your-version</c> is <c>VERSION</c>.</summary>
    /// <returns>Empty when nothing is left of it.</returns>
    public static string NameOf(string written)
    {
        var name = Others().Replace(Pronouns().Replace(written.Trim(), ""), "_").Trim('_').ToUpperInvariant();
        if (name.Length == 0)
            return "";
        name = char.IsAsciiDigit(name[0]) ? "VALUE_" + name : name;
        return InputNames.IsReserved(name) ? name + "_VALUE" : name.Length > 60 ? name[..60].TrimEnd('_') : name;
    }

    // XML has tags of this shape, a template its own words, and a redirection from a file may look like one.
    private static bool IsPlaceholder(Match match, string script)
    {
        var name = match.Groups["name"].Value;
        return match.Value[0] == '{'
            ? !TemplateWords.Contains(name)
            : !script.Contains($"</{name}>", StringComparison.Ordinal) && !(match.Index > 0 && script[match.Index - 1] == '<');
    }

    [GeneratedRegex(@"<(?<name>\p{L}(?:[\p{L}\p{N} _./:-]{0,58}[\p{L}\p{N}])?)>(?!>)|\{\{[ \t]*(?<name>[A-Za-z][A-Za-z0-9_-]{0,58})["
        + @" \t]*\}\}",
        RegexOptions.CultureInvariant)]
    private static partial Regex Written();

    [GeneratedRegex(@"\A(?:(?:your|the|my|an?|insert|enter|actual|some|replace[_ -]with)[_ -]+)+(?=.)",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Pronouns();

    [GeneratedRegex("[^A-Za-z0-9]+", RegexOptions.CultureInvariant)]
    private static partial Regex Others();
}
