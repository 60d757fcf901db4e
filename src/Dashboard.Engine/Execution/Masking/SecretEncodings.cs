using System.Text;

namespace Dashboard.Engine.Execution.Masking;

/// <summary>The ways in which a secret may come out of a program, beside its plain bytes.</summary>
internal static class SecretEncodings
{
    /// <summary>Every encoding of the bytes, the plain one first.</summary>
    public static IEnumerable<byte[]> Of(byte[] secret)
    {
        yield return secret;
        foreach (var text in Base64(secret))
            yield return Encoding.ASCII.GetBytes(text);
        yield return Encoding.ASCII.GetBytes(Convert.ToHexStringLower(secret));
        yield return Encoding.ASCII.GetBytes(Convert.ToHexString(secret));
        foreach (var (unreserved, format) in new[] { ("-._~", "X2"), ("-._~", "x2"), ("-._~!*'()", "X2"), ("-._", "X2") })
        {
            yield return Escape(secret, b => char.IsAsciiLetterOrDigit((char)b) || unreserved.Contains((char)b, StringComparison.Ordinal) ? null : "%" + b.ToString(format, null));
            yield return Escape(secret, b => b == ' ' ? "+" : char.IsAsciiLetterOrDigit((char)b) || unreserved.Contains((char)b, StringComparison.Ordinal) ? null : "%" + b.ToString(format, null));
        }

        yield return Escape(secret, b => Json(b, slash: false, strict: false));
        yield return Escape(secret, b => Json(b, slash: true, strict: false));
        yield return Escape(secret, b => Json(b, slash: false, strict: true));
        yield return Escape(secret, b => Xml(b, decimalQuotes: false));
        yield return Escape(secret, b => Xml(b, decimalQuotes: true));
    }

    /// <summary>
    /// Base64 and base64url (RFC 4648) as the secret looks at each of the three alignments it can have inside something longer: only the characters
    /// that its own bits decide, without padding.
    /// </summary>
    public static IEnumerable<string> Base64(byte[] secret)
    {
        for (var before = 0; before < 3; before++)
        {
            var shifted = new byte[before + secret.Length];
            secret.CopyTo(shifted, before);
            var first = ((before * 8) + 5) / 6;
            var decided = shifted.Length * 8 / 6;
            if (decided <= first)
                continue;
            var text = Convert.ToBase64String(shifted)[first..decided];
            yield return text;
            yield return text.Replace('+', '-').Replace('/', '_');
        }
    }

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

    private static string? Json(byte b, bool slash, bool strict) => b switch
    {
        (byte)'"' => strict ? "\\u0022" : "\\\"",
        (byte)'\\' => "\\\\",
        (byte)'\n' => "\\n",
        (byte)'\r' => "\\r",
        (byte)'\t' => "\\t",
        (byte)'/' when slash => "\\/",
        (byte)'<' or (byte)'>' or (byte)'&' or (byte)'\'' or (byte)'+' when strict => "\\u00" + b.ToString("X2", null),
        < 0x20 => "\\u00" + b.ToString("x2", null),
        _ => null,
    };

    private static string? Xml(byte b, bool decimalQuotes) => b switch
    {
        (byte)'&' => "&amp;",
        (byte)'<' => "&lt;",
        (byte)'>' => "&gt;",
        (byte)'"' => decimalQuotes ? "&#34;" : "&quot;",
        (byte)'\'' => decimalQuotes ? "&#39;" : "&apos;",
        (byte)'\n' when decimalQuotes => "&#10;",
        _ => null,
    };
}
