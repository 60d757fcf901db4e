using Dashboard.Execution.Masking.Decoding;
using Dashboard.Execution.Masking.Index;

namespace Dashboard.Execution.Masking.Scanning;

/// <summary>The columns of a dump or a list, one after the other, as bytes and as words whose lowest byte comes first.</summary>
internal struct DumpWords(SecretSet set)
{
    // As many columns of one width are a dump of something, though not of a secret as it is: perhaps of an encoding of one.
    private const int Many = 8;

    private readonly GramFilter _grams = set.Grams;
    private readonly bool _isText = set.IsText;
    private (ulong Bytes, int Count) _hex, _octal, _decimal, _binary;
    private int _same, _width;

    private readonly bool IsDump => _same >= Many && _width is 3 or 4 or 6;

    /// <summary>Takes a column.</summary>
    /// <returns>Whether there is something in the last ones.</returns>
    public bool Take(ReadOnlySpan<byte> token)
    {
        _same = token.Length == _width ? _same + 1 : 1;
        _width = token.Length;
        if (_width > 22)
            return false;
        var (hex, octal, ten, two) = (0UL, 0UL, 0UL, 0UL);
        var (isOctal, isTen, isTwo) = (true, true, true);
        foreach (var c in token)
        {
            var digit = (uint)Hex.Value(c);
            (hex, octal, ten, two) = ((hex << 4) | digit, (octal << 3) | (digit & 7), (ten * 10) + digit, (two << 1) | (digit & 1));
            (isOctal, isTen, isTwo) = (isOctal && digit < 8, isTen && digit < 10, isTwo && digit < 2);
        }

        return (_width is 4 or 8 or 16 && Word(ref _hex, hex, _width / 2))
            || (isOctal && _width is 3 or 6 or 11 or 22 && Word(ref _octal, octal, _width switch { 3 => 1, 6 => 2, 11 => 4, _ => 8 }))
            || (isTen && Word(ref _decimal, ten, _width switch { <= 3 => 1, <= 5 => 2, <= 10 => 4, _ => 8 }))
            || (isTwo && _width == 8 && Word(ref _binary, two, 1));
    }

    private readonly bool Word(ref (ulong Bytes, int Count) last, ulong value, int length)
    {
        for (var i = 0; i < length; i++)
        {
            last = ((last.Bytes << 8) | ((value >> (8 * i)) & 0xFF), last.Count + 1);
            // What was there before the first column is no byte.
            if (last.Count >= GramFilter.Length && Windows.MayBe((uint)last.Bytes, _isText) && _grams.Holds(Windows.Gram(last.Bytes)))
                return true;
        }

        return IsDump && Windows.IsText((uint)last.Bytes);
    }
}
