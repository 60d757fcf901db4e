using Dashboard.Core.Runbooks;
using Dashboard.Core.Runs;
using Dashboard.Engine.Evidence.Lists;
using Dashboard.Engine.Evidence.Queries;
using Dashboard.Engine.Ports;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Tests.Doubles;
using Dashboard.Execution;
using Dashboard.Storage.Database;
using Dashboard.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Dashboard.Engine.Tests.Evidence;

/// <summary>Attempts that nobody saw end, in the lists: settled or not, as what, and by whom.</summary>
public sealed class SettledOutcomeTests : IAsyncLifetime
{
    private bool _breaks = true;
    private EngineHarness _engine = null!;
    private string _run = "";

    private IEvidenceQueries Queries => _engine.Services.GetRequiredService<IEvidenceQueries>();

    public async ValueTask InitializeAsync()
    {
        _engine = await EngineHarness.StartAsync(replace: services =>
        {
            services.RemoveAll<IStepRunner>();
            services.AddSingleton<IStepRunner>(
                new BrokenRunner(_ => Task.FromResult(_breaks ? new InvalidOperationException("a fault of ours") : null as Exception)));
        });
        _run = await _engine.OpenAsync(SampleBooks.Change("true"));
        await ChangeAsync(Outcome.Failed);
        await ChangeAsync(Outcome.Passed);
        _breaks = false;
        await ChangeAsync(null);
        _breaks = true;
        await ChangeAsync(null);
    }

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Fact]
    public async Task Attempts_ThatWereUnknown_SayWhatTheyWereSettledAsAndByWhom()
    {
        (await WordsAsync(EvidenceFilter.None)).ShouldBe(["unknown → failed (ada)", "unknown → passed (ada)", "passed", "outcome unknown"]);
        await AgreesAsync();
    }

    [Fact]
    public async Task Attempts_ThatWereUnknown_AreFoundByThatAndByWhatTheyWereSettledAs()
    {
        (await WordsAsync(new() { WasUnknown = true })).ShouldBe(["unknown → failed (ada)", "unknown → passed (ada)", "outcome unknown"]);
        (await WordsAsync(new() { WasUnknown = true, Outcome = Outcome.Failed })).ShouldBe(["unknown → failed (ada)"]);
        (await WordsAsync(new() { WasUnknown = true, Outcome = Outcome.Passed })).ShouldBe(["unknown → passed (ada)"]);
        (await WordsAsync(new() { WasUnknown = true, Outcome = Outcome.Unknown })).ShouldBe(["outcome unknown"]);
        (await WordsAsync(new() { WasUnknown = true, Kind = StepKind.Smoke })).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("UPDATE attempts SET SettledBy = 'bob' WHERE SettledBy = 'ada' AND Outcome = 1")]
    [InlineData("UPDATE attempts SET SettledBy = NULL WHERE Outcome = 1")]
    [InlineData("UPDATE attempts SET WasUnknown = 0 WHERE Outcome = 1")]
    public async Task Attempt_WhoseSettlementWasChangedInTheList_IsMarked(string sql)
    {
        Sql(sql);

        (await Queries.AttemptsAsync(EvidenceFilter.None, cancellation: TestContext.Current.CancellationToken)).Items.Where(a => a.Differs)
            .ShouldHaveSingleItem().Number.ShouldBe(1);
        Watch().ShouldBeGreaterThan(0);
    }

    /// <summary>As a database was before the lists knew of settlements. A damaged entry must not keep the server from starting.</summary>
    [Fact]
    public async Task Start_OnADatabaseOfAnOlderVersion_LearnsWhatWasSettledFromTheLedger()
    {
        await _engine.StopAsync();
        Sql("""
            DROP INDEX IX_attempts_WasUnknown;
            ALTER TABLE attempts DROP COLUMN WasUnknown;
            ALTER TABLE attempts DROP COLUMN SettledBy;
            DELETE FROM __EFMigrationsHistory WHERE MigrationId LIKE '%_SettledOutcomes';
            INSERT INTO ledger SELECT max(Seq) + 1, 'run/other', 'x', x'7b22ff' FROM ledger;
            """);

        await _engine.StartAgainAsync();

        (await WordsAsync(EvidenceFilter.None)).ShouldBe(["unknown → failed (ada)", "unknown → passed (ada)", "passed", "outcome unknown"]);
        (await WordsAsync(new() { WasUnknown = true })).Length.ShouldBe(3);
        await AgreesAsync();
    }

    private async Task ChangeAsync(Outcome? verdict)
    {
        (await _engine.DoAsync(_run, new RunCommand.ApproveGate("go", "go", ""))).Reasons.ShouldBeEmpty();
        var attempt = await _engine.RunAsync(_run, "change");
        if (verdict is { } known)
            (await _engine.DoAsync(_run, new RunCommand.GiveVerdict(attempt.Id, known, "looked"))).Reasons.ShouldBeEmpty();
    }

    private async Task AgreesAsync()
    {
        (await Queries.AttemptsAsync(EvidenceFilter.None, cancellation: TestContext.Current.CancellationToken)).Items
            .ShouldAllBe(a => !a.Differs);
        Watch().ShouldBe(0);
    }

    private int Watch()
    {
        var watch = _engine.Services.GetRequiredService<ProjectionMonitor>();
        watch.Look(TestContext.Current.CancellationToken);
        return watch.Faults;
    }

    private void Sql(string sql)
    {
        using var connection = SqliteConnections.Open(Path.Combine(_engine.Folder, "data", "dashboard.db"));
        SqliteCommands.Run(connection, sql);
    }

    private async Task<string[]> WordsAsync(EvidenceFilter filter) =>
        [.. (await Queries.AttemptsAsync(filter with { OldestFirst = true }, cancellation: TestContext.Current.CancellationToken)).Items
            .Select(a => a.Word)];
}
