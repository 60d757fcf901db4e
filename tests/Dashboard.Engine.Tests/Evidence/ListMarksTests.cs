using Dashboard.Engine.Evidence;
using Dashboard.Engine.Evidence.Audit;
using Dashboard.Engine.Evidence.Lists;
using Dashboard.Engine.Storage;
using Dashboard.Engine.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

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
            $"SELECT {AttemptRows.Columns} FROM attempts a JOIN runs r ON r.RunId = a.RunId", r => AttemptRows.Read(r, 0), default)).ShouldAllBe(a => !a.Differs);
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
        Tamper("INSERT INTO approvals SELECT 9999, 'forged', RunId, Slug, Mode, GateId, Target, 'bob', At FROM approvals WHERE ApprovalId IS NOT NULL");

        (await Queries.ApprovalsAsync(EvidenceFilter.None)).Items.Where(a => a.Differs).ShouldHaveSingleItem().By.ShouldBe("bob");
        (await _engine.Services.GetRequiredService<AuditQueries>().ListAsync(EvidenceFilter.None)).Items
            .ShouldContain(r => r.By == "bob" && r.Flags.Any(f => f.IsBad));
    }

    [Fact]
    public async Task Row_ThatIsGone_IsToldByTheWholeAlone()
    {
        Tamper("DELETE FROM attempts WHERE StepId = 'looks'");

        (await Queries.AttemptsAsync(EvidenceFilter.None)).Items.ShouldAllBe(a => !a.Differs);
        Watch().ShouldBe(1);
    }

    private int Watch()
    {
        var watch = _engine.Services.GetRequiredService<ListWatch>();
        watch.Look(TestContext.Current.CancellationToken);
        return watch.Faults;
    }

    private void Tamper(string sql)
    {
        using var connection = Connections.Open(Path.Combine(_engine.Folder, "data", "dashboard.db"));
        Commands.Run(connection, sql);
    }
}
