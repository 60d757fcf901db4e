using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Dashboard.Engine.Execution.Masking.Decoding;
using Dashboard.Engine.Execution.Masking.Index;

namespace Dashboard.Engine.Execution.Masking;

/// <summary>
/// Tells whether a run of digits or letters stands for something worth reading: for four bytes of a secret, or for text, which may be another
/// encoding of one.
/// </summary>
internal sealed class RunSuspicion(GramFilter grams)
{
    // So many groups in a row are text by chance once in some hundred thousand.
    private const int Printable = 4;

    /// <summary>The last four bytes that were shifted in, as they would stand in memory.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Gram(ulong bits) => BinaryPrimitives.ReverseEndianness((uint)bits);

    /// <summary>Whether the run's beginning is base64 of text.</summary>
    public static bool IsNested(ReadOnlySpan<byte> run)
    {
        for (var group = 0; group < Printable; group++)
        {
            if (run.Length < (4 * group) + 6)
                return false;
            var bits = 0UL;
            foreach (var b in run.Slice(4 * group, 6))
                bits = (bits << 6) | (byte)BaseN.Base64.Values[b];
            if (!IsText((uint)(bits >> 4)))
                return false;
        }

        return true;
    }

    /// <summary>Whether base32 in the run stands for a secret or for text.</summary>
    public bool IsBase32(ReadOnlySpan<byte> run)
    {
        var bits = 0UL;
        Span<int> printable = stackalloc int[8];
        for (var i = 0; i < run.Length; i++)
        {
            bits = (bits << 5) | (byte)BaseN.Base32.Values[run[i]];
            if (i < 6)
                continue;
            var window = (uint)(bits >> 3);
            ref var phase = ref printable[i & 7];
            phase = IsText(window) ? phase + 1 : 0;
            if (phase == 2 || grams.Holds(Gram(window)))
                return true;
        }

        return false;
    }

    /// <summary>Whether digits in the run stand for a secret or for text: pairs, bytes, or words of a dump.</summary>
    public bool IsHex(ReadOnlySpan<byte> run)
    {
        var (bits, digits, text) = (0UL, 0, new int[2]);
        var (token, begin) = (0, -1);
        var words = new Words(grams);
        for (var i = 0; i <= run.Length; i++)
        {
            var digit = i < run.Length ? Hex.Value(run[i]) : -1;
            if (digit >= 0)
            {
                if (begin < 0)
                    begin = i;
                bits = (bits << 4) | (uint)digit;
                // As long as no byte is decided twice: every eight digits, in each phase.
                if (++digits >= 8 && grams.Holds(Gram(bits)))
                    return true;
                ref var phase = ref text[digits & 1];
                phase = digits >= 8 && IsText((uint)bits) ? phase + 1 : 0;
                if (phase == 7)
                    return true;
                continue;
            }

            if (i < run.Length && run[i] is (byte)'x' or (byte)'X' && i > 0 && run[i - 1] == '0')
                (bits, digits) = (bits >> 4, digits - 1);
            token = begin >= 0 ? i - begin : 0;
            if (token > 0 && words.Take(run[begin..i]))
                return true;
            begin = -1;
        }

        return false;
    }

    /// <summary>Whether four bytes are printable.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsText(uint window) =>
        // No byte above 0x7E, none below 0x20; a line break in one place is rare enough to be left out.
        (window & 0x80808080) == 0 && ((window - 0x20202020) & 0x80808080) == 0;

    /// <summary>The columns of a dump, one after the other, as bytes and as words whose lowest byte comes first.</summary>
    private struct Words(GramFilter grams)
    {
        private ulong _octal, _decimal, _binary, _hex2, _oct2, _dec2;
        private int _same, _width;

        public bool Take(ReadOnlySpan<byte> token)
        {
            _same = token.Length == _width ? _same + 1 : 1;
            _width = token.Length;
            var (hex, octal, ten) = (0UL, 0UL, 0UL);
            var (isOctal, isTen, isBinary) = (true, true, token.Length == 8);
            foreach (var c in token)
            {
                var digit = (uint)Hex.Value(c);
                (hex, octal, ten) = ((hex << 4) | digit, (octal << 3) | (digit & 7), (ten * 10) + digit);
                (isOctal, isTen, isBinary) = (isOctal && digit < 8, isTen && digit < 10, isBinary && digit < 2);
            }

            if (token.Length == 8 && grams.Holds((uint)hex))
                return true;
            if (token.Length == 16 && (grams.Holds((uint)hex) || grams.Holds((uint)(hex >> 32))))
                return true;
            if (token.Length == 4 && Word(ref _hex2, hex))
                return true;
            if (isOctal && token.Length == 6 && Word(ref _oct2, octal))
                return true;
            if (isOctal && token.Length == 11 && grams.Holds((uint)octal))
                return true;
            if (isOctal && token.Length == 22 && (grams.Holds((uint)octal) || grams.Holds((uint)(octal >> 32))))
                return true;
            if (isOctal && token.Length == 3 && One(ref _octal, octal))
                return true;
            if (isTen && token.Length <= 5 && Word(ref _dec2, ten))
                return true;
            if (isTen && token.Length is > 5 and <= 20 && (grams.Holds((uint)ten) || grams.Holds((uint)(ten >> 32))))
                return true;
            if (isTen && token.Length <= 3 && One(ref _decimal, ten))
                return true;
            if (!isBinary)
                return false;
            var value = 0UL;
            foreach (var c in token)
                value = (value << 1) | (c & 1UL);
            return One(ref _binary, value);
        }

        // Many columns of one width are a dump of something, though not of a secret as it is: perhaps of an encoding of one.
        private readonly bool IsDump => _same >= 8 && _width is 3 or 4 or 6;

        private bool One(ref ulong bytes, ulong value)
        {
            bytes = (bytes << 8) | (value & 0xFF);
            return grams.Holds(Gram(bytes)) || (IsDump && IsText((uint)bytes));
        }

        private bool Word(ref ulong bytes, ulong value)
        {
            bytes = (bytes << 16) | ((value & 0xFF) << 8) | ((value >> 8) & 0xFF);
            return grams.Holds(Gram(bytes)) || (IsDump && IsText((uint)bytes));
        }
    }
}
