using Dashboard.Execution.Masking.Decoding;
using Dashboard.Execution.Masking.Index;

namespace Dashboard.Execution.Masking.Scanning;

/// <summary>Finds base32 of secrets, and of text, which may be another encoding of one.</summary>
internal sealed class Base32Search(SecretSet set, ByteMasks masks)
{
    private const int Fewest = 10, Phases = 8;

    /// <summary>Adds the places of a block.</summary>
    public void Find(ReadOnlySpan<byte> block, int at, List<HotPlace> hot)
    {
        var mask = masks.Of(Kinds.Base32);
        for (var place = 0; ByteMasks.NextRun(mask, block.Length, Fewest, ref place, out var end); place = end)
        {
            if (IsHot(block[place..end]))
                HotPlace.AddAll(hot, at + place, at + end);
        }
    }

    private bool IsHot(ReadOnlySpan<byte> run)
    {
        var bits = 0UL;
        // How many groups in a row are text, in each phase: two are so by chance once in some ten thousand.
        Span<int> printable = stackalloc int[Phases];
        for (var i = 0; i < run.Length; i++)
        {
            bits = (bits << 5) | (byte)BaseN.Base32.Values[run[i]];
            if (i < 6)
                continue;
            var window = (uint)(bits >> 3);
            ref var phase = ref printable[i % Phases];
            phase = Windows.IsText(window) ? phase + 1 : 0;
            if (phase == 2 || (Windows.MayBe(window, set.IsText) && set.Grams.Holds(Windows.Gram(window))))
                return true;
        }

        return false;
    }
}
