using Dashboard.Core.Attempts;
using Dashboard.Core.Runs;
using Dashboard.Engine.Evidence.Queries;
using Dashboard.Engine.Evidence.Reports;
using Dashboard.Engine.Evidence.Search;
using Dashboard.Engine.Ports;
using Dashboard.Engine.Runs;
using Dashboard.Execution.Secrets;
using Dashboard.Storage.Database;
using Dashboard.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Engine.Tests.Runs.Secrets;

/// <summary>Steps that make, replace and break their own declared secret files while they run.</summary>
public sealed class ChangedSecretsTests : IDisposable
{
    private const string Rotation = """printf rotated-value-9876 > "FILE"; echo "now: rotated-value-9876"; echo done""";

    private readonly SecretFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_StepThatReplacesItsSecretAndPrintsIt_ShowsNeitherTheOldNorTheNewOne()
    {
        await using var engine = await EngineHarness.StartAsync();
        _folder.Write("original-value-1234");

        var (run, attempt) = await SecretFolder.ChangeAsync(engine, $"cat {_folder.File()}; echo; {In(Rotation)}", _folder.File());

        (attempt.Outcome, await engine.OutputAsync(attempt.Id)).ShouldBe((Outcome.Passed, "[masked]\nnow: [masked]\ndone\n"));
        attempt.Finished!.Secrets.ShouldNotBeNull().ShouldHaveSingleItem()
            .ShouldBe(new KnownSecret(_folder.File(), 2, "changed while the step ran"));
        // Whoever remembers the old value types it no less.
        (await engine.DoAsync(run, new RunCommand.AddNote("it was original-value-1234", null))).Done.ShouldBeTrue();
        (await engine.StateAsync(run)).Events[^1].Event.ShouldBeOfType<NoteAdded>().Text.ShouldBe("it was [masked]");
    }

    [Fact]
    public async Task Run_StepThatMakesItsSecret_ShowsNothingOfIt()
    {
        await using var engine = await EngineHarness.StartAsync();

        var (_, attempt) = await SecretFolder.ChangeAsync(engine, In(Rotation), _folder.File());

        (await engine.OutputAsync(attempt.Id)).ShouldBe("now: [masked]\ndone\n");
        attempt.Finished!.Secrets.ShouldNotBeNull().ShouldHaveSingleItem().Note.ShouldBe("not there at the start");
    }

    [Fact]
    public async Task Run_StepThatReplacesItsSecretManyTimes_ShowsNone()
    {
        await using var engine = await EngineHarness.StartAsync();

        var (_, attempt) = await SecretFolder.ChangeAsync(
            engine,
            $"echo before; sleep 1; for i in 1 2 3 4 5; do printf rotated-value-no-$i > {_folder.File()}; cat {_folder.File()}; done",
            _folder.File());

        // However fast it looks: either each version was seen, or the rest is held back.
        var output = await engine.OutputAsync(attempt.Id);
        output.ShouldStartWith("before\n");
        output.ShouldNotContain("rotated");
    }

    [Fact]
    public async Task Run_WithoutTheCountOfVersions_ShowsTheOnesInBetween()
    {
        await using var engine = await EngineHarness.StartAsync(replace: s => s.AddSingleton(SecretDefences.All with { Versions = false }));

        // All of it in one piece of output, which is looked at when the last version is in the file.
        var (_, attempt) = await SecretFolder.ChangeAsync(
            engine, $"printf rotated-value-no-1 > {_folder.File()}; printf rotated-value-no-2 > {_folder.File()}; echo rotated-value-no-1",
            _folder.File());

        (await engine.OutputAsync(attempt.Id)).ShouldBe("rotated-value-no-1\n");
    }

