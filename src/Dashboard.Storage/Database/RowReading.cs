using Microsoft.Data.Sqlite;

namespace Dashboard.Storage.Database;

/// <summary>
/// Reads columns of the tables for lists, which anybody who can write the file may have changed to anything. What is not a value of its
/// column counts as none: one row must not keep a whole list, or a server's start, from people. Rows are held against the ledger elsewhere.
/// </summary>
internal static class RowReading
{
    /// <summary>A text; empty when it is none.</summary>
    public static string Text(this SqliteDataReader row, int column) => row.TextOrNull(column) ?? "";

    /// <summary>A text that may be missing.</summary>
    public static string? TextOrNull(this SqliteDataReader row, int column) => row.GetValue(column) as string;

    /// <summary>A whole number; 0 when it is none.</summary>
    public static long Number(this SqliteDataReader row, int column) => row.GetValue(column) is long number ? number : 0;

    /// <summary>A moment; the earliest there is when it is none.</summary>
    public static DateTimeOffset Time(this SqliteDataReader row, int column) => row.TimeOrNull(column) ?? DateTimeOffset.MinValue;

    /// <summary>A moment, stored as ticks of 100 ns, UTC, that may be missing.</summary>
    public static DateTimeOffset? TimeOrNull(this SqliteDataReader row, int column) =>
        row.GetValue(column) is long ticks and >= 0 && ticks <= DateTimeOffset.MaxValue.Ticks ? new(ticks, TimeSpan.Zero) : null;

    /// <summary>A named value; the first of them when it is none.</summary>
    public static T Named<T>(this SqliteDataReader row, int column)
        where T : struct, Enum => row.NamedOrNull<T>(column) ?? default;

    /// <summary>A named value that may be missing.</summary>
    public static T? NamedOrNull<T>(this SqliteDataReader row, int column)
        where T : struct, Enum =>
        row.GetValue(column) is long number and >= 0 and <= int.MaxValue && (T)Enum.ToObject(typeof(T), (int)number) is var value
            && Enum.IsDefined(value) ? value : null;
}
