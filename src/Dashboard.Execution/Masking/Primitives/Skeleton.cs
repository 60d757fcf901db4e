namespace Dashboard.Execution.Masking.Primitives;

/// <summary>
/// What is left of bytes for comparison. Programs that quote or wrap a secret only add white space, control characters and quoting
/// characters; without those, all quotings look the same.
/// </summary>
internal static class Skeleton
{
    /// <summary>Drops nothing.</summary>
    public static readonly bool[] Nothing = new bool[256];

    /// <summary>Drops white space and control characters.</summary>
    public static readonly bool[] Space = Table(IsSpace);

    /// <summary>Drops quoting characters too: for secrets of which enough is left.</summary>
    public static readonly bool[] Quoting = Table(b => IsSpace(b) || "'\"\\`$^"u8.Contains(b));

    /// <summary>Whether a byte is white space or a control character.</summary>
    public static bool IsSpace(byte b) => b is <= 0x20 or 0x7F;

    /// <summary>The bytes without what is dropped.</summary>
    public static byte[] Of(ReadOnlySpan<byte> bytes, bool[] drops)
    {
        var result = new byte[bytes.Length];
        var count = 0;
        foreach (var b in bytes)
        {
            result[count] = b;
            count += drops[b] ? 0 : 1;
        }

        return result[..count];
    }

    private static bool[] Table(Func<byte, bool> drops) => [.. Enumerable.Range(0, 256).Select(b => drops((byte)b))];
}
