using Dashboard.Execution.Masking.Index;

namespace Dashboard.Execution.Masking.Scanning;

/// <summary>
/// Finds the places of the output that are worth reading in every way, at a fraction of the time that takes. It may name places that hold
/// nothing; one that holds a secret in any form that is read is among them, or close to one.
/// </summary>
internal sealed class HotScanner
{
    private const int Overlap = 128, Everywhere = 512;

    private readonly SecretSet _set;
    private readonly ByteMasks _masks;
    private readonly PlainSearch _plain;
    private readonly EscapeSearch _escapes;
    private readonly Base64Search _base64;
    private readonly Base32Search _base32;
    private readonly DigitSearch _digits;
    private readonly List<HotPlace> _hot = [];

    /// <summary>Makes it.</summary>
    /// <param name="set">What is looked for.</param>
    public HotScanner(SecretSet set)
    {
        var probe = new SecretProbe(set);
        (_set, _masks) = (set, Kinds.Masks(set.Levels[0].Drops, set.Defences.Encodings));
        (_plain, _escapes, _base64) = (new(set, _masks, probe), new(set, _masks, probe), new(set, _masks, probe));
        (_base32, _digits) = (new(set, _masks), new(set, _masks, probe));
    }

    /// <summary>The places, in order.</summary>
    /// <param name="text">The text.</param>
    /// <param name="start">Where to begin.</param>
    public List<HotPlace> Scan(ReadOnlySpan<byte> text, int start)
    {
        _hot.Clear();
        if (_set.IsEmpty)
            return _hot;
        if (!_set.Defences.OnlyHotPlaces || (!_set.Levels[1].IsEmpty && SecretProbe.Touches(_set.Levels[1], text[start..])))
        {
            for (var at = start; at < text.Length; at += Everywhere)
                _hot.Add(new(at, HotPlace.Far));
            return _hot;
        }

        // Blocks overlap, so that what lies on a border is whole in one of them.
        for (var at = start; at == start || at + Overlap < text.Length; at += ByteMasks.Block - Overlap)
            Block(text, at, Math.Min(ByteMasks.Block, text.Length - at));
        _hot.Sort();
        return _hot;
    }

    private void Block(ReadOnlySpan<byte> text, int at, int length)
    {
        var block = text.Slice(at, length);
        _masks.Sort(block);
        _plain.Find(block, at, _hot);
        if (!_set.Defences.Encodings)
            return;
        _escapes.Find(text, at, length, _hot);
        _digits.Find(block, at, _hot);
        _base32.Find(block, at, _hot);
        _base64.Find(block, at, _hot);
    }
}
