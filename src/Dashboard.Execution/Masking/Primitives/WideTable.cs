using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Dashboard.Execution.Masking.Primitives;

/// <summary>
/// A byte for each of the 128 ASCII characters, such as eight answers, yes or no; looked up for sixty-four characters at once (VPERMI2B).
/// Where a processor cannot do that, callers look things up in their own way.
/// </summary>
internal sealed class WideTable
{
    /// <summary>Bytes that are looked up at once.</summary>
    public const int Width = 64;

    /// <summary>Characters that have a byte of their own.</summary>
    public const int Characters = 128;

    private readonly Vector512<byte> _low, _high;

    /// <summary>Makes it.</summary>
    /// <param name="value">What a character has: the lowest eight bits of it.</param>
    public WideTable(Func<byte, int> value)
    {
        byte[] table = [.. Enumerable.Range(0, Characters).Select(b => (byte)value((byte)b))];
        (_low, _high) = (Vector512.Create(table), Vector512.Create(table, Width));
    }

    /// <summary>Whether the processor has it.</summary>
    public static bool IsSupported => Avx512Vbmi.IsSupported;

    /// <summary>What the characters have. A byte beyond ASCII has what the character has that is 128 below it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<byte> Of(Vector512<byte> bytes) => Avx512Vbmi.PermuteVar64x8x2(_low, bytes, _high);
}
