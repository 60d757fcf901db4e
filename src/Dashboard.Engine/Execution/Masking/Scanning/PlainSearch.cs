using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Dashboard.Engine.Execution.Masking.Index;

namespace Dashboard.Engine.Execution.Masking.Scanning;

/// <summary>
/// Finds secrets as they are, whatever of white space and quotes is in them: without what is dropped, some of their bytes in a row are
/// asked for.
/// </summary>
internal sealed class PlainSearch(SecretSet set, ByteMasks masks, SecretProbe probe)
{
    private const int Around = 36;

    // For each eight bits, which of eight bytes are kept, from the first on.
    private static readonly ulong[] Kept = [.. Enumerable.Range(0, 256).Select(Places)];

    private readonly byte[] _dense = new byte[ByteMasks.Block + 64];

    /// <summary>Adds the places of a block.</summary>
    public void Find(ReadOnlySpan<byte> block, int at, List<HotPlace> hot)
    {
        var dense = Condense(block);
        ref var bytes = ref MemoryMarshal.GetArrayDataReference(_dense);
        var (table, shift) = set.Grams.First;
        ref var words = ref MemoryMarshal.GetArrayDataReference(table);
        var step = set.GramStep;
        for (var i = 0; i + GramFilter.Length <= dense; i += step)
        {
            var gram = Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref bytes, i));
            if (GramFilter.MayHold(ref words, shift, gram) == 0 || !set.Grams.Holds(gram))
                continue;
            var from = Math.Max(0, i - Around);
            if (probe.Touches(_dense.AsSpan(from, Math.Min(dense, i + Around) - from)))
                hot.Add(new(at + Place(block.Length, i), HotPlace.Near));
        }
    }

    // The bytes without those that are dropped, eight at a time.
    private int Condense(ReadOnlySpan<byte> block)
    {
        var count = 0;
        var dropped = masks.Of(Kinds.Dropped);
        ref var from = ref MemoryMarshal.GetReference(block);
        ref var to = ref MemoryMarshal.GetArrayDataReference(_dense);
        var i = 0;
        for (; i + 64 <= block.Length; i += 64)
        {
            var kept = ~dropped[i / 64];
            for (var part = 0; part < 64; part += 8)
            {
                var eight = (byte)(kept >> part);
                var bytes = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref from, i + part));
                Unsafe.WriteUnaligned(ref Unsafe.Add(ref to, count), eight == 0xFF ? bytes : Keep(bytes, Kept[eight]));
                count += BitOperations.PopCount(eight);
            }
        }

        for (; i < block.Length; i++)
        {
            _dense[count] = block[i];
            count += (dropped[i / 64] & (1UL << (i & 63))) == 0 ? 1 : 0;
        }

        return count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Keep(ulong bytes, ulong places)
    {
        var (from, which) = (Vector128.CreateScalar(bytes).AsByte(), Vector128.CreateScalar(places).AsByte());
        return (Ssse3.IsSupported ? Ssse3.Shuffle(from, which) : Vector128.Shuffle(from, which)).AsUInt64().ToScalar();
    }

    private static ulong Places(int kept)
    {
        var (places, count) = (0UL, 0);
        for (var bit = 0; bit < 8; bit++)
        {
            if ((kept & (1 << bit)) != 0)
                places |= (ulong)bit << (8 * count++);
        }

        return places;
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
