using Dashboard.Execution.Masking.Primitives;

namespace Dashboard.Execution.Masking.Decoding;

/// <summary>
/// Reads runs of base64 and base64url, and of base32 (RFC 4648), with white space in them. Where the encoded text begins is not known, so
/// each run is read in each of the four or eight phases.
/// </summary>
internal sealed class BaseN
{
    /// <summary>Base64, of both alphabets.</summary>
    public static readonly BaseN Base64 = new(6, 4, b => (char)b switch
    {
        >= 'A' and <= 'Z' => b - 'A',
        >= 'a' and <= 'z' => b - 'a' + 26,
        >= '0' and <= '9' => b - '0' + 52,
        '+' or '-' => 62,
        '/' or '_' => 63,
        _ => -1,
    });

    /// <summary>Base32.</summary>
    public static readonly BaseN Base32 = new(5, 8, b => (char)b switch
    {
        >= 'A' and <= 'Z' => b - 'A',
        >= '2' and <= '7' => b - '2' + 26,
        _ => -1,
    });

    private readonly sbyte[] _values;
    private readonly int _bits, _phases;

    private BaseN(int bits, int phases, Func<int, int> value) =>
        (_bits, _phases, _values) = (bits, phases, [.. Enumerable.Range(0, 256).Select(b => (sbyte)value(b))]);

    /// <summary>The value of each character; −1 for those that are none.</summary>
    public ReadOnlySpan<sbyte> Values => _values;

    /// <summary>The fewest characters: those of the shortest secret.</summary>
    public int Fewest => SecretLengths.Shortest * 8 / _bits;

    /// <summary>Calls back for each run and phase.</summary>
    public void Read(Reading from, bool open, ReadingPool pool, Action<Reading, bool> found)
    {
        var run = pool.Rent();
        for (var i = 0; i <= from.Count; i++)
        {
            if (i < from.Count && _values[from[i]] is >= 0 and var value)
            {
                run.Add((byte)value, from.From(i), from.To(i));
                continue;
            }

            if (i < from.Count && Skeleton.Quoting[from[i]])
                continue;
            var atEnd = open && i == from.Count;
            for (var phase = 0; phase < _phases && (run.Count >= Fewest || (atEnd && phase < run.Count)); phase++)
                Decode(run, phase, atEnd, pool, found);
            run.Clear();
        }

        pool.Return(run);
    }

    private void Decode(Reading run, int phase, bool open, ReadingPool pool, Action<Reading, bool> found)
    {
        var bytes = pool.Rent();
        var (bits, count, first) = (0, 0, run.From(phase));
        for (var i = phase; i < run.Count; i++)
        {
            if (count == 0)
                first = run.From(i);
            bits = (bits << _bits) | run[i];
            count += _bits;
            if (count < 8)
                continue;
            count -= 8;
            bytes.Add((byte)(bits >> count), first, run.To(i));
            bits &= (1 << count) - 1;
            first = run.From(i);
        }

        found(bytes, open);
        pool.Return(bytes);
    }
}
