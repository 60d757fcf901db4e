using Dashboard.Engine.Ports;

namespace Dashboard.Engine.Evidence.Lists;

/// <summary>
/// The numbers of runs, as the ledger tells them: no entry names one, but runs are numbered in the order in which their streams begin.
/// Reads on from where it was at each question.
/// </summary>
internal sealed class RunNumbers(ILedgerStore ledger) : IDisposable
{
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
            var last = await ledger.LastSequenceAsync(null, cancellation);
            var streams = await ledger.RunStreamsAsync(_seen, last, cancellation);
            foreach (var stream in streams)
                _numbers.TryAdd(stream[LedgerStreams.RunPrefix.Length..], _numbers.Count + 1);
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
