using Dashboard.Execution.Masking.Decoding;

namespace Dashboard.Execution.Masking.Scanning;

/// <summary>The kinds of bytes that the searches ask for.</summary>
internal static class Kinds
{
    /// <summary>What is dropped before secrets are compared.</summary>
    public const int Dropped = 0;

    /// <summary>Hexadecimal digits, and what may stand between them.</summary>
    public const int HexOrBetween = 1;

    /// <summary>Hexadecimal digits.</summary>
    public const int Hex = 2;

    /// <summary>Base32.</summary>
    public const int Base32 = 3;

    /// <summary>Base64 of both alphabets.</summary>
    public const int Base64 = 4;

    /// <summary>
    /// What base64 of ASCII text may have as the first of each four characters: the first of three bytes begins with 001 to 011.
    /// </summary>
    public const int First = 5;

    /// <summary>As the second one: so does the second byte.</summary>
    public const int Second = 6;

    /// <summary>As the third one: the third byte begins with 0.</summary>
    public const int Third = 7;

    /// <summary>Base64 of zeros, as UTF-16 has them.</summary>
    public const int Zero = 8;

    /// <summary>What an escape begins with.</summary>
    public const int Escape = 9;

    /// <summary>Makes the masks.</summary>
    /// <param name="drops">What is dropped.</param>
    /// <param name="encodings">Whether more than that is asked for.</param>
    public static ByteMasks Masks(bool[] drops, bool encodings) => encodings
        ? new(
            b => drops[b],
            b => Decoding.Hex.Value(b) >= 0 || Decoding.Hex.IsSeparator(b),
            b => Decoding.Hex.Value(b) >= 0,
            b => BaseN.Base32.Values[b] >= 0,
            b => BaseN.Base64.Values[b] >= 0,
            b => BaseN.Base64.Values[b] is >= 8 and < 32,
            b => BaseN.Base64.Values[b] is >= 0 and var value && (value & 15) is >= 2 and < 8,
            b => BaseN.Base64.Values[b] is >= 0 and var value && (value & 2) == 0,
            b => b == 'A',
            Unescaper.Starters.Contains)
        : new(b => drops[b]);
}
