using System.Text;
using System.Text.RegularExpressions;

namespace Dashboard.Execution.Secrets.Formats;

/// <summary>Reads each block of a PEM bundle (RFC 7468): the block, its body on one line, its lines, and the bytes it stands for.</summary>
internal static partial class PemBlocks
{
    /// <summary>The last line of a key is short, and no less a part of it.</summary>
    private const int ShortestLine = 8;

    public static void Read(string text, IValueSink sink)
    {
        foreach (Match match in Block().Matches(text))
        {
            sink.AddBytes(Encoding.UTF8.GetBytes(match.Value));
            // Headers such as "Proc-Type: 4,ENCRYPTED" stand before the body.
            string[] lines = [.. match.Groups[1].Value.Split('\n').Select(l => l.Trim())
                .Where(l => l.Length > 0 && !l.Contains(':', StringComparison.Ordinal))];
            var body = string.Concat(lines);
            foreach (var line in lines.Append(body).Where(l => l.Length >= ShortestLine))
                sink.AddBytes(Encoding.ASCII.GetBytes(line));
            var bytes = new byte[body.Length];
            if (Convert.TryFromBase64String(body, bytes, out var count) && count >= ShortestLine)
                sink.AddBytes(bytes[..count]);
        }
    }

    [GeneratedRegex(@"-----BEGIN [^\n-]+-----(.*?)-----END [^\n-]+-----",
        RegexOptions.CultureInvariant | RegexOptions.Singleline | RegexOptions.NonBacktracking)]
    private static partial Regex Block();
}
