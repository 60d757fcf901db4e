using Dashboard.Engine.Storage;

namespace Dashboard.Engine.Evidence.Lists;

/// <summary>
/// The numbers of runs, as the ledger tells them: no entry names one, but runs are numbered in the order in which their streams begin. Reads on
/// from where it was at each question.
/// </summary>
internal sealed class RunNumbers(DatabaseReader reader) : IDisposable
{
    // From stream to stream along the index, however many entries each of them has.
    private const string All = """
        WITH RECURSIVE s(x) AS (
            SELECT min(Stream) FROM ledger WHERE Stream >= 'run/' AND Stream < 'run0'
            UNION ALL SELECT (SELECT min(Stream) FROM ledger WHERE Stream > x AND Stream < 'run0') FROM s WHERE x IS NOT NULL)
        SELECT x, (SELECT min(Seq) FROM ledger WHERE Stream = x) AS First FROM s WHERE x IS NOT NULL AND First <= $last ORDER BY First
        """;

    private const string Later = """
        SELECT Stream, min(Seq) AS First FROM ledger
        WHERE Seq > $seen AND Seq <= $last AND +Stream >= 'run/' AND +Stream < 'run0' GROUP BY +Stream ORDER BY First
        """;

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Dictionary<string, long> _numbers = new(StringComparer.Ordinal);
    private long _seen;

    /// <summary>A run's number; 0 when the ledger knows no such run.</summary>
    public async Task<long> OfAsync(string runId, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            // A number does not change any more.
            if (_numbers.TryGetValue(runId, out var known))
                return known;
            var last = (await reader.ReadAsync("SELECT coalesce(max(Seq), 0) FROM ledger", row => row.Number(0), cancellation))[0];
            var streams = await reader.ReadAsync(_seen == 0 ? All : Later, row => row.Text(0), cancellation, ("$seen", _seen), ("$last", last));
            foreach (var stream in streams)
                _numbers.TryAdd(stream["run/".Length..], _numbers.Count + 1);
            _seen = last;
            return _numbers.GetValueOrDefault(runId);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();
}
