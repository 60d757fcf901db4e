using Dashboard.Core.Gates;
using Dashboard.Core.Runs;
using Dashboard.Engine.Evidence.Reports;
using Dashboard.Engine.Runs;
using Dashboard.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Engine.Tests.Runs;

/// <summary>Choices, conditions, optional steps and waiting, with real processes and a real ledger.</summary>
public sealed class StagesTests
{
    private const string Book = """
        ---
        gates:
          - {id: g, phrase: g-approved, unlocks: mutating}
        ---
        - [ ] Which way? {#which-way choice=blue,green}

        ```bash {#nice .preflight optional}
        exit 1
        ```
        ```bash {#look .preflight}
        echo "way: $WHICH_WAY"
        ```
        ```bash {#to-blue .mutating when="which-way=blue"}
        echo "to $WHICH_WAY"
        ```
        ```bash {#to-green .mutating when="which-way=green"}
        echo "to $WHICH_WAY"
        ```
        """;

    [Fact]
    public async Task Choice_IsAVariableOfEachStep_AndDecidesWhichChangesThereAre()
    {
        await using var engine = await EngineHarness.StartAsync();
        var run = await engine.OpenAsync(Book);
        (await engine.DoAsync(run, new RunCommand.ConfirmManual("which-way", ""))).Reasons.Single().Message
            .ShouldBe("“Which way?” needs a choice.");
        (await engine.DoAsync(run, new RunCommand.ConfirmManual("which-way", "", Choice: "red"))).Done.ShouldBeFalse();
        (await engine.DoAsync(run, new RunCommand.ConfirmManual("which-way", "as agreed", Choice: "blue"))).Reasons.ShouldBeEmpty();
        var looked = await engine.RunAsync(run, "look");
        (await engine.OutputAsync(looked.Id)).ShouldBe("way: blue\n");
        (await engine.DoAsync(run, new RunCommand.SkipStep("look", "why not"))).Done.ShouldBeFalse();
        (await engine.DoAsync(run, new RunCommand.SkipStep("nice", ""))).Reasons.Single().Code.ShouldBe(LockCode.ReasonMissing);
        (await engine.DoAsync(run, new RunCommand.SkipStep("nice", "not tonight"))).Reasons.ShouldBeEmpty();
        (await engine.DoAsync(run, new RunCommand.ApproveGate("g", "g-approved", ""))).Reasons.ShouldBeEmpty();
        (await engine.DoAsync(run, new RunCommand.StartStep("to-green"))).Reasons.First().Message
            .ShouldBe("It is for WHICH_WAY=green, and here WHICH_WAY is blue.");

        var changed = await engine.RunAsync(run, "to-blue");

        (await engine.OutputAsync(changed.Id)).ShouldBe("to blue\n");
        (await engine.StateAsync(run)).Approvals.Single().Event.Steps.Select(s => s.StepId).ShouldBe(["to-blue"]);
        (await engine.DoAsync(run, new RunCommand.ConfirmManual("which-way", "", Choice: "green"))).Reasons.Single().Message
            .ShouldBe("“to-blue” was begun for blue.");
        // All of it is in the ledger: a server that starts anew knows it, and the report tells it.
        await engine.RestartAsync();
        var stored = (await engine.Services.GetRequiredService<RunReader>().FindAsync(run))!;
        stored.State.Chosen["WHICH_WAY"].ShouldBe("blue");
        var report = await engine.Services.GetRequiredService<RunReports>().MarkdownAsync(stored, TestContext.Current.CancellationToken);
        report.ShouldContain("- **chose blue** by ada");
        report.ShouldContain("preflight, `nice`: **skipped**\n\n- **skipped** by ada");
        report.ShouldContain("mutating, `to-green`: **not applicable**, it is for `WHICH_WAY=green`");
    }

    [Fact]
    public async Task Until_StepThatPassesInTime_IsTriedAsOftenAsItTakes()
    {
        await using var engine = await EngineHarness.StartAsync();
        // A folder that its sandbox shows.
        var mark = $"/var/tmp/cutover-ready-{Guid.NewGuid():N}";
        var run = await engine.OpenAsync($$"""
            ```bash {#wait .preflight until=60s every=100ms}
            test -e {{mark}} && echo ready
            ```
            """);
        var id = (await engine.DoAsync(run, new RunCommand.StartStep("wait"))).Id!;
        while ((await engine.Runs.FindAsync(run))!.Try < 3)
            await Task.Delay(20, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(mark, "", TestContext.Current.CancellationToken);

        var attempt = await engine.EndAsync(run, id);
        File.Delete(mark);

        attempt.Outcome.ShouldBe(Outcome.Passed);
        attempt.Finished!.Tries.ShouldBeGreaterThanOrEqualTo(3);
        (await engine.Runs.FindAsync(run))!.Try.ShouldBe(0);
    }

    [Fact]
    public async Task Until_StepThatNeverPasses_FailsWhenItsTimeIsOver()
    {
        await using var engine = await EngineHarness.StartAsync();
        var run = await engine.OpenAsync("```bash {#wait .preflight until=1s every=200ms}\nexit 3\n```\n");

        var attempt = await engine.RunAsync(run, "wait");

        (attempt.Outcome, attempt.Finished!.ExitCode).ShouldBe((Outcome.Failed, 3));
        attempt.Finished.Tries.ShouldBeGreaterThan(1);
        attempt.Duration!.Value.ShouldBeLessThan(TimeSpan.FromSeconds(50));
    }

    [Fact]
    public async Task Until_StepThatIsCancelled_EndsBetweenTwoTries()
    {
        await using var engine = await EngineHarness.StartAsync();
        var run = await engine.OpenAsync("```bash {#wait .preflight until=60m every=30m}\nexit 3\n```\n");
        var id = (await engine.DoAsync(run, new RunCommand.StartStep("wait"))).Id!;
        await Task.Delay(300, TestContext.Current.CancellationToken);

        (await engine.DoAsync(run, new RunCommand.CancelAttempt(id))).Done.ShouldBeTrue();

        (await engine.EndAsync(run, id)).Outcome.ShouldBe(Outcome.Cancelled);
    }
}
