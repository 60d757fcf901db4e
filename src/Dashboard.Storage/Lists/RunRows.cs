using Dashboard.Core.Runs;
using Dashboard.Engine.Ports;
using Dashboard.Storage.Database;
using Microsoft.Data.Sqlite;

namespace Dashboard.Storage.Lists;

/// <summary>Runs as queries give them.</summary>
internal static class RunRows
{
    /// <summary>The columns, of <c>runs r</c>.</summary>
    public const string Columns =
        "r.RunId, r.Number, r.Slug, r.Title, r.Target, r.Mode, r.RunbookDigest, r.ChangeReference, r.OpenedBy, r.OpenedAt, r.ClosedAt, "
            + "r.Result";

    /// <summary>Reads them.</summary>
    public static RunSummary Read(SqliteDataReader row) => new()
    {
        RunId = row.Text(0),
        Number = row.Number(1),
        Slug = row.Text(2),
        Title = row.Text(3),
        Target = row.Text(4),
        Mode = row.Named<RunMode>(5),
        RunbookDigest = row.Text(6),
        ChangeReference = row.TextOrNull(7),
        OpenedBy = row.Text(8),
        OpenedAt = row.Time(9),
        ClosedAt = row.TimeOrNull(10),
        Result = row.NamedOrNull<RunResult>(11),
    };
}
