using System.Buffers.Text;
using System.Text;
using System.Text.RegularExpressions;

namespace Dashboard.Execution.Secrets.Formats;

/// <summary>
/// What programs take out of a value: the password in an address or a connection string, the token in a header, and what base64 stands for.
/// </summary>
internal static partial class InnerValues
{
    /// <summary>Raw bytes in base64 are a secret from this length on; a shorter word only looks like base64.</summary>
    private const int ShortestBytes = 16;

    /// <summary>What stands behind a name that says nothing counts from this length on.</summary>
    private const int ShortestNamed = 12;

    /// <summary>Hands on texts, and bytes where there is no text.</summary>
    /// <param name="key">The value's name.</param>
    /// <param name="value">The value.</param>
    /// <param name="sink">Takes them.</param>
    public static void Read(string? key, string value, IValueSink sink)
    {
        // postgres://app:p%40ss@db:5432/app
        foreach (Match match in UserInfo().Matches(value))
        {
            var password = match.Groups[1].Value;
            sink.Add(key, password);
            sink.Add(key, Uri.UnescapeDataString(password));
        }

        Parts(value, sink);
        // The data of a Kubernetes Secret, or the "auth" of Docker's config.json, which is user:password.
        if (value.Length % 4 != 0 || value.Length < 8 || !Base64.IsValid(value))
            return;
        var bytes = Convert.FromBase64String(value);
        var (text, encoding) = TextDecoding.Decode(bytes);
        if (encoding != Encoding.Latin1 && text.All(c => c is '\n' or '\r' or '\t' || !char.IsControl(c)))
        {
            sink.Add(key, text);
            if (text.IndexOf(':', StringComparison.Ordinal) is >= 0 and var colon)
                sink.Add(key, text[(colon + 1)..]);
        }
        else if (bytes.Length >= ShortestBytes)
        {
            sink.AddBytes(bytes);
        }
    }

    /// <summary>
    /// Takes a text apart: <c>Server=db;Password=…</c>, <c>host=db password=…</c>, <c>https://h/?token=…&amp;room=5</c>,
    /// <c>--password …</c>, <c>app:…</c>, <c>db,app,…</c>, <c>Authorization: Bearer …</c>. What no name calls a secret must look like one.
    /// </summary>
    public static void Parts(string text, IValueSink sink)
    {
        // As ADO.NET reads it: white space and commas belong to the value.
        if (text.Contains(';', StringComparison.Ordinal))
        {
            foreach (var part in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
                Pair(part, sink);
        }

        var before = "";
        foreach (Match match in Part().Matches(text))
        {
            var part = match.Value;
            Pair(part, sink);
            if (ValueRules.LooksSecret(part) && !part.TrimEnd('=').Contains('=', StringComparison.Ordinal))
                sink.Add(Scheme().IsMatch(before) ? "token" : null, part);
            else if (before.StartsWith('-') && !before.Contains('=', StringComparison.Ordinal) && ValueRules.SaysSecret(before)
                && !part.StartsWith('-'))
                sink.Add(before, part);
            before = part;
        }
    }

    private static void Pair(string part, IValueSink sink)
    {
        foreach (var separator in "=:")
        {
            if (part.IndexOf(separator, StringComparison.Ordinal) is not (> 0 and var at))
                continue;
            var (name, value) = (part[..at].Trim(), part[(at + 1)..].Trim().Trim('"', '\''));
            // Too short to be masked says nothing here: a password in quotes may have been cut into pieces.
            var says = ValueRules.SaysSecret(name) && ValueRules.IsSecret(name, value) && !value.StartsWith("//", StringComparison.Ordinal);
            if (says)
                sink.Add(name, value);
            else if (ValueRules.LooksSecret(value) && (separator == ':' || (value.Length >= ShortestNamed && !ValueRules.SaysAbout(name))))
                sink.Add(null, value);
            if (says && value.Contains('%', StringComparison.Ordinal))
                sink.Add(name, Uri.UnescapeDataString(value));
        }
    }

    [GeneratedRegex(@"://[^/@:\s]*:([^@\s]+)@", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex UserInfo();

    // What stands between ; & , ? and white space; in quotes, behind a name too, these are a part of it.
    [GeneratedRegex("""[^\s;&,?"'=]+=(?:"[^"\n]*"|'[^'\n]*')|[^\s;&,?"']+""", RegexOptions.CultureInvariant)]
    private static partial Regex Part();

    [GeneratedRegex(@"\A(?:Bearer|Basic|Token|ApiKey)\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Scheme();
}
