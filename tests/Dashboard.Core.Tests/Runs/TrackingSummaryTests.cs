using System.Text;
using Dashboard.Core.Ledger;
using Dashboard.Core.Runs;

namespace Dashboard.Core.Tests.Runs;

public sealed class TrackingSummaryTests
{
    [Theory]
    [InlineData(Outcome.Passed, "cgroup", null, null)]
    [InlineData(Outcome.Failed, "process group: no cgroup v2 to be seen here", null, null)]
    [InlineData(Outcome.Passed, "cgroup", "12 sleep", "processes tracked by cgroup")]
    [InlineData(Outcome.TimedOut, "cgroup", null, "processes tracked by cgroup")]
    [InlineData(Outcome.Cancelled, "process group: no cgroup v2 to be seen here", null,
        "processes tracked by process group: no cgroup v2 to be seen here")]
    [InlineData(Outcome.Passed, "cgroup; no limits: the memory controller is not available to the server", null,
        "processes tracked by cgroup; no limits: the memory controller is not available to the server")]
    [InlineData(Outcome.Unknown, null, "12 sleep", null)]
    public void Of_End_SaysItWhereItMatters(Outcome outcome, string? tracking, string? left, string? words) => TrackingSummary.Of(new()
    {
        AttemptId = "a",
        Outcome = outcome,
        Reason = "r",
        Stdout = new(0, "d", 0),
        Stderr = new(0, "d", 0),
        Sandbox = "s",
        Tracking = tracking,
        LeftBehind = left is null ? [] : [left],
    }).ShouldBe(words);

    [Fact]
    public void Entry_OfAnOlderVersion_IsReadWithoutIt()
    {
        const string old =
            """{"seq":1,"prev":"a","stream":"run/1","streamPrev":"a","at":"2026-01-31T21:02:11.0000000Z","actor":"""
            + """{"id":"a","name":"a"},"data":"""
            + """{"type":"step-finished","attemptId":"a","outcome":"timedOut","reason":"It was ended.","tries":1,"stdout":"""
            + """{"bytes":0,"digest":"d","omitted":0},"stderr":"""
            + """{"bytes":0,"digest":"d","omitted":0},"masked":0,"sandbox":"confined, read-only","leftBehind":[],"incomplete":false}}""";

        var end = LedgerCodec.ReadRunEvent(Encoding.UTF8.GetBytes(old)).Event.ShouldBeOfType<StepFinished>();

        (end.Tracking, TrackingSummary.Of(end)).ShouldBe((null, null));
        JsonText(end).ShouldNotContain("tracking");
        JsonText(end with { Tracking = "cgroup" }).ShouldContain("\"tracking\":\"cgroup\"");
    }

    private static string JsonText(StepFinished end) => System.Text.Json.JsonSerializer.Serialize(end, LedgerCodec.Json);
}
