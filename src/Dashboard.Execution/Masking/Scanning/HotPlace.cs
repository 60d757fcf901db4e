namespace Dashboard.Execution.Masking.Scanning;

/// <summary>A place that is worth reading in every way.</summary>
/// <param name="At">Where it is.</param>
/// <param name="Around">How much before and behind it is to be read, in bytes.</param>
internal readonly record struct HotPlace(int At, int Around) : IComparable<HotPlace>
{
    /// <summary>More than the longest form of a short secret. The white space within one may be that long.</summary>
    public const int Far = 1024;

    /// <summary>What stands there as it is needs less.</summary>
    public const int Near = 256;

    /// <summary>Adds places for all of a stretch, close enough that nothing of it is left out.</summary>
    public static void AddAll(List<HotPlace> hot, int from, int to)
    {
        for (var part = from; part < to; part += Far / 2)
            hot.Add(new(part, Far));
    }

    /// <summary>By place.</summary>
    public int CompareTo(HotPlace other) => (At, Around).CompareTo((other.At, other.Around));
}
