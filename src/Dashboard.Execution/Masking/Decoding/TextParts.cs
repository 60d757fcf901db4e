using System.Buffers;
using System.Text;

namespace Dashboard.Execution.Masking.Decoding;

/// <summary>Tells text from noise: what is printable, white space or UTF-8.</summary>
internal static class TextParts
{
    private const int Shortest = 6;

    /// <summary>Whether some of the bytes in a row are ASCII text.</summary>
    public static bool IsText(ReadOnlySpan<byte> bytes)
    {
        var run = 0;
        foreach (var b in bytes)
        {
            run = IsText(b) ? run + 1 : 0;
            if (run == Shortest)
                return true;
        }

        // Too short to tell: the beginning of something, perhaps.
        return bytes.Length < Shortest && run == bytes.Length;
    }

    /// <summary>
    /// The next part that is text and long enough, or stands at the end of what may go on; where there is none, it begins at the end.
    /// </summary>
    public static (int From, int To) Next(ReadOnlySpan<byte> bytes, int at, bool open)
    {
        for (var from = at; from < bytes.Length; from++)
        {
            var to = from;
            while (to < bytes.Length && Length(bytes[to..], open) is > 0 and var length)
                to += length;
            if (to - from >= Shortest || (to > from && to == bytes.Length && (open || from == 0)))
                return (from, to);
            from = to;
        }

        return (bytes.Length, bytes.Length);
    }

    private static bool IsText(byte b) => b is (>= 0x20 and < 0x7F) or (byte)'\n' or (byte)'\r' or (byte)'\t';

    private static int Length(ReadOnlySpan<byte> bytes, bool open)
    {
        if (bytes[0] < 0x80)
            return IsText(bytes[0]) ? 1 : 0;
        var status = Rune.DecodeFromUtf8(bytes, out _, out var length);
        return status == OperationStatus.Done || (open && status == OperationStatus.NeedMoreData) ? length : 0;
    }
}
