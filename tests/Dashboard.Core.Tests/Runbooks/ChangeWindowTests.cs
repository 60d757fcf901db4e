using System.Globalization;
using Dashboard.Core.Runbooks;

namespace Dashboard.Core.Tests.Runbooks;

/// <summary>The hours in which changes may be made, by the clocks of their zone.</summary>
public sealed class ChangeWindowTests
{
    [Theory]
    [InlineData("22:00-04:00 Europe/Warsaw", "2026-03-07T21:00Z", true)] // 22:00 there
    [InlineData("22:00-04:00 Europe/Warsaw", "2026-03-07T20:59Z", false)]
    [InlineData("22:00-04:00 Europe/Warsaw", "2026-03-08T02:59Z", true)]
    [InlineData("22:00-04:00 Europe/Warsaw", "2026-03-08T03:00Z", false)]
    [InlineData("22:00-04:00 Europe/Warsaw", "2026-07-07T20:00Z", true)] // summer time: 22:00 there
    [InlineData("22:00-04:00 Europe/Warsaw", "2026-07-08T02:00Z", false)]
    [InlineData("09:00-17:00 UTC", "2026-03-07T09:00Z", true)]
    [InlineData("09:00-17:00 UTC", "2026-03-07T17:00Z", false)]
    [InlineData("09:00 – 17:00 Asia/Kolkata", "2026-03-07T04:00Z", true)] // 09:30 there
    public void Contains_MomentByTheClocksOfItsZone(string window, string moment, bool holds) =>
        ChangeWindow.Parse(window)!.Contains(At(moment)).ShouldBe(holds);

    [Theory]
    [InlineData("22:00-04:00 Europe/Warsaw", "2026-03-07T12:00Z", "2026-03-07T21:00Z")]
    [InlineData("22:00-04:00 Europe/Warsaw", "2026-03-07T21:00Z", "2026-03-08T21:00Z")]
    [InlineData("02:30-04:00 Europe/Warsaw", "2026-03-28T12:00Z", "2026-03-29T01:30Z")] // clocks go from 02:00 to 03:00 that night
    public void NextAfter_IsWhenItBeginsNext(string window, string moment, string next) =>
        ChangeWindow.Parse(window)!.NextAfter(At(moment)).ShouldBe(At(next));

    [Theory]
    [InlineData("22:00-22:00 UTC")]
    [InlineData("22:00-04:00")]
    [InlineData("22-04 UTC")]
    [InlineData("25:00-04:00 UTC")]
    [InlineData("22:00-04:00 Europe/Nowhere")]
    [InlineData("")]
    public void Parse_WhatIsNone_GivesNothing(string text) => ChangeWindow.Parse(text).ShouldBeNull();

    [Fact]
    public void ToString_IsWhatParses()
    {
        var window = ChangeWindow.Parse("22:00 - 04:00  Europe/Warsaw")!;
        window.ToString().ShouldBe("22:00-04:00 Europe/Warsaw");
        ChangeWindow.Parse(window.ToString()).ShouldBe(window);
        window.ClockAt(At("2026-03-07T12:34Z")).ShouldBe("13:34");
    }

    private static DateTimeOffset At(string moment) => DateTimeOffset.Parse(moment, CultureInfo.InvariantCulture);
}
