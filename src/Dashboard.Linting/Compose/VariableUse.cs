namespace Dashboard.Linting.Compose;

/// <summary>A variable in a text: <c>$NAME</c>, <c>${NAME}</c>, <c>${NAME:-x}</c>, <c>${NAME:?why}</c>, <c>${NAME:+x}</c>.</summary>
/// <param name="Name">The variable.</param>
/// <param name="Operator">The character that says what happens when it is not set: <c>-</c>, <c>?</c>, <c>+</c>; a blank for none.</param>
/// <param name="Argument">What stands behind the operator.</param>
/// <param name="Start">Where the use begins in the text.</param>
/// <param name="Length">How long it is.</param>
/// <param name="Token">How it begins: the dollar, perhaps a brace, and the name.</param>
internal sealed record VariableUse(string Name, char Operator, string Argument, int Start, int Length, string Token)
{
    /// <summary>Whether Compose refuses to render when the variable is not set.</summary>
    public bool IsRequired => Operator == '?';
}

/// <summary>Reads texts as Compose interpolates them (compose-spec, "Interpolation"). <c>$$</c> stands for a dollar.</summary>
internal static class Variables
{
    private const int MaxNesting = 8;

    /// <summary>The variables of a text, those in the defaults of others too, in order. A message behind <c>?</c> is no use.</summary>
    public static IEnumerable<VariableUse> All(string text, int nesting = 0)
    {
        foreach (var use in Outer(text))
        {
            yield return use;
            if (use.IsRequired || use.Argument.Length == 0 || nesting >= MaxNesting)
                continue;
            var offset = use.Start + use.Length - 1 - use.Argument.Length;
            foreach (var inner in All(use.Argument, nesting + 1))
                yield return inner with { Start = inner.Start + offset };
        }
    }

    /// <summary>The text with values in place of the variables.</summary>
    /// <param name="text">The text.</param>
    /// <param name="value">The value of a variable; null to leave it as it is written.</param>
    public static string Replace(string text, Func<VariableUse, string?> value)
    {
        var at = 0;
        var result = new System.Text.StringBuilder();
        foreach (var use in Outer(text))
        {
            result.Append(text, at, use.Start - at).Append(value(use) ?? text.Substring(use.Start, use.Length));
            at = use.Start + use.Length;
        }

        return result.Append(text, at, text.Length - at).ToString();
    }

    /// <summary>The pieces of a text between separators; a separator inside braces, as in <c>${A:-b}:c</c>, does not count.</summary>
    public static IReadOnlyList<string> Split(string text, char separator)
    {
        var parts = new List<string>();
        var (from, depth) = (0, 0);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '$' && i + 1 < text.Length && text[i + 1] == '{')
                depth++;
            else if (text[i] == '}' && depth > 0)
                depth--;
            else if (text[i] == separator && depth == 0)
            {
                parts.Add(text[from..i]);
                from = i + 1;
            }
        }

        parts.Add(text[from..]);
        return parts;
    }

    private static IEnumerable<VariableUse> Outer(string text)
    {
        for (var at = text.IndexOf('$', StringComparison.Ordinal); at >= 0 && at + 1 < text.Length; at = text.IndexOf('$', at))
        {
            var use = text[at + 1] == '{' ? Braced(text, at) : Named(text, at);
            if (use is not null)
                yield return use;
            // Of `$$` both are read. Braces that hold no name make the whole text one
            // that Compose refuses, so there is nothing more to see.
            if (use is null && text[at + 1] == '{')
                yield break;
            at += use?.Length ?? 2;
            if (at >= text.Length)
                yield break;
        }
    }

    private static VariableUse? Named(string text, int at)
    {
        var end = NameEnd(text, at + 1);
        return end == at + 1 ? null : new(text[(at + 1)..end], ' ', "", at, end - at, text[at..end]);
    }

    private static VariableUse? Braced(string text, int at)
    {
        var nameEnd = NameEnd(text, at + 2);
        if (nameEnd == at + 2 || Close(text, at + 1) is not (>= 0 and var close))
            return null;
        var name = text[(at + 2)..nameEnd];
        var mark = nameEnd < close && text[nameEnd] == ':' ? nameEnd + 1 : nameEnd;
        var operation = mark < close && text[mark] is '-' or '?' or '+' ? text[mark] : ' ';
        var argument = operation == ' ' ? "" : text[(mark + 1)..close];
        return new(name, operation, argument, at, close + 1 - at, text[at..nameEnd]);
    }

    private static int NameEnd(string text, int from)
    {
        if (from >= text.Length || !(char.IsAsciiLetter(text[from]) || text[from] == '_'))
            return from;
        while (from < text.Length && (char.IsAsciiLetterOrDigit(text[from]) || text[from] == '_'))
            from++;
        return from;
    }

    /// <summary>The brace that closes the one at <paramref name="open"/>; -1 when none does.</summary>
    private static int Close(string text, int open)
    {
        var depth = 0;
        for (var i = open; i < text.Length; i++)
        {
            if (text[i] == '{')
                depth++;
            else if (text[i] == '}' && --depth == 0)
                return i;
        }

        return -1;
    }
}
