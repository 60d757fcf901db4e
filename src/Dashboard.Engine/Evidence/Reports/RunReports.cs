using Dashboard.Core.Audit;
using Dashboard.Core.Output;
using Dashboard.Core.Runs;
using Dashboard.Core.Text;
using Dashboard.Engine.Ports;
using Dashboard.Engine.Runs;

namespace Dashboard.Engine.Evidence.Reports;

/// <summary>Reports of runs, with the ends of their outputs.</summary>
public sealed class RunReports(ILedgerStore store, TimeProvider time)
{
    /// <summary>How many lines of each attempt's output stand in a report.</summary>
    public const int TailLines = 20;

    private const long TailBytes = 16 << 10;
    private const int LongestLine = 300;

    /// <summary>The report as Markdown.</summary>
    public async Task<string> MarkdownAsync(StoredRun run, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(run);
        var tails = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var attempt in run.State.Attempts)
            tails[attempt.Id] = await TailAsync(attempt, cancellation);
        return RunReport.Markdown(run.Number, run.Runbook, run.State, time.GetUtcNow(), attempt => tails[attempt.Id]);
    }

    private async Task<string> TailAsync(Attempt attempt, CancellationToken cancellation)
    {
        if (attempt.Finished is { Untrusted: true })
            return "";
        var splitter = new LineSplitter();
        var chunks = await store.ReadOutputTailAsync(attempt.Id, TailBytes, cancellation);
        var lines = chunks.SelectMany(c => splitter.Take(c, 0)).ToList();
        lines.AddRange(splitter.End());
        return string.Join('\n', lines.TakeLast(TailLines).Select(l => TextCut.Shorten(l.Plain, LongestLine)));
    }
}
