using System.Buffers;
using System.Text;

namespace Dashboard.Core.Runbooks;

/// <summary>A runbook's bytes as text, and the other way round, without a loss: what is read is what runs.</summary>
public static class RunbookText
{
    // A lone low surrogate is no character, so no text that is UTF-8 can hold one. Python's "surrogateescape" does the same.
    private const int Escape = 0xDC00;

    /// <summary>
    /// The text. A byte that is no part of UTF-8 becomes a character that stands for it (<see cref="StrayByte"/>), which the parser
    /// refuses.
    /// </summary>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length);
        Span<char> pair = stackalloc char[2];
        while (!bytes.IsEmpty)
        {
            var valid = bytes.IndexOfAnyExceptInRange((byte)0, (byte)0x7F);
            if (valid != 0)
            {
                text.Append(Encoding.ASCII.GetString(valid < 0 ? bytes : bytes[..valid]));
                bytes = valid < 0 ? default : bytes[valid..];
            }
            else if (Rune.DecodeFromUtf8(bytes, out var rune, out var used) == OperationStatus.Done)
            {
                text.Append(pair[..rune.EncodeToUtf16(pair)]);
                bytes = bytes[used..];
            }
            else
            {
                text.Append((char)(Escape + bytes[0]));
                bytes = bytes[1..];
            }
        }

        return text.ToString();
    }

    /// <summary>The first place of a text that stands for a byte that is no UTF-8, and the byte; null when there is none.</summary>
    public static (int At, byte Value)? StrayByte(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        for (var at = 0; at < text.Length; at++)
        {
            if (char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]))
                at++;
            else if (text[at] is >= (char)Escape and <= (char)(Escape + 0xFF))
                return (at, (byte)(text[at] - Escape));
        }

        return null;
    }
}
