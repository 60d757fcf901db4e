using System.Globalization;
using System.Text;
using Dashboard.Engine.Ports;

namespace Dashboard.Storage.Lists;

/// <summary>The conditions of a query: constant texts, with every value a parameter.</summary>
internal sealed class SqlFilter
{
    private readonly StringBuilder _sql = new("1 = 1");
    private readonly List<(string, object?)> _values = [];

    /// <summary>The condition.</summary>
    public string Sql => _sql.ToString();

    /// <summary>Its parameters.</summary>
    public (string, object?)[] Values => [.. _values];

    /// <summary>Adds a condition when there is a value; <c>@</c> in it stands for the value.</summary>
    public SqlFilter And(string sql, object? value)
    {
        if (value is null)
            return this;
        var name = $"$p{_values.Count}";
        _sql.Append(" AND ").Append(sql.Replace("@", name, StringComparison.Ordinal));
        _values.Add((name, value));
        return this;
    }

    /// <summary>The ledger number that a cursor names; null for the first page.</summary>
    public static long? Sequence(string? cursor) =>
        long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence) ? sequence : null;

    /// <summary>
    /// What the attempts and approvals of a filter have in common, and where the page begins; <paramref name="t"/> is the table's alias.
    /// </summary>
    public static SqlFilter Of(EvidenceFilter filter, string t, string time, string? cursor)
    {
        var table = t == "a" ? "attempts" : "approvals";
        var at = Sequence(cursor);
        // The ledger's time never goes backwards: a time is a number in the order of the list, found by one look into the index.
        return new SqlFilter()
            .And($"{t}.RunId = @", filter.RunId)
            .And($"{t}.Slug = @", filter.Slug)
            .And($"{t}.Target = @", filter.Target)
            .And($"{t}.Mode = @", (int?)filter.Mode)
            .And($"{t}.\"By\" = @", filter.Person)
            .Bound($"{t}.Seq > max(-1, ", filter.OldestFirst ? at : null,
                $"coalesce((SELECT min(Seq) FROM {table} WHERE {time} = (SELECT min({time}) FROM {table} WHERE {time} >= @)), 9e18) - 1",
                filter.Since?.UtcTicks)
            .Bound($"{t}.Seq < min(9e18, ", filter.OldestFirst ? null : at,
                $"coalesce((SELECT max(Seq) FROM {table} WHERE {time} = (SELECT max({time}) FROM {table} WHERE {time} < @)), -1) + 1",
                filter.Until?.UtcTicks);
    }

    // Of two bounds on one side SQLite would seek to one and look at every row up to the other: here it is told the tighter one.
    private SqlFilter Bound(string sql, long? cursor, string byTime, long? moment)
    {
        if (cursor is null && moment is null)
            return this;
        var parts = new List<string>();
        foreach (var (part, value) in new (string, long?)[] { ("@", cursor), (byTime, moment) })
        {
            if (value is null)
                continue;
            var name = $"$p{_values.Count}";
            parts.Add(part.Replace("@", name, StringComparison.Ordinal));
            _values.Add((name, value));
        }

        _sql.Append(" AND ").Append(sql).AppendJoin(", ", parts).Append(')');
        return this;
    }
}
