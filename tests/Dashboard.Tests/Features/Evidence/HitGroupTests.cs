using Dashboard.Core.Output;
using Dashboard.Core.Runs;
using Dashboard.Engine.Ports;
using Dashboard.Features.Evidence;

namespace Dashboard.Tests.Features.Evidence;

/// <summary>What was found, put together for people.</summary>
public sealed class HitGroupTests
{
    [Fact]
    public void Hits_CloseToEachOther_ShowTheLinesBetweenThemOnce()
    {
        var group = HitGroup.Of([Hit(1, 3), Hit(1, 5)]).ShouldHaveSingleItem();
        group.Lines.Select(l => l.Line.Number).ShouldBe([1, 2, 3, 4, 5, 6, 7]);
        group.Hits.ShouldBe([3, 5]);
        group.Lines.ShouldAllBe(l => !l.FollowsGap);
    }

    [Fact]
    public void Hits_FarApart_AreInTheOrderOfTheOutputWithAGapBetween()
    {
        var group = HitGroup.Of([Hit(1, 60), Hit(1, 10)]).ShouldHaveSingleItem();
        group.Hits.ShouldBe([10, 60]);
        group.Lines.Where(l => l.FollowsGap).ShouldHaveSingleItem().Line.Number.ShouldBe(58);
    }

    [Fact]
    public void Hits_OfSeveralAttempts_AreGroupsInTheOrderInWhichTheyWereFound() =>
        HitGroup.Of([Hit(2, 3), Hit(2, 9), Hit(1, 3)]).Select(g => (g.Attempt.Sequence, g.Hits.Count())).ShouldBe([(2, 2), (1, 1)]);

    [Theory]
    [InlineData(0)]
    [InlineData(4_000)]
    [InlineData(7_990)]
    public void Excerpt_OfALongLine_HoldsTheText(int at)
    {
        var line = new NumberedLine(1, OutputChannel.Stdout, new string('.', at) + "Needle" + new string('.', 7_990 - at));
        HitGroup.Excerpt(line, "needle").ShouldContain("Needle");
        HitGroup.Excerpt(line, "needle").Length.ShouldBeLessThan(410);
        HitGroup.Excerpt(line with { Text = "\e[31mshort\e[0m" }, "needle").ShouldBe("\e[31mshort\e[0m");
    }

    private static SearchHit Hit(long attempt, long line) =>
        new(Attempt(attempt), Line(line), [Line(line - 2), Line(line - 1)], [Line(line + 1), Line(line + 2)]);

    private static NumberedLine Line(long number) => new(number, OutputChannel.Stdout, $"line {number}");

    private static AttemptSummary Attempt(long sequence) => new()
    {
        Sequence = sequence,
        AttemptId = $"a{sequence}",
        RunId = "r",
        RunNumber = 1,
        Slug = "book",
        RunbookDigest = "d",
        Mode = RunMode.Live,
        StepId = "check",
        Title = "Check",
        Number = 1,
        Target = "host",
        By = "ada",
        StartedAt = default,
    };
}
