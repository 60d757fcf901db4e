using Dashboard.Execution.Masking.Primitives;
using Dashboard.Execution.Masking.Tokens;

namespace Dashboard.Execution.Masking;

/// <summary>
/// Finds where private keys that nobody declared begin and end: the texts of <see cref="KeyBlocks"/>, whatever white space is in them.
/// </summary>
internal static class KeyLines
{
    private const int Head = 4;

    // By their first four bytes, which a processor finds sixteen places at a time.
    private static readonly (byte[] Head, (byte[] Text, KeyBlock Block, bool Begins)[] Texts)[] Heads =
    [
        .. KeyBlocks.All
            .SelectMany(b => b.Begins.Select(t => (t, b, true)).Concat(b.Ends.Select(t => (t, b, false))))
            .GroupBy(t => BitConverter.ToUInt32(t.t))
            .Select(g => (g.First().t[..Head], g.OrderByDescending(t => t.t.Length).ToArray())),
    ];

    /// <summary>Finds the next one.</summary>
    /// <param name="text">The text.</param>
    /// <param name="start">Where to begin.</param>
    /// <param name="inside">The block whose end is looked for; null for the beginning of any.</param>
    /// <param name="unfinished">Where something begins that may still become one when more text follows; the text's length for
    /// nothing.</param>
    /// <returns>Where it begins and ends (both −1 for none), and the block.</returns>
    public static (int From, int To, KeyBlock? Block) Next(ReadOnlySpan<byte> text, int start, KeyBlock? inside, out int unfinished)
    {
        unfinished = text.Length;
        (int From, int To, KeyBlock? Block) best = (-1, -1, null);
        foreach (var (head, texts) in Heads)
        {
            // What is found by another head already ends the search.
            var end = best.From < 0 ? text.Length : best.From + Head;
            for (var at = start; text[at..end].IndexOf(head) is >= 0 and var found; at++)
            {
                at += found;
                // Of a line of dashes only the last five count.
                if (head[0] == '-' && text[(at + Head)..].StartsWith("--"u8))
                    continue;
                foreach (var (wanted, block, begins) in texts)
                {
                    if (begins != inside is null || (inside is not null && block != inside) || Match(text, at, wanted) is not { } to)
                        continue;
                    if (to < 0)
                        unfinished = Math.Min(unfinished, at);
                    else
                        best = (at, to, block);
                    if (to >= 0)
                        break;
                }

                if (best.From == at)
                    break;
            }
        }

        return best;
    }

    // Where it ends; −1 when the text ends before it, null when it is something else.
    private static int? Match(ReadOnlySpan<byte> text, int at, byte[] wanted)
    {
        foreach (var b in wanted)
        {
            while (at < text.Length && Skeleton.IsSpace(text[at]))
                at++;
            if (at == text.Length)
                return -1;
            if (text[at++] != b)
                return null;
        }

        while (wanted[^1] == '-' && at < text.Length && text[at] == '-')
            at++;
        return at;
    }
}
