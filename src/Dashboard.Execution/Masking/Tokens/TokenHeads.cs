using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Dashboard.Execution.Masking.Tokens;

/// <summary>One way a rule's text begins.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Bytes">Which bytes the first ones may be.</param>
/// <param name="Rare">Where in them the three stand that ordinary text has least often.</param>
internal sealed record TokenHead(TokenRule Rule, ImmutableArray<ByteSet> Bytes, int Rare)
{
    /// <summary>Whether the text goes on from here as the rule begins, as far as both go.</summary>
    public bool Fits(ReadOnlySpan<byte> text, int at)
    {
        if (!(Rule.AtWord ? TokenPattern.IsEdge(text, at) : TokenPattern.IsStart(text, at)))
            return false;
        for (var i = 0; i < Bytes.Length && at + i < text.Length; i++)
        {
            if (!Bytes[i][text[at + i]])
                return false;
        }

        return true;
    }
}

/// <summary>
/// How the rules' texts begin, and where in a text one may: of each head four bytes in a row that ordinary text has least often are looked
/// for, sixty-four places at once, and what is left is asked for three of them, exactly.
/// </summary>
internal sealed class TokenHeads
{
    private const int LongestHead = 24;

    private readonly byte[] _filter = new byte[1 << 16];
    private readonly HeadFilter _four;
    private readonly Dictionary<uint, List<TokenHead>> _byRare = [];
    private readonly List<TokenHead>[] _byFirst = [.. Enumerable.Range(0, 256).Select(_ => new List<TokenHead>())];

    /// <summary>Collects the heads.</summary>
    public TokenHeads(IEnumerable<TokenRule> rules)
    {
        foreach (var rule in rules)
        {
            foreach (var head in Of(TokenSyntax.Parse(rule.Regex)))
                Add(rule, head.Bytes);
        }

        _four = new(_byRare.Values.SelectMany(heads => heads).Distinct().Select(Four));
    }

    /// <summary>
    /// The next place, from one on, where three bytes stand that some head has; −1 for none. Now and then such a place turns out to have
    /// none.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Next(ReadOnlySpan<byte> text, int from)
    {
        var at = from;
        ref var bytes = ref MemoryMarshal.GetReference(text);
        for (; at + 64 + HeadFilter.Length <= text.Length; at += 64)
        {
            for (var places = _four.Next64(ref Unsafe.Add(ref bytes, at)); places != 0; places &= places - 1)
            {
                var place = at + BitOperations.TrailingZeroCount(places);
                if (_filter[Slot(Three(text, place))] != 0)
                    return place;
            }
        }

        for (; at + 3 <= text.Length; at++)
        {
            if (_filter[Slot(Three(text, at))] != 0)
                return at;
        }

        return -1;
    }

    /// <summary>The heads whose three rare bytes stand here.</summary>
    public ReadOnlySpan<TokenHead> At(ReadOnlySpan<byte> text, int at) =>
        CollectionsMarshal.AsSpan(_byRare.GetValueOrDefault(Three(text, at)));

    /// <summary>The first place where the text ends before a head has shown its three rare bytes; the text's length for none.</summary>
    public int Cut(ReadOnlySpan<byte> text)
    {
        for (var at = Math.Max(0, text.Length - LongestHead); at < text.Length; at++)
        {
            foreach (var head in _byFirst[text[at]])
            {
                if (at + head.Rare + 3 > text.Length && head.Fits(text, at))
                    return at;
            }
        }

        return text.Length;
    }

    private static uint Three(ReadOnlySpan<byte> text, int at) => text[at] | ((uint)text[at + 1] << 8) | ((uint)text[at + 2] << 16);

    // The three lowest bytes, spread over sixteen bits.
    private static nuint Slot(uint three) => ((three << 8) * 0x85EBCA6Bu) >> 16;

    private void Add(TokenRule rule, ImmutableArray<ByteSet> bytes)
    {
        if (bytes.Length < 3)
            throw new FormatException($"{rule.Id} begins with fewer than three known bytes.");
        var head = new TokenHead(rule, bytes, Enumerable.Range(0, bytes.Length - 2).MinBy(i => Frequency(bytes.AsSpan()[i..])));
        foreach (var b in bytes[0].Members)
            _byFirst[b].Add(head);

        foreach (var three in Threes(bytes, head.Rare))
        {
            _filter[Slot(three)] = 1;
            if (!_byRare.TryGetValue(three, out var heads))
                _byRare[three] = heads = [];
            heads.Add(head);
        }
    }

    private static double Frequency(ReadOnlySpan<ByteSet> bytes)
    {
        var product = 1.0;
        for (var i = 0; i < HeadFilter.Length && i < bytes.Length; i++)
            product *= bytes[i].Frequency;
        return product;
    }

    private static ByteSet[] Four(TokenHead head) =>
        [.. Enumerable.Range(head.Rare, HeadFilter.Length).Select(i => i < head.Bytes.Length ? head.Bytes[i] : ByteSet.Any)];

    private static IEnumerable<uint> Threes(ImmutableArray<ByteSet> bytes, int at) =>
        from a in bytes[at].Members
        from b in bytes[at + 1].Members
        from c in bytes[at + 2].Members
        select (uint)(a | (b << 8) | (c << 16));

    // The sequences of sets that a rule's texts begin with. Whole: the text is no longer than that, so that what follows the node goes on
    // from here.
    private static IEnumerable<(ImmutableArray<ByteSet> Bytes, bool Whole)> Of(TokenNode node) => node switch
    {
        TokenNode.Set set => [([set.Bytes], true)],
        TokenNode.Secret secret => Of(secret.Part),
        TokenNode.Choice choice => choice.Ways.SelectMany(Of),
        TokenNode.Sequence sequence => Joined(sequence.Parts),
        TokenNode.Repeat repeat => Joined(Enumerable.Repeat(repeat.Part, Math.Min(repeat.Least, LongestHead)))
            .Select(h => (h.Bytes, h.Whole && repeat.Least == repeat.Most)),
        _ => [([], true)],
    };

    private static List<(ImmutableArray<ByteSet> Bytes, bool Whole)> Joined(IEnumerable<TokenNode> parts)
    {
        List<(ImmutableArray<ByteSet> Bytes, bool Whole)> heads = [([], true)];
        foreach (var part in parts)
        {
            if (heads.TrueForAll(h => !h.Whole))
                break;
            var next = Of(part).ToArray();
            heads = [.. heads.SelectMany(h => !h.Whole ? [h] : next.Select(n => Joined(h.Bytes, n)))];
        }

        return heads;
    }

    private static (ImmutableArray<ByteSet> Bytes, bool Whole) Joined(
        ImmutableArray<ByteSet> head, (ImmutableArray<ByteSet> Bytes, bool Whole) next) =>
        ([.. head.Concat(next.Bytes).Take(LongestHead)], next.Whole && head.Length + next.Bytes.Length < LongestHead);
}
