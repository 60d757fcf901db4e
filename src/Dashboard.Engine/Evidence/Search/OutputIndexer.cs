using Dashboard.Core.Ledger;
using Dashboard.Core.Output;
using Dashboard.Engine.Ports;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dashboard.Engine.Evidence.Search;

/// <summary>
/// Makes the output of ended attempts searchable, in the background and in small writes, so that no step waits for it. What it had not
/// finished when the server stopped, it goes on with at the next start.
/// </summary>
internal sealed partial class OutputIndexer(
    ILedgerStore store, IOutputIndex index, TimeProvider time, ILogger<OutputIndexer> log) : BackgroundService
{
    private const int BlockLines = 50, BlockChars = 16 << 10, BlocksAtOnce = 32, AtOnce = 100;
    private const long PageBytes = 1 << 20;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _one = new(1);
    private readonly HashSet<string> _unreadable = new(StringComparer.Ordinal);

    /// <summary>Indexes all that waits for it.</summary>
    /// <returns>How many attempts that was.</returns>
    public async Task<int> CatchUpAsync(CancellationToken cancellation = default)
    {
        await _one.WaitAsync(cancellation);
        try
        {
            var waiting = await index.WaitingAsync(AtOnce + _unreadable.Count, cancellation);
            var done = 0;
            foreach (var (attempt, run, start) in waiting.Where(w => !_unreadable.Contains(w.AttemptId)))
            {
                try
                {
                    await IndexAsync(attempt, run, start, cancellation);
                }
                catch (Exception e) when (Damage.IsDamage(e) && IsItsOwn(e))
                {
                    // It is this attempt's output that cannot be read; the others go on.
                    _unreadable.Add(attempt);
                    LogUnreadable(attempt, e);
                }

                done++;
            }

            return done;
        }
        finally
        {
            _one.Release();
        }
    }

    // A fault of storage as a whole, such as a full disk, is everybody's.
    private static bool IsItsOwn(Exception e) => e is DamagedContentException or not StorageException;

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        _one.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await CatchUpAsync(stoppingToken) == 0)
                    await Task.Delay(Pause, time, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // Search is behind, evidence is not: whatever is in the way, it is tried again, and never ends the server.
                LogFailed(e);
                await Task.Delay(Pause * 10, time, stoppingToken);
            }
        }
    }

    private async Task IndexAsync(string attempt, string run, long start, CancellationToken cancellation)
    {
        var done = await index.LastLineAsync(attempt, cancellation);
        var end = await AttemptEnds.FindAsync(store, run, attempt, start, cancellation);
        // What is held back is not to be found either.
        if (end is { Untrusted: true })
        {
            await index.AddAsync(attempt, [], whole: true, cancellation);
            return;
        }

        var omitted = end is null ? 0 : end.Stdout.Omitted + end.Stderr.Omitted;
        var splitter = new LineSplitter();
        var (lines, ready, chars) = (new List<NumberedLine>(BlockLines), new List<OutputBlock>(BlocksAtOnce), 0);
        for (long from = 1; ;)
        {
            var chunks = await store.ReadOutputAsync(attempt, from, PageBytes, cancellation);
            foreach (var line in chunks.IsEmpty ? splitter.End() : chunks.SelectMany(c => splitter.Take(c, omitted)))
            {
                if (line.Number <= done)
                    continue;
                lines.Add(line);
                chars += line.Text.Length;
                if (lines.Count < BlockLines && chars < BlockChars)
                    continue;
                await SealAsync();
            }

            if (chunks.IsEmpty)
                break;
            from = chunks[^1].Number + 1;
        }

        if (lines.Count > 0)
            ready.Add(OutputBlock.Of(lines));
        await index.AddAsync(attempt, ready, whole: true, cancellation);

        async Task SealAsync()
        {
            ready.Add(OutputBlock.Of(lines));
            lines.Clear();
            chars = 0;
            if (ready.Count < BlocksAtOnce)
                return;
            await index.AddAsync(attempt, ready, whole: false, cancellation);
            ready.Clear();
        }
    }

    [LoggerMessage(LogLevel.Error, "The output of attempt {Attempt} cannot be read, and cannot be searched")]
    private partial void LogUnreadable(string attempt, Exception e);

    [LoggerMessage(LogLevel.Warning, "The output of attempts could not be made searchable")]
    private partial void LogFailed(Exception e);
}
