using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Dashboard.Execution.Masking.Primitives;

namespace Dashboard.Execution.Masking.Scanning;

/// <summary>Leaves out of a block what is dropped before secrets are compared, eight bytes or sixty-four at a time.</summary>
/// <param name="drops">What is dropped: ASCII characters.</param>
internal sealed class Condenser(bool[] drops)
{
    // For each eight bits, which of eight bytes are kept, from the first on.
    private static readonly ulong[] Kept = [.. Enumerable.Range(0, 256).Select(Places)];

    private readonly WideTable _dropped = new(b => drops[b] ? 1 : 0);
    private readonly byte[] _dense = new byte[ByteMasks.Block + 64];

    /// <summary>The bytes that are kept.</summary>
    /// <param name="block">The block.</param>
    /// <param name="dropped">A bit for each byte of it that is dropped.</param>
    /// <returns>They, valid until the next call.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public ReadOnlySpan<byte> Condense(ReadOnlySpan<byte> block, ulong[] dropped)
    {
        var count = 0;
        ref var from = ref MemoryMarshal.GetReference(block);
        ref var to = ref MemoryMarshal.GetArrayDataReference(_dense);
        var i = 0;
        for (; i + 64 <= block.Length; i += 64)
        {
            if (Avx512Vbmi2.IsSupported)
                Keep64(ref Unsafe.Add(ref from, i), ref Unsafe.Add(ref to, count));
            else
                Keep64(ref Unsafe.Add(ref from, i), ref Unsafe.Add(ref to, count), ~dropped[i / 64]);
            count += 64 - BitOperations.PopCount(dropped[i / 64]);
        }

        for (; i < block.Length; i++)
        {
            _dense[count] = block[i];
            count += (dropped[i / 64] & (1UL << (i & 63))) == 0 ? 1 : 0;
        }

        return _dense.AsSpan(0, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Keep64(ref byte from, ref byte to)
    {
        var bytes = Vector512.LoadUnsafe(ref from);
        var kept = Vector512.Equals(_dropped.Of(bytes), Vector512<byte>.Zero)
            | Vector512.LessThan(bytes.AsSByte(), Vector512<sbyte>.Zero).AsByte();
        Avx512Vbmi2.Compress(Vector512<byte>.Zero, kept, bytes).StoreUnsafe(ref to);
    }

    private static void Keep64(ref byte from, ref byte to, ulong kept)
    {
        var count = 0;
        for (var part = 0; part < 64; part += 8)
        {
            var eight = (byte)(kept >> part);
            var bytes = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref from, part));
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref to, count), eight == 0xFF ? bytes : Keep8(bytes, Kept[eight]));
            count += BitOperations.PopCount(eight);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Keep8(ulong bytes, ulong places)
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
}
