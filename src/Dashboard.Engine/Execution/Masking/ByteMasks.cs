using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Dashboard.Engine.Execution.Masking;

/// <summary>
/// Sorts a block of text into kinds of bytes, sixteen at a time: for each kind a bit for each byte. A kind is a set of ASCII characters, looked up by their
/// two halves.
/// </summary>
internal sealed class ByteMasks
{
    /// <summary>The most bytes of a block.</summary>
    public const int Block = 4096;

    private static readonly Vector128<byte> Bits = Vector128.Create((byte)1, 2, 4, 8, 16, 32, 64, 128, 0, 0, 0, 0, 0, 0, 0, 0);

    private readonly Vector128<byte>[] _rows;
    private readonly ulong[][] _masks;
    private readonly byte[] _last = new byte[64];

    /// <summary>Makes it.</summary>
    /// <param name="kinds">Whether a byte is of each kind.</param>
    public ByteMasks(params Func<byte, bool>[] kinds)
    {
        _rows = [.. kinds.Select(Rows)];
        _masks = [.. kinds.Select(_ => new ulong[(Block / 64) + 1])];
    }

    /// <summary>Which bytes are of a kind: bit 0 is the first byte of each 64. Behind the block none is.</summary>
    public ulong[] Of(int kind) => _masks[kind];

    /// <summary>Sorts a block.</summary>
    public void Sort(ReadOnlySpan<byte> block)
    {
        var words = block.Length / 64;
        for (var word = 0; word < words; word++)
            Sort(block.Slice(word * 64, 64), word);
        if (block.Length % 64 != 0)
        {
            // 0x80 and above are of no kind.
            _last.AsSpan().Fill(0xFF);
            block[(words * 64)..].CopyTo(_last);
            Sort(_last, words++);
        }

        foreach (var mask in _masks)
            mask[words] = 0;
    }

    private void Sort(ReadOnlySpan<byte> bytes, int word)
    {
        ref var first = ref MemoryMarshal.GetReference(bytes);
        var (a, b, c, d) = (Vector128.LoadUnsafe(ref first), Vector128.LoadUnsafe(ref first, 16), Vector128.LoadUnsafe(ref first, 32), Vector128.LoadUnsafe(ref first, 48));
        var (highA, highB, highC, highD) = (High(a), High(b), High(c), High(d));
        var low = Vector128.Create((byte)0xF);
        (a, b, c, d) = (a & low, b & low, c & low, d & low);
        for (var kind = 0; kind < _rows.Length; kind++)
        {
            var rows = _rows[kind];
            _masks[kind][word] = Mask(rows, a, highA) | (Mask(rows, b, highB) << 16) | (Mask(rows, c, highC) << 32) | (Mask(rows, d, highD) << 48);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> High(Vector128<byte> bytes) =>
        Vector128.Shuffle(Bits, (bytes.AsUInt16() >> 4).AsByte() & Vector128.Create((byte)0xF));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mask(Vector128<byte> rows, Vector128<byte> low, Vector128<byte> high) =>
        (~Vector128.Equals(Vector128.Shuffle(rows, low) & high, Vector128<byte>.Zero)).ExtractMostSignificantBits();

    // For each low half, the high halves of the characters that are of the kind.
    private static Vector128<byte> Rows(Func<byte, bool> isOfKind)
    {
        var rows = new byte[16];
        for (var b = 0; b < 0x80; b++)
            rows[b & 0xF] |= (byte)(isOfKind((byte)b) ? 1 << (b >> 4) : 0);
        return Vector128.Create(rows);
    }
}