    [Theory]
    [InlineData("install -m 0600 /dev/null FILE; printf rotated-value-9876 > FILE")]
    [InlineData("printf rotated-value-9876 > FILE.new; mv FILE.new FILE")]
    public async Task Run_UsualWaysToReplaceASecret_CountAsOneVersion(string replace)
    {
        await using var engine = await EngineHarness.StartAsync();
        _folder.Write("original-value-1234");

        var (_, attempt) = await SecretFolder.ChangeAsync(engine, $"{In(replace)}; echo now rotated-value-9876", _folder.File());

        (attempt.Outcome, await engine.OutputAsync(attempt.Id)).ShouldBe((Outcome.Passed, "now [masked]\n"));
    }

    [Fact]
    public async Task Run_WithoutLooksDuringTheStep_ShowsTheNewOne()
    {
        await using var engine = await EngineHarness.StartAsync(replace: s => s.AddSingleton(SecretDefences.All with { Looks = false }));
        _folder.Write("original-value-1234");

        var (_, attempt) = await SecretFolder.ChangeAsync(engine, In(Rotation), _folder.File());

        (await engine.OutputAsync(attempt.Id)).ShouldBe("now: rotated-value-9876\ndone\n");
    }

    [Fact]
    public async Task Run_StepThatPrintsLongBeforeItWrites_IsHeldBackEverywhere()
    {
        await using var engine = await EngineHarness.StartAsync();
        _folder.Write("original-value-1234");

        var (run, attempt) = await SecretFolder.ChangeAsync(
            engine, $"echo now: rotated-value-9876; sleep 1; printf rotated-value-9876 > {_folder.File()}; echo done", _folder.File());

        (attempt.Outcome, attempt.Finished!.Untrusted).ShouldBe((Outcome.Unknown, true));
        attempt.Reason!.ShouldStartWith(
            "Its output is held back: The step printed what it wrote to a declared secret file only afterwards");
        attempt.Reason.ShouldContain("replace that secret");
        var services = engine.Services;
        await ShouldHaveNoLinesAsync();
        // The list says where in the ledger it began, and somebody may have changed that, too.
        using (var connection = SqliteConnections.Open(Path.Combine(engine.Folder, "data", "dashboard.db")))
            SqliteCommands.Run(connection, "UPDATE attempts SET Seq = Seq + 1000, Indexed = 0");
        await ShouldHaveNoLinesAsync();
        var reader = services.GetRequiredService<RunReader>();
        var report = await services.GetRequiredService<RunReports>()
            .MarkdownAsync((await reader.FindAsync(run))!, TestContext.Current.CancellationToken);
        report.ShouldNotContain("rotated-value");
        report.ShouldContain("output held back");

        async Task ShouldHaveNoLinesAsync()
        {
            await services.GetRequiredService<OutputIndexer>().CatchUpAsync(TestContext.Current.CancellationToken);
            (await services.GetRequiredService<IOutputIndex>().WaitingAsync(1)).ShouldBeEmpty();
            (await services.GetRequiredService<IEvidenceQueries>().LinesAsync(attempt.Id, 1, 100)).ShouldBeEmpty();
        }
    }

    [Theory]
    [InlineData("rm -f FILE; mkfifo FILE", "named pipe")]
    [InlineData("head -c 1100000 /dev/zero > FILE", "longer than")]
    [InlineData("printf abc > FILE", "holds 3 characters")]
    public async Task Run_StepAfterWhichItsSecretCannotBeMasked_HoldsBackWhatFollows(string change, string why)
    {
        await using var engine = await EngineHarness.StartAsync();
        _folder.Write("original-value-1234");

        var (_, attempt) = await SecretFolder.ChangeAsync(engine, $"echo before; sleep 1; {In(change)}; echo after", _folder.File());

        (attempt.Outcome, attempt.Finished!.Incomplete, attempt.Finished.Untrusted).ShouldBe((Outcome.Unknown, true, false));
        attempt.Finished.HeldBack.ShouldNotBeNull().ShouldContain(why);
        attempt.Reason!.ShouldStartWith("Its output is held back: ");
        (await engine.OutputAsync(attempt.Id)).ShouldBe("before\n\n[6 bytes of output are held back]\n");
    }

    private string In(string script) => script.Replace("FILE", _folder.File(), StringComparison.Ordinal);
}
