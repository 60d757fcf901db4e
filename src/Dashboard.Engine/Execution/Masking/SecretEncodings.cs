using System.Text;

namespace Dashboard.Engine.Execution.Masking;

/// <summary>The ways in which a secret may come out of a program: as it is, in base64, in hexadecimal, and escaped (<see cref="TextEncodings"/>).</summary>
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
        foreach (var text in TextEncodings.Of(secret))
            yield return text;
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
}
