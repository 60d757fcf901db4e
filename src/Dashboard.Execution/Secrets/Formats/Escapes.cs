using System.Globalization;
using System.Text;

namespace Dashboard.Execution.Secrets.Formats;

/// <summary>Takes back what a backslash does in <c>.env</c> files, properties, TOML and shells.</summary>
internal static class Escapes
{
    public static string Undo(string text)
    {
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\' || i + 1 == text.Length)
            {
                result.Append(text[i]);
                continue;
            }

            var c = text[++i];
            var digits = c switch { 'u' => 4, 'U' => 8, 'x' => 2, _ => 0 };
            if (digits > 0 && i + digits < text.Length
                && int.TryParse(text.AsSpan(i + 1, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            {
                // Java writes what is beyond 16 bits as two of them.
                result.Append(code <= char.MaxValue ? ((char)code).ToString() : Rune.IsValid(code) ? new Rune(code).ToString() : "\uFFFD");
                i += digits;
                continue;
            }

            result.Append(c switch { 'n' => '\n', 'r' => '\r', 't' => '\t', 'f' => '\f', 'b' => '\b', '0' => '\0', _ => c });
        }

        return result.ToString();
    }
}
