using Dashboard.Core.Ledger;
using Dashboard.Engine.Evidence.Checkpoints;
using Dashboard.Engine.Evidence.Search;
using Dashboard.Engine.Evidence.Verification;
using Dashboard.Engine.Ports;
using Dashboard.Storage.Database;
using Dashboard.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Engine.Tests.Evidence;

/// <summary>The whole ledger, with what it names, held against itself and its checkpoints.</summary>
public sealed class LedgerCheckTests : IAsyncLifetime
{
    private EngineHarness _engine = null!;

    private LedgerCheck Check => _engine.Services.GetRequiredService<LedgerCheck>();

    public async ValueTask InitializeAsync()
    {
        _engine = await EngineHarness.StartAsync();
        await EvidenceHistory.WalkAsync(_engine);
        await _engine.Services.GetRequiredService<CheckpointWriter>().CatchUpAsync(TestContext.Current.CancellationToken);
    }

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Fact]
    public async Task Ledger_AsItWasWritten_IsGood()
    {
        var report = await VerifyAsync();
        report.Faults.ShouldBeEmpty();
        report.Entries.ShouldBe(await _engine.Store.ReadLedgerAsync(TestContext.Current.CancellationToken)
            .LongCountAsync(TestContext.Current.CancellationToken));
        report.Outputs.ShouldBe(10);
        // The approval, and the end of the run.
        report.Checkpoints.ShouldBe(2);
    }

    [Theory]
    [InlineData("UPDATE output_chunks SET Bytes = CAST(x'6f6e6520' || substr(Bytes, 5) AS BLOB) WHERE rowid = 1",
        "SHA-256 of Stdout of attempt")]
    [InlineData("DELETE FROM output_chunks WHERE rowid = 1", "Stdout of attempt")]
    [InlineData("UPDATE output_chunks SET AttemptId = 'nobody' WHERE rowid = 1", "attempt")]
    [InlineData("UPDATE output_chunks SET Channel = 1 - Channel WHERE rowid = 1", "Stdout of attempt")]
    [InlineData("UPDATE blobs SET Bytes = CAST(Bytes || x'00' AS BLOB)", "SHA-256")]
    [InlineData("DELETE FROM blobs", "content")]
    [InlineData("INSERT INTO blobs VALUES ('x', x'00')", "use")]
    [InlineData("UPDATE ledger SET Bytes = Bytes || x'20' WHERE Seq = 4", "SHA-256 of its bytes")]
    [InlineData("DELETE FROM ledger WHERE Seq = 4", "number")]
    public async Task Database_ChangedBehindOurBack_IsToldWithWhereAndWhat(string sql, string what)
    {
        Tamper(sql);
        var report = await VerifyAsync();
        report.IsGood.ShouldBeFalse();
        report.Faults.ShouldContain(f => f.What.Contains(what, StringComparison.Ordinal), string.Join('\n', report.Faults));
        report.Faults.ShouldContain(f => f.Where == "schema" && f.Found.Contains("is missing", StringComparison.Ordinal));
        if (sql.Contains("ledger", StringComparison.Ordinal))
            report.Faults.First(f => f.Where != "schema").Where.ShouldBe("entry 4");
    }

    // No trigger guards these: they change with every step. The ledger says what they should be.
    [Theory]
    [InlineData("UPDATE attempts SET Outcome = 1 WHERE StepId = 'looks'", "its row in the list of attempts", "Outcome 0", "Outcome 1")]
    [InlineData("UPDATE attempts SET \"By\" = 'bob' WHERE StepId = 'first'", "its row in the list of attempts", "By ada", "By bob")]
    [InlineData("DELETE FROM attempts WHERE StepId = 'ready'", "its row in the list of attempts", "StepId ready", "no row")]
    [InlineData("DELETE FROM approvals WHERE ApprovalId IS NULL", "its row in the list of approvals", "GateId change", "no row")]
    [InlineData("UPDATE approvals SET Target = 'elsewhere' WHERE ApprovalId IS NOT NULL", "its row in the list of approvals", "Target ",
        "Target elsewhere")]
    [InlineData("UPDATE runs SET Result = 2", "its row in the list of runs", "Result 0", "Result 2")]
    [InlineData("INSERT INTO runs SELECT 'x', 2, Slug, Title, Target, Mode, RunbookDigest, ChangeReference, OpenedBy, OpenedAt, ClosedAt, "
        + "Result FROM runs", "its row in the list of runs", "no row", "RunId x")]
    [InlineData("UPDATE output_blocks SET Text = replace(Text, 'o', 'ø') WHERE length(Text) > 0",
        "of its output, as pages show it", "", "")]
    [InlineData("DELETE FROM output_blocks", "of its output, as pages show it", "", "nothing")]
    public async Task Pages_MadeToShowSomethingElse_AreToldFromTheLedger(string sql, string what, string expected, string found)
    {
        while (await _engine.Services.GetRequiredService<OutputIndexer>().CatchUpAsync(TestContext.Current.CancellationToken) > 0)
        {
        }

        (await VerifyAsync()).Faults.ShouldBeEmpty();
        using (var connection = SqliteConnections.Open(Path.Combine(_engine.Folder, "data", "dashboard.db")))
            SqliteCommands.Run(connection, sql);

        var faults = (await VerifyAsync()).Faults;
        faults.ShouldNotBeEmpty();
        faults.ShouldAllBe(f => f.What.Contains(what, StringComparison.Ordinal));
        faults[0].Expected.ShouldContain(expected);
        faults[0].Found.ShouldContain(found);
    }

    [Fact]
    public async Task Ledger_CutShort_IsNoticedByACheckpointAlone()
    {
        // The last entries are gone, with what only they named and what lists told of them; nothing inside the database tells.
        var kept = Path.Combine(_engine.Folder, "elsewhere");
        var own = _engine.Services.GetRequiredService<CheckpointFile>().Path;
        File.Copy(own, kept);
        var closed = Checkpoint.Parse((await File.ReadAllLinesAsync(kept, TestContext.Current.CancellationToken))[^1])!.Value.Checkpoint;
        Tamper($"DELETE FROM ledger WHERE Seq >= {closed.Sequence}; UPDATE runs SET ClosedAt = NULL, Result = NULL");
        await File.WriteAllTextAsync(own, "", TestContext.Current.CancellationToken);
        (await VerifyAsync()).Faults.ShouldAllBe(f => f.Where == "schema");

        var fault = (await VerifyAsync(kept)).Faults.Single(f => f.Where != "schema");
        (fault.Where, fault.What).ShouldBe(($"entry {closed.Sequence}", "existence, by a checkpoint"));
        fault.Found.ShouldContain($"the ledger ends with entry {closed.Sequence - 1}");
    }

    [Fact]
    public async Task Checkpoint_ThatNobodySigned_IsTold()
    {
        var own = _engine.Services.GetRequiredService<CheckpointFile>().Path;
        var text = await File.ReadAllTextAsync(own, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(own, text.Replace("run-closed", "run-opened", StringComparison.Ordinal) + "nonsense\n",
            TestContext.Current.CancellationToken);
        var faults = (await VerifyAsync()).Faults;
        faults.Select(f => f.Where).ShouldBe(["checkpoint in line 2", "checkpoint in line 3"]);
        await Should.ThrowAsync<StorageException>(() => VerifyAsync("/no/such/file"));
    }

    [Fact]
    public async Task Checkpoints_InAnEmptyFile_AreNoReasonToCallTheLedgerGood()
    {
        var empty = Path.Combine(_engine.Folder, "empty");
        await File.WriteAllTextAsync(empty, "", TestContext.Current.CancellationToken);
        (await Should.ThrowAsync<StorageException>(() => VerifyAsync(empty))).Message.ShouldContain("There is no checkpoint in");
    }

    private Task<VerifyReport> VerifyAsync(string? checkpoints = null) =>
        Check.RunAsync(checkpoints, cancellation: TestContext.Current.CancellationToken);

    private void Tamper(string sql)
    {
        using var connection = SqliteConnections.Open(Path.Combine(_engine.Folder, "data", "dashboard.db"));
        foreach (var trigger in EvidenceSchema.Triggers.Keys)
            SqliteCommands.Run(connection, $"DROP TRIGGER {trigger}");
        SqliteCommands.Run(connection, sql);
    }
}
