using System.Buffers.Binary;
using System.Text;

namespace Dashboard.Engine.Evidence.Proof;

/// <summary>
/// The text form of a signature: <c>-----BEGIN SSH SIGNATURE-----</c>, base64, <c>-----END SSH SIGNATURE-----</c> (openssh-portable
/// PROTOCOL.sshsig). <c>ssh-keygen</c> takes the first one that it finds in a file, and says nothing of what stands before, between its
/// lines or behind it.
/// </summary>
internal static class ArmouredSignature
{
    /// <summary>No signature is longer, in characters: those of the largest RSA keys have 3,000.</summary>
    public const int Longest = 16 << 10;

    private const string Begin = "-----BEGIN SSH SIGNATURE-----\n", End = "\n-----END SSH SIGNATURE-----";

    // What ssh-keygen breaks its lines at.
    private const int Width = 70;

    private const int Head = 10, Strings = 5;

    /// <summary>The one way in which signatures are written here: its base64 in one line, and no line end behind it.</summary>
    public static string OneLine(ReadOnlySpan<byte> signature) => Begin + Convert.ToBase64String(signature) + End;

    /// <summary>Reads the output of <c>ssh-keygen -Y sign</c>, or what <see cref="OneLine"/> made of it.</summary>
    /// <returns>The signature; null when the text is not exactly one, to the last byte.</returns>
    public static byte[]? Read(string text)
    {
        if (text.Length > Longest || !text.StartsWith(Begin, StringComparison.Ordinal)
            || text.IndexOf(End, Begin.Length - 1, StringComparison.Ordinal) is var end && end < Begin.Length)
        {
            return null;
        }

        var buffer = new byte[text.Length];
        if (!Convert.TryFromBase64String(text[Begin.Length..end], buffer, out var length))
            return null;
        var signature = buffer[..length];
        // Written again, it must be the same: so nothing can hide in spare bits, in white space or behind the end.
        return IsOne(signature) && (text == OneLine(signature) || text == Wrapped(signature)) ? signature : null;
    }

    // magic "SSHSIG", uint32 version, then the strings publickey, namespace, reserved, hash_algorithm and signature, and nothing behind
    // them.
    private static bool IsOne(ReadOnlySpan<byte> signature)
    {
        if (!signature.StartsWith("SSHSIG"u8) || signature.Length < Head)
            return false;
        var rest = signature[Head..];
        for (var i = 0; i < Strings; i++)
        {
            if (!BinaryPrimitives.TryReadUInt32BigEndian(rest, out var length) || length > rest.Length - sizeof(uint))
                return false;
            rest = rest[(sizeof(uint) + (int)length)..];
        }

        return rest.IsEmpty;
    }

    private static string Wrapped(ReadOnlySpan<byte> signature)
    {
        var text = new StringBuilder(Begin.TrimEnd());
        foreach (var line in Convert.ToBase64String(signature).Chunk(Width))
            text.Append('\n').Append(line);
        return text.Append(End).Append('\n').ToString();
    }
}
