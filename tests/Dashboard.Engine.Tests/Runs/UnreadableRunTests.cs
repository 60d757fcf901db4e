using Dashboard.Core.Gates;
using Dashboard.Core.Ledger;
using Dashboard.Core.Runs;
using Dashboard.Engine.Evidence.Audit;
using Dashboard.Engine.Evidence.Checkpoints;
using Dashboard.Engine.Evidence.Queries;
using Dashboard.Engine.Evidence.Search;
using Dashboard.Engine.Evidence.Verification;
using Dashboard.Engine.Ports;
using Dashboard.Engine.Runs;
using Dashboard.Storage.Database;
using Dashboard.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Engine.Tests.Runs;

/// <summary>One run cannot be read: it says so, nothing of it is changed, and everything else works.</summary>
public sealed class UnreadableRunTests : IAsyncLifetime
{
    private static readonly DateTimeOffset InTheFuture = DateTimeOffset.UnixEpoch.AddYears(60);

    private EngineHarness _engine = null!;
    private string _good = "", _bad = "";

    public async ValueTask InitializeAsync()
    {
        _engine = await EngineHarness.StartAsync();
        _good = await _engine.OpenAsync(SampleBooks.Preflight("echo good"), slug: "good");
        _bad = await _engine.OpenAsync(SampleBooks.Whole, slug: "bad",
            inputs: new Dictionary<string, string> { ["STATE"] = "/var/tmp/none" });
        await _engine.RunAsync(_bad, "ready");
        (await _engine.DoAsync(_bad, new RunCommand.ApproveGate("change", "change-approved", ""))).Done.ShouldBeTrue();
    }

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Theory]
    [InlineData("its pinned runbook is gone", "no longer holds its runbook")]
    [InlineData("its pinned runbook was exchanged", "something else in place of its runbook")]
    [InlineData("an entry of a newer version", "nothing that this version of the dashboard can read")]
    [InlineData("an entry that is nonsense", "nothing that this version of the dashboard can read")]
    [InlineData("an entry that makes no run", "cannot be read")]
    public async Task Run_ThatCannotBeRead_SaysSoAndTheRestWorks(string what, string reason)
    {
        await _engine.StopAsync();
        await HarmAsync(what);
        var before = await BytesAsync();
        await _engine.StartAgainAsync();

        // The run says why, to whoever looks and to whoever acts.
        (await Should.ThrowAsync<UnreadableRunException>(() => _engine.Runs.FindAsync(_bad))).Message.ShouldContain(reason);
        var refused = await _engine.DoAsync(_bad, new RunCommand.StartStep("first"));
        refused.Reasons.ShouldHaveSingleItem().Code.ShouldBe(LockCode.Storage);
        refused.Reasons[0].Message.ShouldContain(reason);

        // Everything else works.
        (await _engine.RunAsync(_good, "check")).Outcome.ShouldBe(Outcome.Passed);
        (await _engine.Services.GetRequiredService<IRunQueries>().OpenRunsAsync()).Length.ShouldBe(2);
        (await _engine.Services.GetRequiredService<IEvidenceQueries>().AttemptsAsync(EvidenceFilter.None)).Items.Count.ShouldBe(2);
        while (await _engine.Services.GetRequiredService<OutputIndexer>().CatchUpAsync(TestContext.Current.CancellationToken) > 0)
        {
        }

        (await _engine.Services.GetRequiredService<IEvidenceQueries>().SearchAsync("good", EvidenceFilter.None)).Items.ShouldNotBeEmpty();
        await _engine.Services.GetRequiredService<CheckpointWriter>().CatchUpAsync(TestContext.Current.CancellationToken);
        (await _engine.Services.GetRequiredService<AuditQueries>().ListAsync(EvidenceFilter.None)).Items.ShouldHaveSingleItem()
            .Flags.ShouldContain(f => f.Word == "the run's record cannot be read");

        // It is told of, and nothing of it was written over.
        (await VerifyAsync()).IsGood.ShouldBeFalse();
        (await BytesAsync()).ShouldBe(before);
    }

    /// <summary>
    /// Written with sqlite3 beside the server, at the end of the ledger: no entry at all, in a stream that is read at the start or in none.
    /// </summary>
    [Theory]
    [InlineData("accounts")]
    [InlineData("nowhere")]
    public async Task Entry_ThatIsNoEntryAtTheEnd_KeepsNothingFromStartingAndIsTold(string stream)
    {
        await _engine.StopAsync();
        AppendNoEntry(stream);

        await _engine.StartAgainAsync();

        (await _engine.RunAsync(_good, "check")).Outcome.ShouldBe(Outcome.Passed);
        (await _engine.Services.GetRequiredService<IEvidenceQueries>().AccountEventsAsync()).Items.ShouldNotBeNull();
        (await VerifyAsync()).IsGood.ShouldBeFalse();
    }

    [Fact]
    public async Task Entry_ThatIsNoEntryAtTheEnd_TimeGoesOnFromTheOneBefore()
    {
        await _engine.StopAsync();
        await AppendAsync(7);
        AppendNoEntry("nowhere");

        await _engine.StartAgainAsync();

        (await _engine.RunAsync(_good, "check")).StartedAt.ShouldBeGreaterThanOrEqualTo(InTheFuture);
    }

    [Fact]
    public async Task Change_OfUnknownOutcome_HoldsItsTargetThoughItsRunbookIsGone()
    {
        var folder = Directory.CreateDirectory($"/var/tmp/{Path.GetFileName(_engine.Folder)}").FullName;
        var run = await _engine.OpenAsync(SampleBooks.Whole.Replace("echo one >>", "touch \"$STATE/begun\"; sleep 600; echo one >>",
            StringComparison.Ordinal), slug: "changing", inputs: new Dictionary<string, string> { ["STATE"] = folder });
        await _engine.RunAsync(run, "ready");
        (await _engine.DoAsync(run, new RunCommand.ApproveGate("change", "change-approved", ""))).Done.ShouldBeTrue();
        (await _engine.DoAsync(run, new RunCommand.StartStep("first"))).Done.ShouldBeTrue();
        // A change that the stop keeps from beginning did nothing, and holds nothing.
        while (!File.Exists(Path.Combine(folder, "begun")))
            await Task.Delay(20, TestContext.Current.CancellationToken);
        await _engine.StopAsync();
        Sql($"DELETE FROM blobs WHERE Digest = (SELECT RunbookDigest FROM runs WHERE RunId = '{run}')");
        await _engine.StartAgainAsync();

        var refused = await StartFirstAsync(
            await _engine.OpenAsync(SampleBooks.Whole, slug: "other", inputs: new Dictionary<string, string> { ["STATE"] = folder }));

        refused.Reasons.ShouldHaveSingleItem().Message.ShouldContain("is changing");
        Directory.Delete(folder, recursive: true);
    }

    private async Task<CommandResult> StartFirstAsync(string run)
    {
        await _engine.RunAsync(run, "ready");
        (await _engine.DoAsync(run, new RunCommand.ApproveGate("change", "change-approved", ""))).Done.ShouldBeTrue();
        return await _engine.DoAsync(run, new RunCommand.StartStep("first"));
    }

    private async Task HarmAsync(string what)
    {
        switch (what)
        {
            case "its pinned runbook is gone":
                Sql($"DELETE FROM blobs WHERE Digest = (SELECT RunbookDigest FROM runs WHERE RunId = '{_bad}')");
                break;
            case "its pinned runbook was exchanged":
                Sql(
                    "UPDATE blobs SET Bytes = CAST(replace(CAST(Bytes AS TEXT), 'echo ready', 'echo other') AS BLOB) WHERE Digest = "
                        + $"(SELECT RunbookDigest FROM runs WHERE RunId = '{_bad}')");
                break;
            case "an entry of a newer version":
                await AppendAsync(new Dictionary<string, string> { ["type"] = "step-paused", ["attemptId"] = "x" });
                break;
            case "an entry that is nonsense":
                await AppendAsync(7);
                break;
            default:
                await AppendAsync(new { type = "step-finished", attemptId = "nobody", outcome = "passed", reason = "", sandbox = "" });
                break;
        }
    }

    /// <summary>Adds an entry to the run's stream that chains well, as another version would write it.</summary>
    private async Task AppendAsync<T>(T what)
    {
        using var services = _engine.Compose(null).BuildServiceProvider();
        var store = services.GetRequiredService<ILedgerStore>();
        var last = await store.ReadLedgerAsync().LastAsync();
        var own = await store.ReadStreamAsync("run/" + _bad).LastAsync();
        var entry = LedgerCodec.Write(last.Sequence + 1, last.Hash, "run/" + _bad, own.Hash, InTheFuture, Actor.System, what);
        Sql($"INSERT INTO ledger (Seq, Stream, Hash, Bytes) VALUES ({entry.Sequence}, 'run/{_bad}', '{entry.Hash}', "
            + $"x'{Convert.ToHexString(entry.Bytes.Span)}')", guarded: true);
    }

    private void AppendNoEntry(string stream) => Sql(
        $"INSERT INTO ledger (Seq, Stream, Hash, Bytes) SELECT max(Seq) + 1, '{stream}', '{new string('a', 64)}', CAST('{{\"seq\":1}}' AS "
            + "BLOB) FROM ledger",
        guarded: true);

    private async Task<string[]> BytesAsync()
    {
        using var services = _engine.Compose(null).BuildServiceProvider();
        return [.. await services.GetRequiredService<ILedgerStore>().ReadStreamAsync("run/" + _bad).Select(e => e.Hash).ToArrayAsync()];
    }

    private async Task<VerifyReport> VerifyAsync() =>
        await _engine.Services.GetRequiredService<LedgerCheck>().RunAsync(cancellation: TestContext.Current.CancellationToken);

    private void Sql(string sql, bool guarded = false)
    {
        using var connection = SqliteConnections.Open(Path.Combine(_engine.Folder, "data", "dashboard.db"));
        foreach (var trigger in guarded ? [] : EvidenceSchema.Triggers.Keys)
            SqliteCommands.Run(connection, $"DROP TRIGGER {trigger}");
        SqliteCommands.Run(connection, sql);
        foreach (var trigger in guarded ? [] : EvidenceSchema.Triggers.Values)
            SqliteCommands.Run(connection, trigger);
    }
}
