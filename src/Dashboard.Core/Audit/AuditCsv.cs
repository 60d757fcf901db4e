using System.Collections.Immutable;
using System.Globalization;

namespace Dashboard.Core.Audit;

/// <summary>Audit records as CSV (RFC 4180): a line of names, then a line for each record. Times are UTC.</summary>
public static class AuditCsv
{
    /// <summary>The names of the columns.</summary>
    public static string Header { get; } = Line(
    [
        "entry", "at", "run", "run_id", "runbook", "runbook_sha256", "mode", "target", "gate", "what", "by", "from", "phrase", "reason", "expires_at",
        "solo", "refused_before", "voided_by", "voided_at", "rested_on", "ran", "flags",
    ]);

    /// <summary>A record's line.</summary>
    public static string Of(AuditRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return Line(
        [
            Number(record.Entry), Utc(record.At), Number(record.Run), record.RunId, record.Runbook, record.RunbookDigest, record.Mode.ToString(), record.Target,
            record.Gate, record.Approved ? record.Renewal ? "renewed" : "approved" : "refused", record.By, record.From ?? "", record.Phrase, record.Reason,
            Utc(record.ExpiresAt), record.Solo switch { true => "solo", false => "four eyes", null => "" }, Number(record.RefusedBefore),
            record.Voided?.By ?? "", Utc(record.Voided?.At),
            string.Join("; ", record.RestedOn.Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.StepId} {c.Outcome} {c.Age?.TotalSeconds:0}s"))),
            string.Join("; ", record.Ran.Select(s => $"{s.StepId} {s.Outcome?.ToString() ?? "running"} by {s.By}")),
            string.Join("; ", record.Flags.Select(f => f.Word)),
        ]);
    }

    private static string Line(ImmutableArray<string> fields) => string.Join(',', fields.Select(Field)) + "\r\n";

    private static string Field(string text)
    {
        // A spreadsheet takes such a beginning for a formula, and runs it: owasp.org, "CSV Injection".
        if (text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r')
            text = "'" + text;
        return text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Utc(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture) ?? "";
}
