using System.Numerics;
using System.Runtime.CompilerServices;

namespace Dashboard.Execution.Masking.Index;

/// <summary>
/// Finds secrets in a reading. Pieces of long ones by their windows: a run of windows that all stand in secrets is a piece of one. Short
/// ones as a whole, by a hash of their last bytes. The cost for a byte does not depend on how many secrets there are, nor on what they
/// hold.
/// </summary>
internal sealed class SecretIndex
{
    /// <summary>Bytes of a window.</summary>
    public const int Window = 8;

    /// <summary>So many windows in a row are a piece.</summary>
    public const int PieceWindows = SecretUnits.Piece - Window + 1;

    private const int EndLength = 6;
    private const ulong Base = 0x100000001B3, EndMask = (1UL << (8 * EndLength)) - 1;

    private readonly BitFilter _windows, _ends, _prefixes;
    private readonly HashSet<ulong> _short = [];
    private uint _lengths;

    /// <summary>Makes it.</summary>
    /// <param name="units">Secrets without what is dropped; a part of another one has its windows already.</param>
    /// <param name="drops">What is dropped of readings.</param>
    public SecretIndex(IReadOnlyCollection<(byte[] Bytes, bool IsPart)> units, bool[] drops)
    {
        Drops = drops;
        _windows = new(units.Sum(u => u.IsPart ? 0 : u.Bytes.LongLength));
        _ends = new(units.Count(u => u.Bytes.Length < SecretUnits.Piece));
        _prefixes = new(units.Sum(u => Math.Min((long)u.Bytes.Length, SecretUnits.Piece)));
        foreach (var (bytes, isPart) in units)
            Add(bytes, isPart);
    }

    /// <summary>What is dropped of a reading before it is compared.</summary>
    public bool[] Drops { get; }

    /// <summary>Whether it holds anything.</summary>
    public bool IsEmpty { get; private set; } = true;

    /// <summary>Whether eight bytes in a row stand in a secret.</summary>
    public bool IsWindow(ulong window) => _windows.Contains(window);

    /// <summary>The length of the longest short secret that ends with these bytes; 0 for none.</summary>
    /// <param name="window">The last eight bytes.</param>
    /// <param name="bytes">All bytes so far.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int ShortAtEnd(ulong window, ReadOnlySpan<byte> bytes) =>
        _lengths != 0 && bytes.Length >= EndLength && _ends.Contains(window & EndMask) ? Longest(bytes) : 0;

    /// <summary>How many of the last bytes are the beginning of a secret; 0 when fewer than <paramref name="least"/> are.</summary>
    public int PrefixAtEnd(ReadOnlySpan<byte> bytes, int least)
    {
        var (hash, found) = (0UL, 0);
        var most = Math.Min(bytes.Length, SecretUnits.Piece - 1);
        for (var length = 1; length <= most; length++)
        {
            hash = (hash * Base) + bytes[^length] + 1;
            if (length >= least && _prefixes.Contains(Key(hash, length)))
                found = length;
        }

        return found;
    }

    private static ulong Key(ulong hash, int length) => (hash ^ (hash >> 31)) + ((ulong)length << 56);

    private int Longest(ReadOnlySpan<byte> bytes)
    {
        var (hash, length, found) = (0UL, 0, 0);
        for (var lengths = _lengths; lengths != 0; lengths &= lengths - 1)
        {
            var next = BitOperations.TrailingZeroCount(lengths);
            if (next > bytes.Length)
                break;
            while (length < next)
                hash = (hash * Base) + bytes[^++length] + 1;
            if (_short.Contains(Key(hash, length)))
                found = length;
        }

        return found;
    }

    private void Add(byte[] unit, bool isPart)
    {
        IsEmpty = false;
        // The beginnings: from the back, so that a reading's end can be tried at all lengths in one go.
        var (prefix, power) = (0UL, 1UL);
        for (var i = 0; i < Math.Min(unit.Length, SecretUnits.Piece - 1); i++)
        {
            prefix += (ulong)(unit[i] + 1) * power;
            power *= Base;
            _prefixes.Add(Key(prefix, i + 1));
        }

        var window = 0UL;
        for (var i = 0; i < unit.Length && !(isPart && unit.Length >= SecretUnits.Piece); i++)
        {
            window = (window << 8) | unit[i];
            if (i >= Window - 1 && !isPart)
                _windows.Add(window);
        }

        if (unit.Length >= SecretUnits.Piece)
            return;
        _ends.Add(window & EndMask);
        _short.Add(Key(prefix, unit.Length));
        _lengths |= 1U << unit.Length;
    }
}
