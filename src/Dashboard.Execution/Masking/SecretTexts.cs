using Dashboard.Execution.Masking.Index;

namespace Dashboard.Execution.Masking;

/// <summary>Looks for secrets in whole texts.</summary>
internal static class SecretTexts
{
    /// <summary>The text with every secret in it masked.</summary>
    public static string MaskText(this SecretSet secrets, string text) => new TextMasker(secrets).Mask(text);

    /// <summary>Whether there is a secret in the bytes.</summary>
    public static bool Holds(this SecretSet secrets, ReadOnlySpan<byte> bytes) => new TextMasker(secrets).Holds(bytes);
}
