using System.Buffers.Text;
using System.Text;
using System.Text.RegularExpressions;

namespace Dashboard.Engine.Execution.Secrets.Formats;

/// <summary>What programs take out of a value: the password in an address, and what base64 stands for.</summary>
internal static partial class InnerValues
{
    /// <summary>Raw bytes in base64 are a secret from this length on; a shorter word only looks like base64.</summary>
    private const int ShortestBytes = 16;

    /// <summary>Texts, or bytes where there is no text.</summary>
    public static IEnumerable<(string? Text, byte[] Bytes)> Of(string value)
    {
        // postgres://app:p%40ss@db:5432/app
        foreach (Match match in UserInfo().Matches(value))
        {
            var password = match.Groups[1].Value;
            yield return (password, []);
            yield return (Uri.UnescapeDataString(password), []);
        }

        // The data of a Kubernetes Secret, or the "auth" of Docker's config.json, which is user:password.
        if (value.Length % 4 != 0 || value.Length < 8 || !Base64.IsValid(value))
            yield break;
        var bytes = Convert.FromBase64String(value);
        var (text, encoding) = TextDecoding.Decode(bytes);
        if (encoding != Encoding.Latin1 && text.All(c => c is '\n' or '\r' or '\t' || !char.IsControl(c)))
        {
            yield return (text, []);
            if (text.IndexOf(':', StringComparison.Ordinal) is >= 0 and var colon)
                yield return (text[(colon + 1)..], []);
        }
        else if (bytes.Length >= ShortestBytes)
        {
            yield return (null, bytes);
        }
    }

    [GeneratedRegex(@"://[^/@:\s]*:([^@\s]+)@", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex UserInfo();
}
