using Dashboard.Core.Audit;
using Dashboard.Core.Runs;
using Dashboard.Testing;

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
        AuditCsv.Of(Record).ShouldBe(
            """
            "12","2026-01-31T21:00:00.000Z","3","r","book","d","Live","host","change","approved","Ann","","change-approved","","","solo","0","","","","","solo; voided"
            """ + "\r\n");
    }

    /// <summary>What spreadsheets and scripts of others read: header, order and quoting stay as they are.</summary>
    [Fact]
    public void Csv_AsAWhole_IsWrittenAsItWas() => Snapshot.Match(
        AuditCsv.Header + AuditCsv.Of(Record) + AuditCsv.Of(Record with
        {
            Approved = false,
            Reason = "say \"no\",\nin two lines",
            By = "=cmd()",
            Ran = [new("switch", "Switch", "a1", Outcome.Failed, "Ann", Record.At, Record.At),
                new("back", "Back", "a2", Outcome.Passed, "Bob", Record.At, Record.At) { IsRollback = true }],
        }),
        "tests", "Dashboard.Core.Tests", "Audit", "Snapshots", "audit.csv");

    [Fact]
    public void Rollback_IsMarkedBesideWhatWasApproved() =>
        AuditCsv.Of(Record with
        {
            Ran =
            [
                new("switch", "Switch", "a1", Outcome.Failed, "Ann", Record.At, Record.At),
                new("back", "Back", "a2", Outcome.Passed, "Bob", Record.At, Record.At) { IsRollback = true },
            ],
        }).ShouldContain("\"switch Failed by Ann; back (rollback) Passed by Bob\"");

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a, b", "a, b")]
    [InlineData("say \"no\"", "say \"\"no\"\"")]
    [InlineData("two\nlines", "two\nlines")]
    [InlineData("=HYPERLINK(1)", "'=HYPERLINK(1)")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@cmd", "'@cmd")]
    [InlineData("fine;=cmd|'/c calc'!A1", "fine;'=cmd|'/c calc'!A1")]
    [InlineData("fine; \"=1", "fine; \"\"'=1")]
    [InlineData("fine\t＝1", "fine\t'＝1")]
    [InlineData("a - b + c, d", "a - b + c, d")]
    public void Text_OfPeople_StaysTextInASpreadsheet(string reason, string field) =>
        AuditCsv.Of(Record with { Reason = reason }).ShouldContain($",\"change-approved\",\"{field}\",\"\",\"solo\"");

    [Fact]
    public void Text_OfAnyKind_IsNoFormulaInAnySpreadsheet()
    {
        const string signs = "=+-@;,|:\t\r\n\"' ax＝＠\ufeff";
        var random = new Random(20260131);
        var unguarded = 0;
        for (var i = 0; i < 5_000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => signs[random.Next(signs.Length)]));
            foreach (var separator in ",;\t|:")
            {
                Cells(AuditCsv.Of(Record with { Reason = text }), separator)
                    .ShouldNotContain(c => IsFormula(c), $"{text} parted by {separator}");
                // The negative control: fields in quotes alone.
                unguarded += Cells($"\"a\",\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"\r\n", separator)
                    .Any(IsFormula) ? 1 : 0;
            }
        }

        unguarded.ShouldBeGreaterThan(1_000);
    }

    private static bool IsFormula(string cell) =>
        cell.TrimStart(' ', '\ufeff') is { Length: > 0 } text && text[0] is '=' or '+' or '-' or '@' or '＝' or '＋' or '－' or '＠';

    /// <summary>The cells that a spreadsheet makes of it: quotes mean something only where a cell begins with one.</summary>
    private static List<string> Cells(string csv, char separator)
    {
        var cells = new List<string>();
        var (cell, quoted, begins) = (new System.Text.StringBuilder(), false, true);
        for (var i = 0; i < csv.Length; i++)
        {
            var c = csv[i];
            if (quoted && c == '"' && i + 1 < csv.Length && csv[i + 1] == '"')
                cell.Append(csv[i++]);
            else if (c == '"' && (quoted || begins))
                (quoted, begins) = (!quoted, false);
            else if (!quoted && (c == separator || c is '\r' or '\n'))
            {
                cells.Add(cell.ToString());
                cell.Clear();
                begins = true;
            }
            else
            {
                cell.Append(c);
                begins = begins && c is ' ' or '\ufeff';
            }
        }

        return cells;
    }
}
