using System.Text.Json;
using Dashboard.Core.Ledger;
using Dashboard.Core.Output;
using Dashboard.Core.Runs;
using Dashboard.Engine.Evidence.Verification;
using Dashboard.Engine.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dashboard.Engine.Evidence.Search;

/// <summary>
/// Makes the output of ended attempts searchable, in the background and in small writes, so that no step waits for it. What it had not
/// finished when the server stopped, it goes on with at the next start.
/// </summary>
internal sealed partial class OutputIndexer(
    DatabaseReader reader, ILedgerStore store, IOutputBlocks blocks, TimeProvider time, ILogger<OutputIndexer> log) : BackgroundService
{
    private const int BlockLines = 50, BlockChars = 16 << 10, BlocksAtOnce = 32;
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
            var waiting = await reader.ReadAsync(
                $"SELECT AttemptId, RunId FROM attempts WHERE NOT Indexed AND EndedAt IS NOT NULL ORDER BY Seq LIMIT {100 + _unreadable.Count}",
                row => (Attempt: row.Text(0), Run: row.Text(1)), cancellation);
            var done = 0;
            foreach (var (attempt, run) in waiting.Where(w => !_unreadable.Contains(w.Attempt)))
            {
                try
                {
                    await IndexAsync(attempt, run, cancellation);
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

    // Of the database's own faults, a page that is damaged (SQLITE_CORRUPT) and rows that do not fit the others (SQLITE_CONSTRAINT) are one attempt's; a disk that is full is everybody's.
    private static bool IsItsOwn(Exception e) =>
        (e as SqliteException ?? e.InnerException as SqliteException) is { } fault ? fault.SqliteErrorCode is 11 or 19 : e is not StorageException;

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

    private async Task IndexAsync(string attempt, string run, CancellationToken cancellation)
    {
        var done = (await reader.ReadAsync(
            "SELECT FirstLine, Text FROM output_blocks WHERE AttemptId = $attempt ORDER BY FirstLine DESC LIMIT 1",
            row => new OutputBlock(row.GetInt64(0), row.GetString(1)).Lines().Last().Number, cancellation, ("$attempt", attempt))).FirstOrDefault();
        var end = await EndAsync(attempt, run, cancellation);
        // What is held back is not to be found either.
        if (end is { Untrusted: true })
        {
            await blocks.AddAsync(attempt, [], whole: true, cancellation);
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
        await blocks.AddAsync(attempt, ready, whole: true, cancellation);

        async Task SealAsync()
        {
            ready.Add(OutputBlock.Of(lines));
            lines.Clear();
            chars = 0;
            if (ready.Count < BlocksAtOnce)
                return;
            await blocks.AddAsync(attempt, ready, whole: false, cancellation);
            ready.Clear();
        }
    }

    // Of a run with an entry that this version cannot read, the others can be read all the same.
    private async Task<StepFinished?> EndAsync(string attempt, string run, CancellationToken cancellation)
    {
        await foreach (var entry in store.ReadStreamAsync("run/" + run, cancellation))
        {
            try
            {
                if (LedgerCodec.ReadRunEvent(entry.Bytes.Span).Event is StepFinished finished && finished.AttemptId == attempt)
                    return finished;
            }
            catch (JsonException)
            {
                // It is of a newer version, or damaged: a verification tells of it.
            }
        }

        return null;
    }

    [LoggerMessage(LogLevel.Error, "The output of attempt {Attempt} cannot be read, and cannot be searched")]
    private partial void LogUnreadable(string attempt, Exception e);

    [LoggerMessage(LogLevel.Warning, "The output of attempts could not be made searchable")]
    private partial void LogFailed(Exception e);
}
