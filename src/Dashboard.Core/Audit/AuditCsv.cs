using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Dashboard.Core.Runs;

namespace Dashboard.Core.Audit;

/// <summary>
/// Audit records as CSV (RFC 4180): a line of names, then a line for each record; every field in quotes. Times are UTC. Text that a
/// spreadsheet would run has an apostrophe in it that people did not write: the exact text is in the audit as JSON.
/// </summary>
public static partial class AuditCsv
{
    /// <summary>The names of the columns.</summary>
    public static string Header { get; } = Line(
    [
        "entry", "at", "run", "run_id", "runbook", "runbook_sha256", "mode", "target", "gate", "what", "by", "from", "phrase",
        "reason", "expires_at",
        "solo", "refused_before", "voided_by", "voided_at", "rested_on", "ran", "flags",
    ]);

    /// <summary>A record's line.</summary>
    public static string Of(AuditRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return Line(
        [
            Number(record.Entry), Utc(record.At), Number(record.Run), record.RunId, record.Runbook, record.RunbookDigest,
            record.Mode.ToString(), record.Target,
            record.Gate, record.Approved ? record.Renewal ? "renewed" : "approved" : "refused", record.By, record.From ?? "",
            record.Phrase, record.Reason,
            Utc(record.ExpiresAt), record.Solo switch { true => "solo", false => "four eyes", null => "" }, Number(record.RefusedBefore),
            record.Voided?.By ?? "", Utc(record.Voided?.At),
            string.Join("; ", record.RestedOn.Select(c => string.Create(CultureInfo.InvariantCulture,
                $"{c.StepId} {Outcome(c.Outcome, c.SettledBy)} {c.Age?.TotalSeconds:0}s"))),
            string.Join("; ",
                record.Ran.Select(s => $"{s.StepId}{(s.IsRollback ? " (rollback)" : "")} {Outcome(s.Outcome, s.SettledBy)} by {s.By}")),
            string.Join("; ", record.Flags.Select(f => f.Word)),
        ]);
    }

    private static string Outcome(Outcome? outcome, string? settledBy) =>
        settledBy is null ? outcome?.ToString() ?? "running" : $"{Runs.Outcome.Unknown} → {outcome} ({settledBy})";

    private static string Line(ImmutableArray<string> fields) => string.Join(',', fields.Select(Field)) + "\r\n";

    // A spreadsheet takes a cell with such a beginning for a formula, and runs it (owasp.org, "CSV Injection"). Which character parts cells
    // is a matter of its locale, so a cell may begin behind any of them; by then quotes and spaces in front mean nothing.
    private static string Field(string text) =>
        $"\"{Formula().Replace(text, "$1'$2").Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Utc(DateTimeOffset? at) =>
        at?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture) ?? "";

    [GeneratedRegex("""((?:^|[,;|:\t\r\n\v\f\u0085\u2028\u2029])[\s"\u200b\ufeff]*)([=+\-@\t\r\uff1d\uff0b\uff0d\uff20])""",
        RegexOptions.CultureInvariant)]
    private static partial Regex Formula();
}
