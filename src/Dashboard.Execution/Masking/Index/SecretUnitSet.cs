using System.Text;
using Dashboard.Execution.Masking.Primitives;

namespace Dashboard.Execution.Masking.Index;

/// <summary>Gathers what of all secrets is looked for, and what can be said of all of it.</summary>
internal sealed class SecretUnitSet(MaskingDefences on)
{
    /// <summary>Grams of secrets longer than this are taken here and there: any piece that counts has some of them.</summary>
    public const int Long = 4096;

    // Any sixteen bytes have a gram that is taken, at one of three places in a row.
    private const int Stride = 4, LongStep = 3, LongLine = 16, LargestStep = 12;

    // A line end, and the first characters of the next line.
    private const int MostWithoutText = 8;

    private readonly bool[] _space = on.WhiteSpace ? Skeleton.Space : Skeleton.Nothing;
    private readonly bool[] _quoting = on is { WhiteSpace: true, Encodings: true } ? Skeleton.Quoting
        : on.WhiteSpace ? Skeleton.Space : Skeleton.Nothing;

    // Of each, whether it is a line of another one.
    private readonly Dictionary<byte[], bool> _unquoted = new(ByteArrays.Instance), _quoted = new(ByteArrays.Instance);
    private readonly List<(byte[] Bytes, int Stride)> _grams = [];
    private bool _hasLong;

    /// <summary>The length of the shortest unit, without what is dropped.</summary>
    public int ShortestUnit { get; private set; } = int.MaxValue;

    /// <summary>Of so many places in a row it is enough to ask for the gram at one.</summary>
    public int GramStep => _hasLong ? LongStep : Math.Clamp(ShortestUnit - GramFilter.Length + 1, LongStep, LargestStep);

    /// <summary>Whether every piece of every unit has enough printable ASCII in a row.</summary>
    public bool IsText { get; private set; } = true;

    /// <summary>What finds them: those that are compared without quoting characters, and those that are compared with them.</summary>
    public SecretIndex[] Levels() =>
        [new([.. _unquoted.Select(u => (u.Key, u.Value))], _quoting), new([.. _quoted.Select(u => (u.Key, u.Value))], _space)];

    /// <summary>Four bytes of any of them.</summary>
    public GramFilter Grams()
    {
        var filter = new GramFilter(_grams.Sum(g => (long)g.Bytes.Length / g.Stride));
        foreach (var (bytes, stride) in _grams)
            filter.Add(bytes, stride);
        return filter;
    }

    /// <summary>Adds a secret: the whole, its lines, and what other encodings make of them.</summary>
    public void Add(ReadOnlyMemory<byte> secret)
    {
        foreach (var unit in SecretUnits.Of(secret))
        {
            One(unit, unit.Length == secret.Length, secret.Length > Long);
            foreach (var other in on.Encodings && secret.Length <= Long ? SecretUnits.Undone(unit).Concat(SecretUnits.Recoded(unit)) : [])
                One(other, true, false);
        }
    }

    private void One(ReadOnlyMemory<byte> unit, bool whole, bool ofLong)
    {
        var (unquoted, spaceless) = (Skeleton.Of(unit.Span, _quoting), Skeleton.Of(unit.Span, _space));
        var quoted = unquoted.Length < SecretLengths.Shortest && unquoted.Length < spaceless.Length;
        var (to, key) = quoted ? (_quoted, spaceless) : (_unquoted, unquoted);
        // A line is a part of its file; where it is a secret of its own as well, it is no part.
        var known = to.TryGetValue(key, out var isPart);
        if (spaceless.Length < SecretLengths.Shortest || (known && (!whole || !isPart)))
            return;
        to[key] = !whole;
        ShortestUnit = Math.Min(ShortestUnit, key.Length);
        IsText &= HasText(unit.Span);
        var stride = whole && unit.Length > Long ? Stride : 1;
        _hasLong |= stride > 1;
        // Lines have the grams of the whole, all of them or, when they are not very short, enough.
        if (!whole && !(ofLong && unquoted.Length < LongLine))
            return;
        // As it is compared, and as it comes out of base64 and digits: UTF-16 too.
        _grams.Add((unquoted, stride));
        if (!on.Encodings)
            return;
        if (unquoted.Length != unit.Length)
            _grams.Add((unit.ToArray(), stride));
        if (stride == 1)
            _grams.Add((Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(unit.Span)), stride));
    }

    // Whether as many printable bytes in a row as the shortest secret has come soon, wherever one begins to read: what is shown of a secret
    // before it is noticed must be short enough to be still held back.
    private static bool HasText(ReadOnlySpan<byte> unit)
    {
        var (run, since, found) = (0, 0, false);
        foreach (var b in unit)
        {
            run = b is >= 0x20 and < 0x7F ? run + 1 : 0;
            since = run >= SecretLengths.Shortest ? 0 : since + 1;
            found |= since == 0;
            if (since > MostWithoutText)
                return false;
        }

        return found;
    }

    private sealed class ByteArrays : IEqualityComparer<byte[]>
    {
        public static ByteArrays Instance { get; } = new();

        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(byte[] obj)
        {
            var hash = default(HashCode);
            hash.AddBytes(obj);
            return hash.ToHashCode();
        }
    }
}
