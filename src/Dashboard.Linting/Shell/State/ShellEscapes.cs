using System.Buffers;
using System.Globalization;
using System.Text;

namespace Dashboard.Linting.Shell.State;

/// <summary>Decodes backslash escapes, which mean different things in different contexts.</summary>
internal static class ShellEscapes
{
    private static readonly SearchValues<char> Special = SearchValues.Create(@"\*?[{},");

    /// <summary>Of <c>$'…'</c>, <c>printf</c> and <c>echo -e</c>: <c>\n</c>, <c>\x41</c>, <c>\101</c>, <c>\u0041</c>.</summary>
    public static string Decode(string text)
    {
        if (!text.Contains('\\', StringComparison.Ordinal))
            return text;
        var decoded = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\' || i + 1 == text.Length)
            {
                decoded.Append(text[i]);
                continue;
            }

            i++;
            switch (text[i])
            {
                case 'n': decoded.Append('\n'); break;
                case 't': decoded.Append('\t'); break;
                case 'r': decoded.Append('\r'); break;
                case 'a' or 'b' or 'f' or 'v' or 'e' or 'E': decoded.Append(' '); break;
                case 'x': Number(2, 16); break;
                case 'u': Number(4, 16); break;
                case 'U': Number(8, 16); break;
                case >= '0' and <= '7':
                    i--;
                    Number(text[i + 1] == '0' ? 4 : 3, 8);
                    break;
                case '\\' or '\'' or '"' or '?': decoded.Append(text[i]); break;
                default: decoded.Append('\\').Append(text[i]); break;
            }

            void Number(int digits, int radix)
            {
                var number = 0;
                var read = 0;
                while (read < digits && i + 1 < text.Length && char.IsAsciiHexDigit(text[i + 1])
                    && (radix == 16 || text[i + 1] is >= '0' and <= '7'))
                {
                    number = (number * radix)
                        + int.Parse(text.AsSpan(++i, 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
                    read++;
                }

                decoded.Append((char)(number & 0xFFFF));
            }
        }

        return SymbolicText.Harmless(decoded.ToString());
    }

    /// <summary>Of double quotes: only <c>\$</c>, <c>\`</c>, <c>\"</c>, <c>\\</c> and a line end.</summary>
    public static string InDoubleQuotes(string text)
    {
        if (!text.Contains('\\', StringComparison.Ordinal))
            return text;
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && i + 1 < text.Length && text[i + 1] is '$' or '`' or '"' or '\\' or '\n')
            {
                i++;
                if (text[i] == '\n')
                    continue;
            }

            plain.Append(text[i]);
        }

        return plain.ToString();
    }

    /// <summary>Of text outside quotes: a backslash keeps the next character as it is. Globs and braces are marked.</summary>
    public static string Bare(string text)
    {
        if (text.AsSpan().IndexOfAny(Special) < 0)
            return text;
        var plain = new StringBuilder(text.Length + 4);
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '\\' when i + 1 < text.Length:
                    if (text[++i] != '\n')
                        plain.Append(text[i]);
                    break;
                case '*' or '?':
                case '[' when text.IndexOf(']', i) > i: plain.Append(SymbolicText.Glob).Append(text[i]); break;
                case '{': plain.Append(SymbolicText.OpenBrace); break;
                case '}': plain.Append(SymbolicText.CloseBrace); break;
                case ',': plain.Append(SymbolicText.Comma); break;
                default: plain.Append(text[i]); break;
            }
        }

        return plain.ToString();
    }
}
