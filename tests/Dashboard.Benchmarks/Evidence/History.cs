using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Dashboard.Core.Accounts;
using Dashboard.Core.Output;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runbooks.Reading;
using Dashboard.Core.Runs;
using Dashboard.Storage.Ledger;

namespace Dashboard.Benchmarks.Evidence;

/// <summary>
/// Years of cutovers, as the product's own writer would have written them: chain, projections, outputs and their index. Each run has a
/// hundred attempts of ten lines; two approvals, and now and then a rejected approval.
/// </summary>
internal sealed class History(string database, int seed)
{
    /// <summary>How many attempts a run has.</summary>
    public const int AttemptsOfARun = 100;

    /// <summary>How many lines an attempt has.</summary>
    public const int LinesOfAnAttempt = 10;

    /// <summary>A word that stands in one line in about a hundred thousand.</summary>
    public const string RareWord = "quetzalcoatl";

    private const int Books = 12, StepsOfABook = 20, RunsInOneTransaction = 10;

    private static readonly string[] Targets = ["rs2000", "rs2001", "edge-1", "edge-2", "db-a", "db-b"];
    private static readonly string[] Levels = ["INFO", "INFO", "INFO", "WARN", "DEBUG", "ERROR"];
    private static readonly string[] Things =
        ["container", "certificate", "mount", "signer", "replica", "queue", "session", "volume", "principal", "health"];
    private static readonly Actor[] People =
        [.. new[] { "ada", "grace", "mary", "edith", "jean", "kay", "joan", "hedy" }.Select(n => new Actor(n, n, "192.0.2.7"))];

