namespace Dashboard.Core.Linting.Shell.Syntax;

/// <summary>
/// How deep a script nests, at a glance: without a parser, since it is parsers that deep nesting is hard on. Texts in quotes and
/// here-documents count like code, so it may be too high; what is too deep here and not in truth is no script that anybody reads.
/// </summary>
public static class ShellNesting
{
    /// <summary>Deeper scripts are not read. The deepest that people write have ten levels.</summary>
    public const int Most = 150;

    /// <summary>Whether a script nests deeper than <see cref="Most"/>.</summary>
    public static bool IsTooDeep(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var (brackets, words, documents) = (0, 0, 0);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c is '(' or '{' or '[')
                brackets++;
            else if (c is ')' or '}' or ']')
                brackets = Math.Max(0, brackets - 1);
            else if (c == '<' && i + 1 < text.Length && text[i + 1] == '<')
                documents++;
            else if (c == '\n')
                documents = 0;
            else if (c == '#' && (i == 0 || IsBoundary(text[i - 1])))
                i = text.IndexOf('\n', i) is var end && end > 0 ? end - 1 : text.Length;
            else if (char.IsAsciiLetter(c) && (i == 0 || IsBoundary(text[i - 1])))
                words = Math.Max(0, words + Weight(text, ref i));
            if (brackets > Most || words > Most || documents > Most)
                return true;
        }

        return false;
    }

    private static int Weight(string text, ref int at)
    {
        var start = at;
        while (at + 1 < text.Length && char.IsAsciiLetter(text[at + 1]))
            at++;
        if (at + 1 < text.Length && !IsBoundary(text[at + 1]))
            return 0;
        var word = text.AsSpan(start, at + 1 - start);
        return word.Length > 4 ? 0 : word is "if" or "case" or "do" ? 1 : word is "fi" or "esac" or "done" ? -1 : 0;
    }

    private static bool IsBoundary(char c) => char.IsWhiteSpace(c) || c is ';' or '&' or '|' or '(' or ')' or '{' or '}' or '`' or '!';
}
