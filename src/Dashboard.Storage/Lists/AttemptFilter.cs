using Dashboard.Engine.Ports;
using Dashboard.Storage.Database;

namespace Dashboard.Storage.Lists;

/// <summary>The conditions of a query for attempts.</summary>
internal sealed class AttemptFilter(DatabaseReader reader)
{
    /// <summary>Those of a filter, for <c>attempts a</c>, from where the page begins.</summary>
    public async Task<SqlFilter> OfAsync(EvidenceFilter filter, string? cursor, CancellationToken cancellation)
    {
        var conditions = SqlFilter.Of(filter, "a", "StartedAt", cursor)
            .And("a.StepId = @", filter.StepId)
            .And("a.Kind = @", (int?)filter.Kind)
            .And("a.Outcome = @", (int?)filter.Outcome)
            .And("a.WasUnknown AND @", filter.WasUnknown ? 1 : null);
        // A whole digest is a walk along the index in the order of the list. Of a beginning that several share, all have to be sorted.
        return await OnlyRevisionAsync(filter.Revision, cancellation) is { } digest
            ? conditions.And("a.RunbookDigest = @", digest)
            : conditions.And("a.RunbookDigest >= @", filter.Revision).And("a.RunbookDigest < @ || 'g'", filter.Revision);
    }

    private async Task<string?> OnlyRevisionAsync(string? beginning, CancellationToken cancellation) =>
        beginning is null ? null : (await reader.ReadAsync(
            """
            SELECT min(RunbookDigest) FROM attempts WHERE RunbookDigest >= $from AND RunbookDigest < $from || 'g'
            UNION SELECT max(RunbookDigest) FROM attempts WHERE RunbookDigest >= $from AND RunbookDigest < $from || 'g'
            """,
            row => row.IsDBNull(0) ? beginning : row.GetString(0), cancellation, ("$from", beginning))) is [var only] ? only : null;
}