    private readonly Random _random = new(seed);
    private readonly Clock _clock = new(new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero));

    /// <summary>Writes so many runs.</summary>
    public void Write(int runs)
    {
        using var writer = new LedgerWriter(database, _clock);
        var books = Enumerable.Range(0, Books).Select(Book).ToArray();
        for (var i = 0; i < runs; i++)
        {
            if (i % RunsInOneTransaction == 0)
                writer.Begin();
            Run(writer, books[_random.Next(Books)], open: i >= runs - 5);
            writer.AppendAccount(Someone(), new SignedIn(Someone().Id, "192.0.2.7"));
            if (i % RunsInOneTransaction == RunsInOneTransaction - 1 || i == runs - 1)
                writer.Commit();
        }
    }

    private void Run(LedgerWriter writer, (string Slug, byte[] Bytes, Runbook Runbook) book, bool open)
    {
        var run = Guid.CreateVersion7(_clock.GetUtcNow()).ToString("N");
        var digest = Digests.Of(book.Bytes);
        writer.AppendRun(
            run, Someone(),
            new RunOpened
            {
                Slug = book.Slug,
                Title = book.Runbook.Title,
                RunbookDigest = digest,
                Files = [new(book.Slug + ".md", digest, book.Bytes.Length, false)],
                Target = Targets[_random.Next(Targets.Length)],
                Mode = _random.Next(3) == 0 ? RunMode.Live : RunMode.Rehearsal,
                ChangeReference = $"CHG-{_random.Next(100_000)}",
                Inputs = ImmutableSortedDictionary<string, string>.Empty,
            },
            [book.Bytes]);
        string? approval = null;
        var evidence = new List<string>();
        for (var i = 0; i < AttemptsOfARun; i++)
        {
            var step = book.Runbook.Steps[i * StepsOfABook / AttemptsOfARun];
            if (step.Kind == StepKind.Mutating && (approval is null || i == AttemptsOfARun / 2))
                approval = Approve(writer, run, digest, evidence);
            evidence.Add(Attempt(writer, run, step, i, step.Kind == StepKind.Mutating ? approval : null));
        }

        if (!open)
            writer.AppendRun(run, Someone(), new RunClosed { Result = (RunResult)_random.Next(3), Reason = "The window is over." }, []);
    }

    private string Approve(LedgerWriter writer, string run, string digest, List<string> evidence)
    {
        if (_random.Next(5) == 0)
            writer.AppendRun(run, Someone(),
                new ApprovalRefused { GateId = "change", Reason = "It differs from the phrase at the first letter." }, []);
        var approval = Guid.CreateVersion7(_clock.GetUtcNow()).ToString("N");
        writer.AppendRun(
            run, Someone(),
            new GateApproved
            {
                ApprovalId = approval,
                GateId = "change",
                Phrase = "change-approved",
                RunbookDigest = digest,
                FolderDigest = digest,
                Target = Targets[0],
                InputsDigest = digest,
                Steps = [new("step-12", digest)],
                RestsOn = [.. evidence.TakeLast(8)],
                Reason = "as planned",
                ExpiresAt = _clock.GetUtcNow().AddHours(1),
            },
            []);
        return approval;
    }

    private string Attempt(LedgerWriter writer, string run, Step step, int number, string? approval)
    {
        var (attempt, by) = (Guid.CreateVersion7(_clock.GetUtcNow()).ToString("N"), Someone());
        writer.AppendRun(
            run, by,
            new StepStarted
            {
                AttemptId = attempt,
                StepId = step.Id,
                StepDigest = step.Digest,
                Title = step.Title,
                Kind = step.Kind,
                Number = (number % (AttemptsOfARun / StepsOfABook)) + 1,
                ApprovalId = approval,
                Target = Targets[_random.Next(Targets.Length)],
                EnvironmentNames = ["HOME", "LANG", "PATH", "TZ"],
            },
            []);
        var bytes = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, LinesOfAnAttempt).Select(Line)));
        var chunk = new OutputChunk(attempt, 1, OutputChannel.Stdout, _clock.GetUtcNow(), bytes);
        writer.AppendOutput([chunk]);
        var splitter = new LineSplitter();
        var lines = splitter.Take(chunk, 0).Concat(splitter.End()).ToList();
        writer.AddBlocks(attempt, [OutputBlock.Of(lines)], whole: true);
        var outcome = _random.Next(20) switch { 0 => Outcome.Failed, 1 => Outcome.TimedOut, 2 => Outcome.Cancelled, _ => Outcome.Passed };
        writer.AppendRun(
            run, by,
            new StepFinished
            {
                AttemptId = attempt,
                Outcome = outcome,
                Reason = outcome == Outcome.Passed ? "Exit code 0." : "Exit code 1, expected 0.",
                ExitCode = outcome == Outcome.Passed ? 0 : 1,
                Stdout = new(bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes)), 0),
                Stderr = new(0, Convert.ToHexStringLower(SHA256.HashData([])), 0),
                Sandbox = "confined, read-only",
            },
            []);
        return attempt;
    }

    private string Line(int _)
    {
        var word = _random.Next(100_000) == 0 ? RareWord : Things[_random.Next(Things.Length)];
        return string.Create(CultureInfo.InvariantCulture,
            $"{_clock.GetUtcNow():O} {Levels[_random.Next(Levels.Length)]} {word} {_random.Next(1 << 20):x5} is "
                + $"{(_random.Next(9) == 0 ? "not ready" : "ready")} after {_random.Next(900)} ms\n");
    }

    private Actor Someone() => People[_random.Next(People.Length)];

    private static (string Slug, byte[] Bytes, Runbook Runbook) Book(int number)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"""
            ---
            title: Cutover {number}
            gates:
              - id: change
                phrase: change-approved
                unlocks: mutating
            ---


            """);
        for (var i = 0; i < StepsOfABook; i++)
        {
            var kind = i < 8 ? "preflight" : i < 14 ? "mutating" : "smoke";
            text.Append(CultureInfo.InvariantCulture,
                $"## Part {i}\n\nWhat this proves, in some words.\n\n```bash {{#step-{i} .{kind}}}\necho {number} {i}\n```\n\n");
        }

        var markdown = text.ToString();
        return ($"area/cutover-{number}", Encoding.UTF8.GetBytes(markdown), RunbookParser.Parse("book.md", markdown));
    }

    /// <summary>A clock that goes on by itself: some seconds at each look.</summary>
    private sealed class Clock(DateTimeOffset start) : TimeProvider
    {
        private long _ticks = start.UtcTicks;

        public override DateTimeOffset GetUtcNow() => new(_ticks += TimeSpan.TicksPerSecond / 10, TimeSpan.Zero);
    }
}
