namespace Dashboard.Linting.Shell.State;

/// <summary>Brace expansion: <c>a{b,c}d</c> is <c>abd acd</c>. A sequence (<c>{1..3}</c>) is one unknown field.</summary>
internal static class Braces
{
    private const int Most = 64;

    /// <summary>The fields that a marked word expands to. Braces without a comma are plain characters.</summary>
    public static IEnumerable<string> Expand(string text)
    {
        if (!text.Contains(SymbolicText.OpenBrace, StringComparison.Ordinal))
            return [Plain(text)];
        var fields = new List<string>();
        Expand(text, fields);
        return fields;
    }

    private static void Expand(string text, List<string> fields)
    {
        for (var open = text.IndexOf(SymbolicText.OpenBrace,
            StringComparison.Ordinal); open >= 0; open = text.IndexOf(SymbolicText.OpenBrace, open + 1))
        {
            if (Parts(text, open) is not var (parts, close) || fields.Count >= Most)
                continue;
            foreach (var part in parts)
                Expand(text[..open] + part + text[(close + 1)..], fields);
            return;
        }

        fields.Add(Plain(text));
    }

    private static (List<string> Parts, int Close)? Parts(string text, int open)
    {
        var parts = new List<string>();
        var depth = 0;
        var from = open + 1;
        for (var i = open + 1; i < text.Length; i++)
        {
            if (text[i] == SymbolicText.OpenBrace)
            {
                depth++;
            }
            else if (text[i] == SymbolicText.Comma && depth == 0)
            {
                parts.Add(text[from..i]);
                from = i + 1;
            }
            else if (text[i] == SymbolicText.CloseBrace && depth-- == 0)
            {
                parts.Add(text[from..i]);
                if (parts.Count == 1 && parts[0].Contains("..", StringComparison.Ordinal))
                    return ([SymbolicText.Unknown()], i);
                return parts.Count > 1 ? (parts, i) : null;
            }
        }

        return null;
    }

    private static string Plain(string text) =>
        text.Replace(SymbolicText.OpenBrace, '{').Replace(SymbolicText.CloseBrace, '}').Replace(SymbolicText.Comma, ',');
}
