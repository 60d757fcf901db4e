using Dashboard.Core.Runs;
using Dashboard.Shared.Filters;

namespace Dashboard.Tests.Shared.Filters;

/// <summary>The state of a page of evidence, as its address holds it.</summary>
public sealed class EvidenceAddressTests
{
    [Fact]
    public void Address_OfAFilledForm_IsTheFilterOfItsFields()
    {
        var address =
            Of("evidence?q=a+%26+b&mode=live&outcome=TimedOut&since=2026-01-31&until=2026-01-31&revision=9F3C&person=&order=oldest");

        var filter = address.Filter(TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));
        (address.Text, filter.Mode, filter.Outcome, filter.Person, filter.OldestFirst).ShouldBe(
            ("a & b", RunMode.Live, Outcome.TimedOut, null, true));
        filter.Revision.ShouldBe("9f3c");
        (filter.Since, filter.Until).ShouldBe((new DateTimeOffset(2026, 1, 31, 0, 0, 0, TimeSpan.FromHours(1)),
            new DateTimeOffset(2026, 2, 1, 0, 0, 0, TimeSpan.FromHours(1))));
        address.Problems.ShouldBeEmpty();
        address.At("17")
            .ShouldBe(
                "evidence?q=a%20%26%20b&mode=live&outcome=TimedOut&since=2026-01-31&until=2026-01-31&revision=9F3C&order=oldest&from=17");
    }

    [Fact]
    public void Address_ThatAsksForWhatWasUnknown_IsThatFilter()
    {
        var filter = Of("evidence?was=unknown&outcome=failed").Filter(TimeZoneInfo.Utc);
        (filter.WasUnknown, filter.Outcome).ShouldBe((true, Outcome.Failed));
        Of("evidence?was=unknown").Problems.ShouldBeEmpty();
        Of("evidence?outcome=unknown").Filter(TimeZoneInfo.Utc).WasUnknown.ShouldBeFalse();
    }

    [Theory]
    [InlineData("was=failed", "use unknown.")]
    [InlineData("mode=real", "use one of live, rehearsal.")]
    [InlineData("mode=7", "use one of live, rehearsal.")]
    [InlineData("outcome=good", "use one of passed, failed, timedout, cancelled, unknown.")]
    [InlineData("kind=x", "use one of manual, preflight,")]
    [InlineData("result=x", "abandoned, open.")]
    [InlineData("since=31.1.2026", "write since as 2026-01-31.")]
    [InlineData("until=2026-13-01", "write until as 2026-01-31.")]
    [InlineData("since=2026-02-01&until=2026-01-31", "nothing can match")]
    [InlineData("revision=HEAD", "enter the start of the runbook's digest")]
    public void Address_ThatMeansNothing_SaysWhatToWriteInstead(string query, string words) =>
        Of("evidence?" + query).Problems.ShouldHaveSingleItem().ShouldContain(words);

    [Theory]
    [InlineData("runs?result=open")]
    [InlineData("runs?result=rolledback&mode=LIVE&order=oldest&from=12")]
    [InlineData("evidence?q=%00&person=nobody&step=none")]
    public void Address_ThatMeansSomething_HasNoProblems(string address) => Of(address).Problems.ShouldBeEmpty();

    [Theory]
    [InlineData("0001-01-01")]
    [InlineData("9999-12-31")]
    public void Days_AtTheEndsOfTime_AreNoBounds(string day)
    {
        var filter = Of($"evidence?since={day}&until={day}").Filter(TimeZoneInfo.FindSystemTimeZoneById("Pacific/Kiritimati"));
        (filter.Since, filter.Until).ShouldBe((null, null));
    }

    private static EvidenceAddress Of(string address) => EvidenceAddress.Of(new(new("http://host/"), address));
}
