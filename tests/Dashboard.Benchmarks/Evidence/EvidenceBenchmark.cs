using System.Diagnostics;
using System.Globalization;
using Dashboard.Benchmarks.Support;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runs;
using Dashboard.Engine.Ports;

namespace Dashboard.Benchmarks.Evidence;

/// <summary>Every list, filter and search over 100,000 attempts and a million lines, and over a tenth of them.</summary>
internal sealed class EvidenceBenchmark : IBenchmark
{
    private const int Full = 1_000, Rounds = 40, Warm = 3;
    private const double Limit = 100;

    // What a busy moment of the machine adds, in milliseconds: below it, growth cannot be told from noise.
    private const double Noise = 5;

    // Several filters at once walk along the narrowest one's index, and look at what it leads to: that grows with how many there are.
    private const string Combined = "five at once";

    private static readonly string[] Header = ["ms, 95 %", "a tenth", "full", "allowed"];

    public string Name => "evidence";

    public string Title => "lists, filters and searches over 1,000 runs, 100,000 attempts, 1,000,000 lines; and over a tenth";

    public async Task RunAsync(Report report, string folder)
    {
        await using var tenth = await HistoryOnDisk.WriteAsync(Path.Combine(folder, "tenth"), Full / 10);
        var begin = Stopwatch.GetTimestamp();
        await using var full = await HistoryOnDisk.WriteAsync(Path.Combine(folder, "full"), Full);
        report.Say(string.Create(CultureInfo.InvariantCulture,
            $"  the full history was written in {Stopwatch.GetElapsedTime(begin).TotalSeconds:0} s; its database has "
                + $"{new FileInfo(full.Database).Length / 1e6:0} MB"));
        var (small, large) = (await QueriesAsync(tenth), await QueriesAsync(full));
        // As many steps of a binary search more as there are attempts more.
        var growth = Math.Log(Full * History.AttemptsOfARun) / Math.Log(Full / 10 * History.AttemptsOfARun);
        var rows = new List<string[]> { Header };
        var (slowest, grown) = (0.0, new List<string>());
        foreach (var ((name, few), (_, many)) in small.Zip(large))
        {
            var (before, after) = (await MeasureAsync(few), await MeasureAsync(many));
            var allowed = (before * growth) + Noise;
            rows.Add([name, Sample.Figure(before), Sample.Figure(after), Sample.Figure(allowed)]);
            slowest = Math.Max(slowest, after);
            if (after > allowed && !name.Contains(Combined, StringComparison.Ordinal))
                grown.Add(name);
        }

        report.Table([.. rows]);
        report.Limit(slowest < Limit, string.Create(CultureInfo.InvariantCulture,
            $"the slowest of {rows.Count - 1} queries takes {slowest:0.0} ms at the 95th percentile; under {Limit:0} ms"));
        report.Limit(grown.Count == 0, string.Create(CultureInfo.InvariantCulture,
            $"from a tenth to the whole, no filter and no search grows by more than the logarithm ({growth:0.00} times) and {Noise:0} ms "
                + $"of noise{(grown.Count == 0 ? "" : $": {string.Join(", ", grown)} do")}"));
    }

    private static async Task<double> MeasureAsync(Func<Task> query)
    {
        var sample = new Sample("");
        for (var i = 0; i < Rounds + Warm; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await query();
            if (i >= Warm)
                sample.AddSince(start);
        }

        return sample.At(0.95);
    }

    private static async Task<List<(string Name, Func<Task> Query)>> QueriesAsync(HistoryOnDisk history)
    {
        var queries = history.Queries;
        var some = (await queries.AttemptsAsync(EvidenceFilter.None, count: 1_000)).Items[^1];
        var middle = (await queries.AttemptsAsync(new() { OldestFirst = true, Since = some.StartedAt.AddDays(-1) }, count: 1)).Items[0];
        var deep = (history.Runs * History.AttemptsOfARun).ToString(CultureInfo.InvariantCulture);
        var all = new List<(string, Func<Task>)>();
        foreach (var (name, filter) in Filters(some, middle.StartedAt))
        {
            all.Add(($"attempts, {name}", () => queries.AttemptsAsync(filter)));
            all.Add(($"attempts, {name}, oldest first", () => queries.AttemptsAsync(filter with { OldestFirst = true })));
            all.Add(($"attempts, {name}, deep page", () => queries.AttemptsAsync(filter, deep)));
            all.Add(($"runs, {name}", () => queries.RunsAsync(filter)));
            all.Add(($"approvals, {name}", () => queries.ApprovalsAsync(filter)));
        }

        all.Add(("audit", () => history.Audit.ListAsync(EvidenceFilter.None)));
        all.Add(("audit of a person, oldest first", () => history.Audit.ListAsync(new() { Person = some.By, OldestFirst = true })));
        all.Add(("accounts", () => queries.AccountEventsAsync()));
        all.Add(("what filters offer", () => queries.FacetsAsync()));
        all.Add(("an attempt", () => queries.FindAttemptAsync(some.AttemptId)));
        all.Add(("its lines", () => queries.LinesAsync(some.AttemptId, 1, 500)));
        all.Add(("a run's ledger entry", () => queries.EntryAsync(some.Sequence)));
        foreach (var (name, text) in new[]
        {
            ("a rare word", History.RareWord), ("a common word", "certificate"), ("three letters", "rea"), ("nothing", "no such text"),
            ("half a word", "etzalco"),
            ("a phrase", "is not ready after"), ("syntax", "\"ready\" OR NOT (near*"), ("a number", "7f3a1"),
        })
        {
            all.Add(($"search for {name}", () => queries.SearchAsync(text, EvidenceFilter.None)));
            all.Add(($"search for {name}, failed live steps",
                () => queries.SearchAsync(text, new() { Outcome = Outcome.Failed, Mode = RunMode.Live })));
        }

        return all;
    }

    private static IEnumerable<(string, EvidenceFilter)> Filters(AttemptSummary some, DateTimeOffset since)
    {
        yield return ("all", EvidenceFilter.None);
        yield return ("a runbook", new() { Slug = some.Slug });
        yield return ("a target", new() { Target = some.Target });
        yield return ("live", new() { Mode = RunMode.Live });
        yield return ("a step", new() { StepId = some.StepId });
        yield return ("a kind", new() { Kind = StepKind.Mutating });
        yield return ("failed", new() { Outcome = Outcome.Failed });
        yield return ("unknown", new() { Outcome = Outcome.Unknown });
        yield return ("abandoned", new() { Result = RunResult.Abandoned });
        yield return ("a person", new() { Person = some.By });
        yield return ("nobody", new() { Person = "nobody" });
        yield return ("since", new() { Since = since });
        yield return ("until", new() { Until = since });
        yield return ("a day", new() { Since = since, Until = since.AddDays(1) });
        yield return ("a revision", new() { Revision = some.RunbookDigest });
        yield return ("a revision's beginning", new() { Revision = some.RunbookDigest[..8] });
        yield return ("a run", new() { RunId = some.RunId });
        yield return (Combined, new()
        {
            Slug = some.Slug,
            Target = some.Target,
            Mode = some.Mode,
            Outcome = Outcome.TimedOut,
            Person = some.By,
        });
    }
}
