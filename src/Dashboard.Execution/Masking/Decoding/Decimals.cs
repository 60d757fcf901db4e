using Dashboard.Execution.Masking.Primitives;

namespace Dashboard.Execution.Masking.Decoding;

/// <summary>
/// Reads lists of bytes in decimal: <c>[112, 64, 115]</c> of Python and JavaScript, <c>[112 64 115]</c> of Go, <c>-61</c> of Java.
/// </summary>
internal static class Decimals
{
    /// <summary>Calls back for each list.</summary>
    public static void Read(Reading from, bool open, ReadingPool pool, Action<Reading, bool> found)
    {
        var list = pool.Rent();
        for (var i = 0; i <= from.Count;)
        {
            var start = i;
            var negative = i < from.Count && from[i] == '-';
            var (at, value) = (negative ? i + 1 : i, 0);
            for (; at < from.Count && from[at] is >= (byte)'0' and <= (byte)'9'; at++)
                value = Math.Min(1000, (value * 10) + from[at] - '0');
            var digits = at - start - (negative ? 1 : 0);
            if (digits is > 0 and <= 3 && value <= (negative ? 128 : 255))
            {
                list.Add((byte)(negative ? -value : value), from.From(start), from.To(at - 1));
                i = at;
                continue;
            }

            i = Math.Max(at, start + 1);
            if (digits == 0 && start < from.Count && (from[start] <= 0x20 || ",;[](){}"u8.Contains(from[start])))
                continue;
            if (list.Count >= SecretLengths.Shortest || (open && start >= from.Count && list.Count > 0))
                found(list, open && start >= from.Count);
            list.Clear();
        }

        pool.Return(list);
    }
}
