namespace Dashboard.Core.Attempts;

/// <summary>What one stream of an attempt wrote, after masking.</summary>
/// <param name="Bytes">How many bytes it wrote, after masking.</param>
/// <param name="Digest">SHA-256 over all of them, whether kept or left out, lower-case hex.</param>
/// <param name="Omitted">How many bytes in the middle were left out because of the cap.</param>
public sealed record OutputSummary(long Bytes, string Digest, long Omitted);
