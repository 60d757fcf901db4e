using Dashboard.Execution.Masking.Primitives;

namespace Dashboard.Execution.Masking.Decoding;

/// <summary>Reads pairs of hexadecimal digits, whatever stands between them: <c>7040 70:40 0x70, 0x40 \x70\x40 &lt;70 40&gt;</c>.</summary>
internal static class Hex
{
    /// <summary>The fewest digits: those of the shortest secret.</summary>
    public const int Fewest = 2 * SecretLengths.Shortest;

    private static readonly sbyte[] Values = [.. Enumerable.Range(0, 256).Select(Value256)];

    /// <summary>The value of a digit; −1 when it is none.</summary>
    public static int Value(byte b) => Values[b];

    /// <summary>Whether a byte may stand between two pairs.</summary>
    public static bool IsSeparator(byte b) => Skeleton.Quoting[b] || ":,-;xX%[](){}<>"u8.Contains(b);

    /// <summary>Calls back for each run, in both phases: where a run begins is not known.</summary>
    public static void Read(Reading from, bool open, ReadingPool pool, Action<Reading, bool> found)
    {
        var (digits, start) = (pool.Rent(), 0);
        for (var i = 0; i <= from.Count; i++)
        {
            if (i < from.Count && Value(from[i]) is >= 0 and var digit)
            {
                digits.Add((byte)digit, from.From(i), from.To(i));
                continue;
            }

            if (i < from.Count && IsSeparator(from[i]))
            {
                // 0x70: the zero is no digit of it.
                if (from[i] is (byte)'x' or (byte)'X' && i > start && from[i - 1] == '0' && digits.Count > 0)
                    digits.Truncate(digits.Count - 1);
                continue;
            }

            var atEnd = open && i == from.Count;
            for (var phase = 0; phase < 2 && (digits.Count >= Fewest || (atEnd && phase < digits.Count)); phase++)
                Pairs(digits, phase, atEnd, pool, found);
            digits.Clear();
            start = i + 1;
        }

        pool.Return(digits);
    }

    private static void Pairs(Reading digits, int phase, bool open, ReadingPool pool, Action<Reading, bool> found)
    {
        var bytes = pool.Rent();
        for (var i = phase; i + 1 < digits.Count; i += 2)
            bytes.Add((byte)((digits[i] << 4) | digits[i + 1]), digits.From(i), digits.To(i + 1));
        found(bytes, open);
        pool.Return(bytes);
    }

    private static sbyte Value256(int b) => (sbyte)((char)b switch
    {
        >= '0' and <= '9' => b - '0',
        >= 'a' and <= 'f' => b - 'a' + 10,
        >= 'A' and <= 'F' => b - 'A' + 10,
        _ => -1,
    });
}
