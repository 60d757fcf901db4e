using Dashboard.Core.Runs;
using Dashboard.Engine.Ports;
using static Dashboard.Testing.StorageHarness;

namespace Dashboard.Storage.Tests;

public sealed class RunListsTests
{
    [Fact]
    public async Task FindRun_ByIdAndNumber_TellsWhatWasOpened()
    {
        await using var harness = await StartAsync();
        var opened = await harness.Store.AppendAsync("first", Ada, Opened("The first"));
        await harness.Store.AppendAsync("second", Ada, Opened("The second"));

        var run = await harness.Lists.FindRunAsync("first");

        run.ShouldNotBeNull().ShouldSatisfyAllConditions(
            r => r.Number.ShouldBe(1),
            r => r.Slug.ShouldBe("cutover"),
            r => r.Title.ShouldBe("The first"),
            r => r.Target.ShouldBe("host1"),
            r => r.Mode.ShouldBe(RunMode.Rehearsal),
            r => r.RunbookDigest.ShouldBe(new string('a', 64)),
            r => r.ChangeReference.ShouldBe("CHG-1"),
            r => r.OpenedBy.ShouldBe("Ada"),
            r => r.OpenedAt.ShouldBe(opened.At),
            r => r.ClosedAt.ShouldBeNull(),
            r => r.Result.ShouldBeNull());
        (await harness.Lists.FindRunAsync(2)).ShouldNotBeNull().RunId.ShouldBe("second");
        (await harness.Lists.FindRunAsync("third")).ShouldBeNull();
        (await harness.Lists.FindRunAsync(3)).ShouldBeNull();
    }

    [Fact]
    public async Task Lists_SomeRunsClosed_ShowOpenOnesAndTheLatest()
    {
        await using var harness = await StartAsync();
        foreach (var id in new[] { "r1", "r2", "r3", "r4" })
            await harness.Store.AppendAsync(id, Ada, Opened(id));
        harness.Time.Advance(TimeSpan.FromMinutes(5));
        var closed = await harness.Store.AppendAsync("r3", Ada,
            new RunClosed { Result = RunResult.RolledBack, Reason = "It did not work out." });

        (await harness.Lists.OpenRunsAsync()).Select(r => r.RunId).ShouldBe(["r4", "r2", "r1"]);
        var latest = await harness.Lists.RunsAsync(EvidenceFilter.None, null, 2);
        latest.Items.Select(r => r.RunId).ShouldBe(["r4", "r3"]);
        latest.Items[1].ClosedAt.ShouldBe(closed.At);
        latest.Items[1].Result.ShouldBe(RunResult.RolledBack);
    }

    [Fact]
    public async Task Attempts_StartedFinishedInterruptedSettled_AreProjected()
    {
        await using var harness = await StartAsync();
        await harness.Store.AppendAsync("one", Ada, Opened());
        foreach (var id in new[] { "a1", "a2", "a3" })
            await harness.Store.AppendAsync("one", Ada, Started(id));
        await harness.Store.AppendAsync("one", Ada, Finished("a1", Outcome.TimedOut));
        await harness.Store.AppendAsync("one", Actor.System, new StepInterrupted { AttemptId = "a2", Reason = "The server stopped." });

        harness.Scalar("SELECT Outcome FROM attempts WHERE AttemptId = 'a1'").ShouldBe((long)Outcome.TimedOut);
        harness.Scalar("SELECT Outcome FROM attempts WHERE AttemptId = 'a2'").ShouldBe((long)Outcome.Unknown);
        harness.Scalar("SELECT EndedAt IS NULL AND Outcome IS NULL FROM attempts WHERE AttemptId = 'a3'").ShouldBe(1L);

        await harness.Store.AppendAsync("one", Ada,
            new VerdictGiven { AttemptId = "a2", Verdict = Outcome.Passed, Note = "The file is there." });
        harness.Scalar("SELECT Outcome FROM attempts WHERE AttemptId = 'a2'").ShouldBe((long)Outcome.Passed);
    }
}
