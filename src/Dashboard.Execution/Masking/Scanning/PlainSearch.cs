using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Dashboard.Execution.Masking.Index;

namespace Dashboard.Execution.Masking.Scanning;

/// <summary>
/// Finds secrets as they are, whatever of white space and quotes is in them: without what is dropped, some of their bytes in a row are
/// asked for.
/// </summary>
internal sealed class PlainSearch(SecretSet set, ByteMasks masks, SecretProbe probe)
{
    private const int Around = 36;

    private readonly Condenser _condenser = new(set.Levels[0].Drops);

    /// <summary>Adds the places of a block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Find(ReadOnlySpan<byte> block, int at, List<HotPlace> hot)
    {
        var dense = _condenser.Condense(block, masks.Of(Kinds.Dropped));
        ref var bytes = ref MemoryMarshal.GetReference(dense);
        var (table, shift) = set.Grams.First;
        ref var words = ref table.Start;
        var step = set.GramStep;
        for (var i = 0; i + GramFilter.Length <= dense.Length; i += step)
        {
            var gram = Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref bytes, i));
            if (GramFilter.MayHold(ref words, shift, gram) == 0 || !set.Grams.Holds(gram))
                continue;
            var from = Math.Max(0, i - Around);
            if (probe.Touches(dense[from..Math.Min(dense.Length, i + Around)]))
                hot.Add(new(at + Place(block.Length, i), HotPlace.Near));
        }
    }

    // Where in the block its so-manyth kept byte is.
    private int Place(int length, int index)
    {
        var dropped = masks.Of(Kinds.Dropped);
        for (var i = 0; i < length; i++)
        {
            if ((dropped[i / 64] & (1UL << (i & 63))) == 0 && index-- <= 0)
                return i;
        }

        return length - 1;
    }
}
