using Dashboard.Engine.Evidence.Audit;
using Dashboard.Engine.Evidence.Lists;
using Dashboard.Engine.Evidence.Queries;
using Dashboard.Engine.Evidence.Search;
using Dashboard.Engine.Ports;
using Dashboard.Storage.Database;
using Dashboard.Storage.Lists;
using Dashboard.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dashboard.Engine.Tests.Evidence;

/// <summary>Somebody with another program makes a list say something else: the rows that differ are marked where they are shown.</summary>
public sealed class ListMarksTests : IAsyncLifetime
{
    private EngineHarness _engine = null!;
    private string _run = "";

    private IEvidenceQueries Queries => _engine.Services.GetRequiredService<IEvidenceQueries>();

    private IRunQueries Runs => _engine.Services.GetRequiredService<IRunQueries>();

    public async ValueTask InitializeAsync()
    {
        _engine = await EngineHarness.StartAsync();
        _run = await EvidenceHistory.WalkAsync(_engine);
    }

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Fact]
    public async Task Lists_AsTheyWereWritten_AreNotMarked()
    {
        (await Queries.AttemptsAsync(EvidenceFilter.None)).Items.ShouldAllBe(a => !a.Differs);
        (await Queries.ApprovalsAsync(EvidenceFilter.None)).Items.ShouldAllBe(a => !a.Differs);
        (await Queries.RunsAsync(EvidenceFilter.None)).Items.ShouldAllBe(r => !r.Differs);
        (await Runs.LatestRunsAsync(10)).ShouldAllBe(r => !r.Differs);
        Watch().ShouldBe(0);
    }

    [Theory]
    [InlineData("UPDATE attempts SET Outcome = 1 WHERE StepId = 'looks'")]
    [InlineData("UPDATE attempts SET Outcome = 99 WHERE StepId = 'looks'")]
    [InlineData("UPDATE attempts SET Outcome = 'passed' WHERE StepId = 'looks'")]
    [InlineData("UPDATE attempts SET EndedAt = 9223372036854775807 WHERE StepId = 'looks'")]
    [InlineData("UPDATE attempts SET Title = 'Other', \"By\" = 'bob' WHERE StepId = 'looks'")]
    [InlineData("UPDATE attempts SET Seq = Seq + 1000 WHERE StepId = 'looks'")]
    [InlineData("UPDATE attempts SET AttemptId = 'other' WHERE StepId = 'looks'")]
    public async Task Attempt_ThatWasChanged_IsMarkedAndNoOther(string sql)
    {
        await Queries.AttemptsAsync(EvidenceFilter.None);
        Tamper(sql);

        var attempts = (await Queries.AttemptsAsync(EvidenceFilter.None)).Items;
        attempts.Where(a => a.Differs).ShouldHaveSingleItem().StepId.ShouldBe("looks");
        attempts.Count(a => !a.Differs).ShouldBe(3);
        Watch().ShouldBeGreaterThan(0);
        // The negative control: the table alone looks like any other.
        (await _engine.Services.GetRequiredService<DatabaseReader>().ReadAsync(
            $"SELECT {AttemptRows.Columns} FROM attempts a JOIN runs r ON r.RunId = a.RunId", r => AttemptRows.Read(r, 0), default))
            .ShouldAllBe(a => !a.Differs);
    }

    [Theory]
    [InlineData("UPDATE runs SET Result = 2")]
    [InlineData("UPDATE runs SET Mode = 1 - Mode")]
    [InlineData("UPDATE runs SET ClosedAt = NULL, Result = NULL")]
    [InlineData("UPDATE runs SET OpenedAt = -5")]
    public async Task Run_ThatWasChanged_IsMarkedEverywhere(string sql)
    {
        Tamper(sql);

        (await Queries.RunsAsync(EvidenceFilter.None)).Items.ShouldHaveSingleItem().Differs.ShouldBeTrue();
        (await Runs.LatestRunsAsync(10)).ShouldHaveSingleItem().Differs.ShouldBeTrue();
        (await Runs.FindRunAsync(_run))!.Differs.ShouldBeTrue();
    }

    [Fact]
    public async Task Approval_ThatWasForged_IsMarked()
    {
        Tamper("INSERT INTO approvals SELECT 9999, 'forged', RunId, Slug, Mode, GateId, Target, 'bob', At FROM approvals WHERE ApprovalId "
            + "IS NOT NULL");

        (await Queries.ApprovalsAsync(EvidenceFilter.None)).Items.Where(a => a.Differs).ShouldHaveSingleItem().By.ShouldBe("bob");
        (await _engine.Services.GetRequiredService<AuditQueries>().ListAsync(EvidenceFilter.None)).Items
            .ShouldContain(r => r.By == "bob" && r.Flags.Any(f => f.IsBad));
    }

    [Fact]
    public async Task Row_ThatIsGone_IsToldByTheWholeSoon()
    {
        await using var services = new Watching(_engine);
        await services.StartAsync();
        services.Watch.Faults.ShouldBe(0);
        Tamper("DELETE FROM attempts WHERE StepId = 'looks'");

        // The rows that are left say what the ledger says.
        (await Queries.AttemptsAsync(EvidenceFilter.None)).Items.ShouldAllBe(a => !a.Differs);
        await services.UntilAsync(faults => faults == 1);
    }

    [Fact]
    public async Task Row_ThatIsHiddenFromAFilterAndPutBack_IsToldAndThenNotAnyMore()
    {
        await using var services = new Watching(_engine);
        await services.StartAsync();
        Tamper("UPDATE attempts SET Slug = 'other' WHERE StepId = 'looks'");
        await services.UntilAsync(faults => faults == 1);
        Tamper("UPDATE attempts SET Slug = (SELECT Slug FROM runs) WHERE StepId = 'looks'");
        await services.UntilAsync(faults => faults == 0);
    }

    [Fact]
    public async Task Runs_ThatChangedTheirNumbers_AreMarkedEverywhere()
    {
        var second = await EvidenceHistory.WalkAsync(_engine);
        (await Queries.RunsAsync(EvidenceFilter.None)).Items.ShouldAllBe(r => !r.Differs);

        Tamper("UPDATE runs SET Number = -Number; UPDATE runs SET Number = 3 + Number");

        (await Queries.RunsAsync(EvidenceFilter.None)).Items.Select(r => r.Differs).ShouldBe([true, true]);
        (await Queries.AttemptsAsync(EvidenceFilter.None)).Items.ShouldAllBe(a => a.Differs);
        (await Queries.ApprovalsAsync(EvidenceFilter.None)).Items.ShouldAllBe(a => a.Differs);
        (await Runs.FindRunAsync(second))!.Number.ShouldBe(1);
    }

    [Theory]
    [InlineData("UPDATE output_blocks SET Text = replace(Text, 'fine', 'good')", "good")]
    [InlineData("UPDATE output_blocks SET Text = replace(Text, 'oall', 'eall')", "eall")]
    [InlineData("UPDATE output_blocks SET Text = Text || char(10) || 'oand more'", "and more")]
    [InlineData("DELETE FROM output_blocks", null)]
    public async Task Line_ThatWasForged_IsMarkedAndTheOutputIsShown(string sql, string? forged)
    {
        var attempt = await WithOutputAsync();
        var right = await Queries.LinesAsync(attempt, 1, 100, TestContext.Current.CancellationToken);
        right.ShouldNotBeEmpty();
        right.ShouldAllBe(l => !l.Differs);

        Tamper(sql);

        var lines = await Queries.LinesAsync(attempt, 1, 100, TestContext.Current.CancellationToken);
        lines.ShouldContain(l => l.Differs);
        lines.Take(right.Count).Select(l => l.Text).ShouldBe(right.Select(l => l.Text));
        if (forged is not null)
            (await _engine.Services.GetRequiredService<DatabaseReader>()
                .ReadAsync("SELECT Text FROM output_blocks", r => r.Text(0), default)).ShouldContain(t => t.Contains(forged));
        (await Queries.LinesAsync(attempt, 2, 1, TestContext.Current.CancellationToken)).ShouldHaveSingleItem().Text.ShouldBe("a needle");
    }

    [Fact]
    public async Task Line_ThatWasForgedBesideAHit_IsMarkedInTheSearch()
    {
        await WithOutputAsync();
        (await FindAsync()).Before.ShouldHaveSingleItem().Differs.ShouldBeFalse();

        Tamper("UPDATE output_blocks SET Text = replace(Text, 'fine', 'good')");

        var hit = await FindAsync();
        hit.Before.ShouldHaveSingleItem().ShouldSatisfyAllConditions(l => l.Text.ShouldBe("all is good"), l => l.Differs.ShouldBeTrue());
        hit.Line.Differs.ShouldBeFalse();

        async Task<SearchHit> FindAsync() =>
            (await Queries.SearchAsync("needle", EvidenceFilter.None, cancellation: TestContext.Current.CancellationToken)).Items
                .ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Lines_BehindTheEndOfTheOutput_AreMarked()
    {
        var attempt = await WithOutputAsync();
        Tamper($"INSERT INTO output_blocks (AttemptId, FirstLine, Text) VALUES ('{attempt}', 50, 'oinvented')");

        (await Queries.LinesAsync(attempt, 50, 5, TestContext.Current.CancellationToken)).ShouldHaveSingleItem().Differs.ShouldBeTrue();
    }

    private async Task<string> WithOutputAsync()
    {
        var run = await _engine.OpenAsync(SampleBooks.Preflight("echo all is fine; echo a needle"));
        var attempt = await _engine.RunAsync(run, "check");
        await _engine.Services.GetRequiredService<OutputIndexer>().CatchUpAsync(TestContext.Current.CancellationToken);
        return attempt.Id;
    }

    private int Watch()
    {
        var watch = _engine.Services.GetRequiredService<ProjectionMonitor>();
        watch.Look(TestContext.Current.CancellationToken);
        return watch.Faults;
    }

    private void Tamper(string sql)
    {
        using var connection = SqliteConnections.Open(Path.Combine(_engine.Folder, "data", "dashboard.db"));
        SqliteCommands.Run(connection, sql);
    }

    /// <summary>A watch as the server runs it, in a hurry.</summary>
    private sealed class Watching : IAsyncDisposable
    {
        private readonly SemaphoreSlim _changed = new(0);

        public Watching(EngineHarness engine)
        {
            Watch = new(engine.Services.GetRequiredService<IDatabaseCheck>(), NullLogger<ProjectionMonitor>.Instance)
            {
                Pause = TimeSpan.FromMilliseconds(20),
            };
            Watch.Changed += () => _changed.Release();
        }

        public ProjectionMonitor Watch { get; }

        /// <summary>Starts it, and waits until it has looked at the lists as they are now.</summary>
        public async Task StartAsync()
        {
            await Watch.StartAsync(CancellationToken.None);
            SpinWait.SpinUntil(() => Watch.Looks > 0, TestTimeout.Long).ShouldBeTrue();
        }

        public async Task UntilAsync(Func<int, bool> wanted)
        {
            while (!wanted(Watch.Faults))
                (await _changed.WaitAsync(TestTimeout.Long)).ShouldBeTrue();
        }

        public async ValueTask DisposeAsync()
        {
            await Watch.StopAsync(CancellationToken.None);
            Watch.Dispose();
            _changed.Dispose();
        }
    }
}
