using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Dashboard.Execution.Masking.Scanning;

/// <summary>Four decoded bytes in a row, the first one highest.</summary>
internal static class Windows
{
    /// <summary>As they would stand in memory.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Gram(ulong window) => BinaryPrimitives.ReverseEndianness((uint)window);

    /// <summary>Whether they are printable.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsText(uint window) =>
        // No byte above 0x7F, none below 0x20; a line break in one place is rare enough to be left out.
        (window & 0x80808080) == 0 && ((window - 0x20202020) & 0x80808080) == 0;

    /// <summary>Whether every other one is zero, as in UTF-16.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsWide(uint window) => (window & 0x00FF00FF) == 0 || (window & 0xFF00FF00) == 0;

    /// <summary>Whether a set of secrets can have them, without asking it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool MayBe(uint window, bool isText) => !isText || IsText(window) || IsWide(window);

    /// <summary>Whether a byte is printable.</summary>
    public static bool IsPrintable(byte b) => b is >= 0x20 and < 0x7F;

    /// <summary>Whether a byte may be of an encoding of something: letters, digits and what base64 has besides, and white space.</summary>
    public static bool IsOfEncoding(byte b) => char.IsAsciiLetterOrDigit((char)b)
        || b is (byte)'+' or (byte)'/' or (byte)'-' or (byte)'_' or (byte)'=' or (byte)'\n' or (byte)' ';
}

/// <summary>Counts decoded bytes in a row that look like another encoding of something.</summary>
internal struct NestedRun
{
    // Noise has as many by chance once in some millions of bytes.
    private const int OfEncoding = 12, Printable = 16;

    private int _ofEncoding, _printable;

    /// <summary>Takes a byte.</summary>
    /// <returns>Whether there are enough of them.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Take(byte b)
    {
        _ofEncoding = Windows.IsOfEncoding(b) ? _ofEncoding + 1 : 0;
        _printable = Windows.IsPrintable(b) || b == '\n' ? _printable + 1 : 0;
        return _ofEncoding >= OfEncoding || _printable >= Printable;
    }
}
