using Dashboard.Core.Audit;
using Dashboard.Core.Runs;

namespace Dashboard.Core.Tests.Audit;

public sealed class AuditCsvTests
{
    private static readonly AuditRecord Record = new()
    {
        Entry = 12,
        At = new(2026, 1, 31, 21, 0, 0, TimeSpan.Zero),
        RunId = "r",
        Run = 3,
        Runbook = "book",
        Title = "Book",
        RunbookDigest = "d",
        Mode = RunMode.Live,
        Target = "host",
        Gate = "change",
        GateTitle = "Change",
        Approved = true,
        By = "Ann",
        Phrase = "change-approved",
        Solo = true,
        Flags = [new("solo", true), new("voided")],
    };

    [Fact]
    public void Record_HasAFieldForEachNameInTheHeader()
    {
        AuditCsv.Header.TrimEnd().Split(',').Length.ShouldBe(AuditCsv.Of(Record).TrimEnd('\r', '\n').Split(',').Length);
        AuditCsv.Of(Record).ShouldBe("12,2026-01-31T21:00:00.000Z,3,r,book,d,Live,host,change,approved,Ann,,change-approved,,,solo,0,,,,,solo; voided\r\n");
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a, b", "\"a, b\"")]
    [InlineData("say \"no\"", "\"say \"\"no\"\"\"")]
    [InlineData("two\nlines", "\"two\nlines\"")]
    [InlineData("=HYPERLINK(1)", "'=HYPERLINK(1)")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@cmd", "'@cmd")]
    public void Text_OfPeople_StaysTextInASpreadsheet(string reason, string field) =>
        AuditCsv.Of(Record with { Reason = reason }).ShouldContain($",change-approved,{field},,solo");
}
