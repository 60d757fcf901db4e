using Dashboard.Execution.Masking.Index;

namespace Dashboard.Execution.Masking.Scanning;

/// <summary>Tells whether some decoded bytes are part of a secret, most probably: the second question, where a gram was found.</summary>
internal sealed class SecretProbe(SecretSet set)
{
    // Of fewer bytes one window is enough; there may not be more of a secret in them.
    private const int Few = 12;

    /// <summary>Whether there is a window of a secret in the bytes, or a short one.</summary>
    public bool Touches(ReadOnlySpan<byte> bytes) =>
        Touches(set.Levels[0], bytes) || (!set.Levels[1].IsEmpty && Touches(set.Levels[1], bytes));

    /// <summary>The same, of one level.</summary>
    public static bool Touches(SecretIndex index, ReadOnlySpan<byte> bytes)
    {
        Span<byte> kept = bytes.Length <= 256 ? stackalloc byte[256] : new byte[bytes.Length];
        var (window, count, run, any) = (0UL, 0, 0, false);
        foreach (var b in bytes)
        {
            if (index.Drops[b])
                continue;
            kept[count++] = b;
            window = (window << 8) | b;
            run = count >= SecretIndex.Window && index.IsWindow(window) ? run + 1 : 0;
            any |= run > 0;
            // Among a million windows one is there by chance now and then, but hardly two in a row.
            if (run >= 2 || index.ShortAtEnd(window, kept[..count]) > 0)
                return true;
        }

        return any && (count <= Few || run > 0);
    }

    /// <summary>Whether there are four bytes of a secret among the bytes that are not dropped.</summary>
    public bool HasGram(ReadOnlySpan<byte> bytes)
    {
        var (window, drops) = (0u, set.Levels[0].Drops);
        foreach (var b in bytes)
        {
            if (drops[b])
                continue;
            window = (window << 8) | b;
            if (set.Grams.Holds(Windows.Gram(window)))
                return true;
        }

        return !set.Levels[1].IsEmpty;
    }
}
