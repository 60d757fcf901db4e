using Dashboard.Features.Evidence;
using DiffPlex.DiffBuilder;

namespace Dashboard.Tests.Features.Evidence;

/// <summary>Two outputs side by side, without what is the same.</summary>
public sealed class DiffRowsTests
{
    private static readonly string Left = string.Join('\n', Enumerable.Range(1, 40).Select(i => $"line {i}"));
    private static readonly string Right = Left.Replace("line 20", "line twenty", StringComparison.Ordinal);

    [Fact]
    public void Rows_FarFromWhatDiffers_AreCounted()
    {
        var rows = DiffRows.Of(SideBySideDiffBuilder.Diff(Left, Right), all: false);
        rows.Select(r => r.Same).ShouldBe([16, 0, 0, 0, 0, 0, 0, 0, 17]);
        (rows[4].Left!.Position, rows[4].Left!.Text, rows[4].Right!.Text).ShouldBe((20, "line 20", "line twenty"));
    }

    [Fact]
    public void Rows_WhenAllAreAskedFor_AreAll() =>
        DiffRows.Of(SideBySideDiffBuilder.Diff(Left, Right), all: true).Count(r => r.Same == 0).ShouldBe(40);

    [Fact]
    public void Rows_OfALineThatStandsAlone_AreNotLeftOut()
    {
        var rows = DiffRows.Of(SideBySideDiffBuilder.Diff("a\n1\n2\n3\n4\n5\n6\n7\nb", "A\n1\n2\n3\n4\n5\n6\n7\nB"), all: false);
        rows.ShouldAllBe(r => r.Same == 0);
    }
}
