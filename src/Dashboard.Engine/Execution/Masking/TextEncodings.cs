using System.Buffers;
using System.Globalization;
using System.Text;

namespace Dashboard.Engine.Execution.Masking;

/// <summary>
/// A secret as URLs, JSON and XML escape it. The standards leave open what may be escaped beyond what must be, and every library
/// chooses differently; where a secret has none of the characters in question, the choices give the same bytes.
/// </summary>
internal static class TextEncodings
{
    // What is not escaped, besides letters and digits.
    private static readonly string[] Unescaped =
    [
        "-._~",              // RFC 3986: Uri.EscapeDataString, Go, curl
        "-._~!*'()",         // encodeURIComponent
        "-._~/",             // Python
        "-._",               // PHP
        "-._*",              // WHATWG forms, Java
        "-._!*()",           // WebUtility.UrlEncode
        "-._~!*'();,/?:@&=+$#", // encodeURI
        "",
    ];

    private static readonly string?[] Quotes = [null, "&quot;", "&#34;", "&#x22;"];
    private static readonly string?[] Apostrophes = [null, "&apos;", "&#39;", "&#x27;", "&#039;"];
    private static readonly string?[] LineEnds = [null, "&#10;", "&#xA;"];
    private static readonly string?[] BeyondAscii = [null, "&#{0};", "&#x{0:X};", "&#x{0:x};"];

    // What JSON writers escape for the sake of HTML.
    private static readonly string[] HtmlInJson = ["", "<>&", "<>&'+`"];

    private static readonly string[] Hex = ["X", "x"];
    private static readonly bool[] Both = [false, true];

    /// <summary>All of them.</summary>
    public static IEnumerable<byte[]> Of(byte[] secret) => Url(secret).Concat(Json(secret)).Concat(Xml(secret));

    private static IEnumerable<byte[]> Url(byte[] secret) =>
        from unescaped in Unescaped
        from format in Hex
        from plus in Both
        select Escape(secret, b => plus && b == ' ' ? "+"
            : b < 0x80 && (char.IsAsciiLetterOrDigit((char)b) || unescaped.Contains((char)b, StringComparison.Ordinal)) ? null
            : "%" + b.ToString(format + "2", CultureInfo.InvariantCulture));

    private static IEnumerable<byte[]> Json(byte[] secret) =>
        from html in HtmlInJson
        from format in Hex
        from slash in Both
        from quote in Both
        from ascii in Both
        select EscapeRunes(secret, rune => rune.Value switch
        {
            '"' when !quote => "\\\"",
            '\\' => "\\\\",
            '\n' => "\\n",
            '\r' => "\\r",
            '\t' => "\\t",
            '\b' => "\\b",
            '\f' => "\\f",
            '/' when slash => "\\/",
            < 0x20 or 0x7F or '"' => Unicode(rune, format),
            < 0x80 => html.Contains((char)rune.Value, StringComparison.Ordinal) ? Unicode(rune, format) : null,
            _ => ascii ? Unicode(rune, format) : null,
        });

    private static IEnumerable<byte[]> Xml(byte[] secret) =>
        from quote in Quotes
        from apostrophe in Apostrophes
        from lineEnd in LineEnds
        from greater in Both
        from beyond in BeyondAscii
        select EscapeRunes(secret, rune => rune.Value switch
        {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => greater ? "&gt;" : null,
            '"' => quote,
            '\'' => apostrophe,
            '\n' => lineEnd,
            >= 0x80 when beyond is not null => string.Format(CultureInfo.InvariantCulture, beyond, rune.Value),
            _ => null,
        });

    private static string Unicode(Rune rune, string format) =>
        string.Concat(rune.ToString().Select(c => "\\u" + ((int)c).ToString(format + "4", CultureInfo.InvariantCulture)));

    private static byte[] Escape(byte[] secret, Func<byte, string?> escape)
    {
        using var result = new MemoryStream(secret.Length * 2);
        foreach (var b in secret)
        {
            if (escape(b) is { } text)
                result.Write(Encoding.ASCII.GetBytes(text));
            else
                result.WriteByte(b);
        }

        return result.ToArray();
    }

    private static byte[] EscapeRunes(byte[] secret, Func<Rune, string?> escape)
    {
        using var result = new MemoryStream(secret.Length * 2);
        for (var rest = secret.AsSpan(); !rest.IsEmpty;)
        {
            var status = Rune.DecodeFromUtf8(rest, out var rune, out var length);
            // Bytes that are no text stay as they are.
            if (status == OperationStatus.Done && escape(rune) is { } text)
                result.Write(Encoding.ASCII.GetBytes(text));
            else
                result.Write(rest[..length]);
            rest = rest[length..];
        }

        return result.ToArray();
    }
}
