using System.Buffers;
using System.Text.RegularExpressions;
using Dashboard.Execution.Masking.Primitives;

namespace Dashboard.Execution.Secrets.Formats;

/// <summary>
/// Reads what has a name and a value on a line: <c>.env</c> files with <c>export</c>, quotes and comments, INI and TOML, Java's properties,
/// <c>.netrc</c> and <c>.pgpass</c>; and lists of one secret a line. Of other lines the words count that look like secrets. Of each value
/// every reading counts that some program has of it.
/// </summary>
internal static partial class LineValues
{
    /// <summary>A line that is one word is a secret of a list from this length on.</summary>
    private const int ShortestWord = 8;

    private static readonly SearchValues<char> NotInLists = SearchValues.Create(" \t=:\"'{}[]<>");

    public static void Read(string text, IValueSink sink)
    {
        var lines = text.Split('\n');
        // A list of nothing but words: each of them is what the file is for.
        var shortest = lines.All(l => !l.Trim().AsSpan().ContainsAny(NotInLists) && !l.StartsWith("----", StringComparison.Ordinal))
            ? SecretLengths.Shortest
            : ShortestWord;
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].Trim();
            // # and ; begin comments, ! does in properties; [section]; the BEGIN and END of a key
            if (line.Length == 0 || line[0] is '#' or ';' or '!' or '[' || line.StartsWith("----", StringComparison.Ordinal))
                continue;
            // password = abc\   goes on in the next line
            while (line.EndsWith('\\') && !line.EndsWith(@"\\", StringComparison.Ordinal) && i + 1 < lines.Length)
                line = line[..^1] + lines[++i].Trim();
            One(line, shortest, () => i + 1 < lines.Length ? lines[++i].TrimEnd('\r') : null, sink);
        }
    }

    private static void One(string line, int shortest, Func<string?> next, IValueSink sink)
    {
        line = Prefix().Replace(line, "");
        if (line.Length >= shortest && !line.Any(char.IsWhiteSpace))
            sink.Add(null, line);
        // machine example login app password abc
        foreach (Match match in Netrc().Matches(line))
            sink.Add(null, match.Groups[1].Value.Trim('"', '\''));
        // : PSK "abc"
        foreach (Match match in Alone().Matches(line))
        {
            if (ValueRules.LooksSecret(match.Groups[1].Value))
                sink.Add(null, match.Groups[1].Value);
        }

        // alice vpn abc *
        InnerValues.Parts(line, sink);
        // host:port:database:user:password
        if (line.Count(c => c == ':') >= 4)
            sink.Add(null, line[(line.LastIndexOf(':') + 1)..]);
        // Both separators where both stand: which one counts depends on the program.
        var found = false;
        foreach (var at in new[] { line.IndexOf('=', StringComparison.Ordinal), line.IndexOf(':', StringComparison.Ordinal) }
            .Where(at => at > 0).Order())
        {
            Value(line[..at], line[(at + 1)..], found ? () => null : next, sink);
            found = true;
        }

        // setenv NAME value, or Java's "name value"
        if (!found && line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is [var name, var only])
            Value(name, only, next, sink);
    }

    private static void Value(string key, string rest, Func<string?> next, IValueSink sink)
    {
        key = key.Trim().Trim('"', '\'');
        rest = rest.Trim().TrimEnd(',');
        if (rest.StartsWith("$'", StringComparison.Ordinal))
            rest = rest[1..];
        if (rest is ['"' or '\'' or '`', ..])
        {
            Quoted(key, rest, next, sink);
            return;
        }

        // Whatever stands in quotes further on: lists of TOML, tables in one line.
        if (rest is ['[' or '{', ..])
        {
            foreach (Match match in InQuotes().Matches(rest))
                sink.Add(key, match.Groups[1].Success ? match.Groups[1].Value : match.Groups[2].Value);
        }

        // A value under a name like PASSWORD is short only when its comment is taken off.
        var without = Comment().Replace(rest, "").Trim();
        sink.Add(key, without);
        if (without != rest)
            sink.Add(null, rest);
        if (rest.Contains('\\', StringComparison.Ordinal))
            sink.Add(key, Escapes.Undo(without));
    }

    private static void Quoted(string key, string rest, Func<string?> next, IValueSink sink)
    {
        var quote = rest[0];
        // A value in quotes may go on over lines, as a key does in a .env file.
        while (Closing(rest, quote) < 0 && next() is { } more)
            rest += "\n" + more;
        var end = Closing(rest, quote);
        var inner = rest[1..(end < 0 ? rest.Length : end)];
        sink.Add(key, inner);
        if (inner.Contains('\\', StringComparison.Ordinal))
            sink.Add(key, Escapes.Undo(inner));
        // 'it'\''s' of shells and 'it''s' of SQL and YAML go on behind the first closing quote.
        if (rest.LastIndexOf(quote) is var last && last > end && end > 0)
        {
            var whole = rest[1..last];
            sink.Add(key, whole.Replace(@"'\''", "'", StringComparison.Ordinal).Replace("'\"'\"'", "'", StringComparison.Ordinal));
            sink.Add(key, whole.Replace(new string(quote, 2), quote.ToString(), StringComparison.Ordinal));
        }
    }

    private static int Closing(string text, char quote)
    {
        for (var i = 1; i < text.Length; i++)
        {
            if (text[i] == '\\' && quote != '\'')
                i++;
            else if (text[i] == quote)
                return i;
        }

        return -1;
    }

    [GeneratedRegex(@"\A(?:-\s+)?(?:(?:export|set|setenv|SetEnv|declare\s+-\w+|typeset\s+-\w+|readonly|local)\s+)?",
        RegexOptions.CultureInvariant)]
    private static partial Regex Prefix();

    [GeneratedRegex(@"\b(?:password|passwd|secret|token|psk|xauth)\s+(""[^""]+""|'[^']+'|[^\s=:]\S*)",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Netrc();

    // In quotes, and no name of something else.
    [GeneratedRegex("[\"']([^\"']{6,})[\"'](?!\\s*[=:])", RegexOptions.CultureInvariant)]
    private static partial Regex Alone();

    [GeneratedRegex(@"\s[#;].*\z", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Comment();

    [GeneratedRegex("\"((?:[^\"\\\\]|\\\\.)*)\"|'([^']*)'", RegexOptions.CultureInvariant)]
    private static partial Regex InQuotes();
}
