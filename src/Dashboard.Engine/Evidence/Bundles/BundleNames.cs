using System.Text.RegularExpressions;
using Dashboard.Core.Runbooks;

namespace Dashboard.Engine.Evidence.Bundles;

/// <summary>Names that every file system and every shell takes as they are.</summary>
internal static partial class BundleNames
{
    /// <summary>The names of the files that are not the run's own.</summary>
    public const string Sums = "SHA256SUMS", Signature = "SHA256SUMS.sig", Ledger = "ledger.jsonl";

    /// <summary>Whether a name may stand in a bundle.</summary>
    public static bool IsGood(string name) => Good().IsMatch(name) && !name.Split('/').Any(part => part is "" or "." or "..");

    /// <summary>A good name for a path; one that had to be changed gets some of its digest, so that no two become one.</summary>
    public static string Of(string path)
    {
        if (IsGood(path) && !path.Contains("/.", StringComparison.Ordinal) && !path.StartsWith('.') && !path.StartsWith('-'))
            return path;
        var parts = path.Split('/').Select(p => Bad().Replace(p, "_").TrimStart('.', '-') is { Length: > 0 } good ? good : "_");
        return $"{string.Join('/', parts)}-{Digests.Of(System.Text.Encoding.UTF8.GetBytes(path))[..8]}";
    }

    /// <summary>The folder of an attempt's output.</summary>
    public static string Output(long sequence, string stepId, int number) => $"outputs/{sequence:D6}-{Of(stepId)}-{number}";

    /// <summary>An attached file.</summary>
    public static string Attachment(long sequence, string name) => $"attachments/{sequence:D6}-{Of(name.Replace('/', '_'))}";

    [GeneratedRegex("^[A-Za-z0-9._/-]+$")]
    private static partial Regex Good();

    [GeneratedRegex("[^A-Za-z0-9._-]")]
    private static partial Regex Bad();
}
