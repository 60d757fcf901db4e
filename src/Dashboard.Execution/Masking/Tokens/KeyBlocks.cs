using System.Buffers;
using System.Buffers.Text;
using System.Collections.Immutable;
using System.Text;
using Dashboard.Execution.Masking.Primitives;

namespace Dashboard.Execution.Masking.Tokens;

/// <summary>A kind of private key that takes several lines: what is between a beginning and an end is not to be seen.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Begins">Texts it begins with, without the white space that a masker passes over. Any of them.</param>
/// <param name="Ends">Texts it ends with, likewise.</param>
/// <param name="Body">The bytes it may hold besides white space: any other ends it as well, and is not part of it. Null when only
/// <paramref name="Ends"/> does.</param>
internal sealed record KeyBlock(string Name, ImmutableArray<byte[]> Begins, ImmutableArray<byte[]> Ends, SearchValues<byte>? Body = null);

/// <summary>The kinds of private keys beyond a PEM block's. They are complete before any text is looked at: no file names them.</summary>
internal static class KeyBlocks
{
    /// <summary>
    /// What stands between BEGIN and PRIVATE KEY in a PEM block, with the space after it. SSH2's four dashes (RFC 4716) are part of PEM's
    /// five.
    /// </summary>
    public static ImmutableArray<string> Names { get; } =
    [
        "", "OPENSSH ", "RSA ", "DSA ", "EC ", "ECDSA ", "ED25519 ", "X25519 ", "ED448 ", "X448 ", "SM2 ", "DH ",
        "ENCRYPTED ", "ANY ", "SSH2 ", "SSH2 ENCRYPTED ",
        "TSS2 ", "ENCRYPTED COSIGN ", "ENCRYPTED SIGSTORE ", "NEBULA ED25519 ", "NEBULA X25519 ",
        "NEBULA ENCRYPTED ED25519 ", "NEBULA ENCRYPTED X25519 ",
    ];

    /// <summary>All kinds.</summary>
    public static ImmutableArray<KeyBlock> All { get; } = [Pem(), OpenVpn(), Putty(), Base64Pem()];

    private static KeyBlock Pem() => new("PEM", [.. PemLines("BEGIN", 4).Select(Dense)], [.. PemLines("END", 4).Select(Dense)]);

    // OpenVPN's tls-auth and tls-crypt keys.
    private static KeyBlock OpenVpn() => new(
        "OpenVPN static key",
        [.. OpenVpnNames.Select(name => Dense($"-----BEGIN OpenVPN {name}-----"))],
        [.. OpenVpnNames.Select(name => Dense($"-----END OpenVPN {name}-----"))]);

    private static string[] OpenVpnNames => ["Static key V1", "tls-crypt-v2 client key", "tls-crypt-v2 server key"];

    // "Private-Lines: 8", eight lines, "Private-MAC: 7b…" (version 1: Private-Hash). With the digit, for program text and manuals name the
    // field too.
    private static KeyBlock Putty() => new(
        "PuTTY",
        [.. Enumerable.Range(1, 9).Select(digit => Dense($"Private-Lines: {digit}"))],
        [Dense("Private-MAC:"), Dense("Private-Hash:")]);

    // As in a Kubernetes Secret. It ends with the text around it too: a `head -c` may have cut the END line off. The backslash is for a
    // line break in a JSON string.
    private static KeyBlock Base64Pem() => new(
        "PEM in base64",
        [.. PemLines("BEGIN", 5).SelectMany(Alignments)],
        [.. PemLines("END", 5).SelectMany(Alignments)],
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_=\\"u8));

    private static IEnumerable<string> PemLines(string word, int dashes)
    {
        var line = new string('-', dashes);
        return Names.Select(name => $"{line}{word} {name}PRIVATE KEY{line}").Append($"{line}{word} PGP PRIVATE KEY BLOCK{line}");
    }

    // The characters of base64 that the text decides alone, for zero, one and two bytes before it. What differs in the URL's alphabet is
    // not among them: no `+` or `/` comes of these lines.
    private static IEnumerable<byte[]> Alignments(string text)
    {
        for (var before = 0; before < 3; before++)
        {
            byte[] bytes = [.. new byte[before], .. Encoding.ASCII.GetBytes(text)];
            var whole = new byte[Base64.GetMaxEncodedToUtf8Length(bytes.Length)];
            Base64.EncodeToUtf8(bytes, whole, out _, out _);
            yield return whole[(((before * 8) + 5) / 6)..(bytes.Length * 8 / 6)];
        }
    }

    private static byte[] Dense(string text) => [.. Encoding.ASCII.GetBytes(text).Where(b => !Skeleton.IsSpace(b))];
}
