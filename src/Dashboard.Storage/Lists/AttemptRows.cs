using Dashboard.Core.Runbooks;
using Dashboard.Core.Runs;
using Dashboard.Engine.Ports;
using Dashboard.Storage.Database;
using Microsoft.Data.Sqlite;

namespace Dashboard.Storage.Lists;

/// <summary>Attempts as queries give them.</summary>
internal static class AttemptRows
{
    /// <summary>The columns, of <c>attempts a</c> and <c>runs r</c>.</summary>
    public const string Columns =
        "a.Seq, a.AttemptId, a.RunId, r.Number, a.Slug, a.RunbookDigest, a.Mode, a.StepId, a.Title, a.Kind, a.Number, a.Target, a.\"By\", "
            + "a.StartedAt, a.EndedAt, a.Outcome, a.Indexed, a.WasUnknown, a.SettledBy";

    /// <summary>Reads them, from the column at <paramref name="at"/> on.</summary>
    public static AttemptSummary Read(SqliteDataReader row, int at) => new()
    {
        Sequence = row.Number(at),
        AttemptId = row.Text(at + 1),
        RunId = row.Text(at + 2),
        RunNumber = row.Number(at + 3),
        Slug = row.Text(at + 4),
        RunbookDigest = row.Text(at + 5),
        Mode = row.Named<RunMode>(at + 6),
        StepId = row.Text(at + 7),
        Title = row.Text(at + 8),
        Kind = row.NamedOrNull<StepKind>(at + 9),
        Number = (int)row.Number(at + 10),
        Target = row.Text(at + 11),
        By = row.Text(at + 12),
        StartedAt = row.Time(at + 13),
        EndedAt = row.TimeOrNull(at + 14),
        Outcome = row.NamedOrNull<Outcome>(at + 15),
        Indexed = row.Number(at + 16) != 0,
        WasUnknown = row.Number(at + 17) != 0,
        SettledBy = row.TextOrNull(at + 18),
    };
}
