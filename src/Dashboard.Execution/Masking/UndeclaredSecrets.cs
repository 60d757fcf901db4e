using System.Buffers;
using Dashboard.Execution.Masking.Primitives;
using Dashboard.Execution.Masking.Tokens;

namespace Dashboard.Execution.Masking;

/// <summary>Finds the private keys and tokens in a view that nobody declared.</summary>
internal sealed class UndeclaredSecrets
{
    // A text that begins or ends a key may be under way; so may a token, from its line's beginning on.
    private const int Overlap = 256, LongestLine = 2048;

    private readonly List<Range> _tokens = [];
    private int _keysUntil, _tokensUntil;
    private KeyBlock? _block;

    /// <summary>Another one that has seen the same.</summary>
    public UndeclaredSecrets Copy() => new() { _block = _block, _keysUntil = _keysUntil, _tokensUntil = _tokensUntil };

    /// <summary>Looks at what came after <paramref name="seen"/>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="seen">How much of it was looked at before.</param>
    /// <param name="mask">Called for each range of it that is to be masked.</param>
    /// <returns>Where something may be under way; the text's length for nothing.</returns>
    public int Look(ReadOnlySpan<byte> text, int seen, Action<int, int> mask)
    {
        var at = Math.Max(_keysUntil, seen - Overlap);
        var begin = Math.Max(_keysUntil, seen);
        var waits = text.Length;
        while (true)
        {
            var (from, to, block) = KeyLines.Next(text, at, _block, out var unfinished);
            if (_block?.Body is { } body && Stop(text, begin, body) is var stop && (from < 0 ? stop < text.Length : stop < from))
                (from, to, block) = (stop, stop, _block);
            if (from < 0)
            {
                if (_block is not null && begin < text.Length)
                    mask(begin, text.Length);
                // A line of dashes is a line; only what goes on behind them waits.
                else if (text[^1] != '\n' || text[unfinished..].Trim("-\r\n"u8).Length >= 3)
                    waits = unfinished;
                break;
            }

            if (_block is not null && to > begin)
                mask(begin, to);
            (begin, _block) = (to, _block is null ? block : null);
            at = _keysUntil = to;
        }

        return _block is null ? Math.Min(waits, Tokens(text, seen, mask)) : waits;
    }

    /// <summary>The text has lost its first bytes.</summary>
    public void Drop(int count) => (_keysUntil, _tokensUntil) = (Math.Max(0, _keysUntil - count), Math.Max(0, _tokensUntil - count));

    /// <summary>The text begins anew; a key that is under way still is.</summary>
    public void Reset() => (_keysUntil, _tokensUntil) = (0, 0);

    // The first byte that cannot be part of the key.
    private static int Stop(ReadOnlySpan<byte> text, int from, SearchValues<byte> body)
    {
        while (from < text.Length && (body.Contains(text[from]) || Skeleton.IsSpace(text[from])))
            from++;
        return from;
    }

    // From the beginning of the line that was under way.
    private int Tokens(ReadOnlySpan<byte> text, int seen, Action<int, int> mask)
    {
        var start = text[..Math.Max(0, Math.Min(seen, _tokensUntil))].LastIndexOf((byte)'\n') + 1;
        start = Math.Max(start, Math.Max(_keysUntil, seen - LongestLine));
        var lines = text[start..];
        var undecided = TokenFinder.Shared.Undecided(lines);
        _tokens.Clear();
        TokenFinder.Shared.Find(lines[..undecided], _tokens);
        foreach (var token in _tokens)
            mask(start + token.Start.Value, start + token.End.Value);
        _tokensUntil = start + undecided;
        return _tokensUntil;
    }
}
