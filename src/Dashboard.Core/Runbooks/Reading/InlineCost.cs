namespace Dashboard.Core.Runbooks.Reading;

/// <summary>What the reading of a document's inline marks was.</summary>
/// <param name="Units">In characters looked at.</param>
/// <param name="Cells">In cells of tables.</param>
internal readonly record struct InlineCost(long Units, long Cells)
{
    /// <summary>Whether a document of this cost is read no further.</summary>
    public bool IsTooMuch => Units > InlineBudget.Most || Cells > InlineBudget.MostCells;

    /// <summary>The cost of two documents together.</summary>
    public static InlineCost operator +(InlineCost one, InlineCost other) => new(one.Units + other.Units, one.Cells + other.Cells);
}
