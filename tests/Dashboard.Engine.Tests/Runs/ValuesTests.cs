using System.Collections.Immutable;
using Dashboard.Core.Gates;
using Dashboard.Core.Runs;
using Dashboard.Engine.Evidence.Reports;
using Dashboard.Engine.Runs;
using Dashboard.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Engine.Tests.Runs;

/// <summary>Values that steps write for later ones, secrets that are typed, and the change window, with real processes.</summary>
public sealed class ValuesTests
{
    private const string Book = """
        ---
        inputs:
          - {name: SNAPSHOT, pattern: "s-[0-9]+"}
        gates:
          - {id: g, phrase: g-approved, unlocks: mutating}
        ---
        ```bash {#look .preflight outputs=ROLE}
        echo "ROLE=primary" >> "$CUTOVER_OUTPUT"
        ```
        ```bash {#only-primary .preflight when="ROLE=primary"}
        echo "role: $ROLE"
        ```
        ```bash {#take .mutating outputs=SNAPSHOT}
        printf 'SNAPSHOT=s-%s\n' 12 > "$CUTOVER_OUTPUT"
        ```
        ```bash {#use .mutating}
        echo "snapshot: $SNAPSHOT"
        ```
        ```bash {#back .rollback}
        echo "back to $SNAPSHOT"
        ```
        """;

    [Fact]
    public async Task Outputs_OfChecksAndChanges_AreVariablesOfLaterSteps()
    {
        await using var engine = await EngineHarness.StartAsync();
        var run = await engine.OpenAsync(Book);
        (await engine.DoAsync(run, new RunCommand.StartStep("only-primary"))).Reasons.First().Message
            .ShouldBe("It depends on “look”, and it has not said yet.");
        (await engine.RunAsync(run, "look")).Finished!.Outputs!["ROLE"].ShouldBe("primary");
        (await engine.OutputAsync((await engine.RunAsync(run, "only-primary")).Id)).ShouldBe("role: primary\n");
        (await engine.DoAsync(run, new RunCommand.ApproveGate("g", "g-approved", ""))).Reasons.ShouldBeEmpty();
        (await engine.DoAsync(run, new RunCommand.StartStep("use"))).Done.ShouldBeFalse();

        (await engine.RunAsync(run, "take")).Outcome.ShouldBe(Outcome.Passed);
        // The value came of what was approved: the approval still stands.
        (await engine.OutputAsync((await engine.RunAsync(run, "use")).Id)).ShouldBe("snapshot: s-12\n");
        (await engine.OutputAsync((await engine.RunAsync(run, "back")).Id)).ShouldBe("back to s-12\n");

        await engine.RestartAsync();
        var stored = (await engine.Services.GetRequiredService<RunReader>().FindAsync(run))!;
        RunValues.All(stored.State)["SNAPSHOT"].ShouldBe("s-12");
        (await engine.Services.GetRequiredService<RunReports>().MarkdownAsync(stored, TestContext.Current.CancellationToken))
            .ShouldContain("; wrote `SNAPSHOT=s-12`");
    }

    [Fact]
    public async Task Approval_GivenForAValueThatACheckWroteOtherwiseSince_CountsNoMore()
    {
        await using var engine = await EngineHarness.StartAsync();
        var mark = $"/var/tmp/cutover-role-{Guid.NewGuid():N}";
        await File.WriteAllTextAsync(mark, "primary", TestContext.Current.CancellationToken);
        var run = await engine.OpenAsync(Book.Replace("echo \"ROLE=primary\"", $"echo \"ROLE=$(cat {mark})\"", StringComparison.Ordinal));
        await engine.RunAsync(run, "look");
        await engine.RunAsync(run, "only-primary");
        (await engine.DoAsync(run, new RunCommand.ApproveGate("g", "g-approved", ""))).Reasons.ShouldBeEmpty();
        await File.WriteAllTextAsync(mark, "standby", TestContext.Current.CancellationToken);
        await engine.RunAsync(run, "look");
        File.Delete(mark);

        (await engine.DoAsync(run, new RunCommand.StartStep("take"))).Reasons.Select(r => r.Message)
            .ShouldContain("The approval was given for other values.");
    }

    [Fact]
    public async Task SecretOutput_IsMaskedAndNotRecorded_AndLaterStepsHaveIt()
    {
        await using var engine = await EngineHarness.StartAsync();
        var run = await engine.OpenAsync("""
            ---
            inputs: [{name: JOIN_TOKEN, type: secret}]
            ---
            ```bash {#make .preflight outputs=JOIN_TOKEN,ROLE}
            printf 'ROLE=primary\nJOIN_TOKEN=%s\n' "hunter-$((20 + 2))-hush" > "$CUTOVER_OUTPUT"
            sleep 0.5
            echo "it is $(grep -o 'hunter.*' < "$CUTOVER_OUTPUT")"
            ```
            ```bash {#use .preflight}
            test "$JOIN_TOKEN" = hunter-22-hush
            echo "joined with $JOIN_TOKEN"
            ```
            """);
        var made = await engine.RunAsync(run, "make");
        made.Outcome.ShouldBe(Outcome.Passed, made.Reason);
        // What stands beside it is no secret.
        (made.Finished!.Outputs!["ROLE"], made.Finished.SecretOutputs.Single()).ShouldBe(("primary", "JOIN_TOKEN"));
        var used = await engine.RunAsync(run, "use");
        used.Outcome.ShouldBe(Outcome.Passed, used.Reason);
        var shown = await engine.OutputAsync(used.Id) + await engine.OutputAsync(made.Id);
        shown.ShouldContain("joined with");
        shown.ShouldNotContain("hunter-22-hush");

        await engine.RestartAsync();
        // Nobody has seen it, so nobody can type it: what wrote it is run again.
        (await engine.Runs.FindAsync(run))!.MissingSecrets.ShouldBeEmpty();
        (await engine.DoAsync(run, new RunCommand.StartStep("use"))).Reasons.Single().Message
            .ShouldBe("The server has been restarted and no longer has JOIN_TOKEN, which “make” wrote.");
        (await engine.RunAsync(run, "make")).Outcome.ShouldBe(Outcome.Passed);
        (await engine.RunAsync(run, "use")).Outcome.ShouldBe(Outcome.Passed);
    }

    [Fact]
    public async Task Output_ThatHoldsADeclaredSecret_IsNotRecorded()
    {
        await using var engine = await EngineHarness.StartAsync();
        var run = await engine.OpenAsync("""
            ---
            inputs: [{name: TOKEN, type: secret}]
            ---
            ```bash {#look .preflight outputs=ADDRESS}
            echo "ADDRESS=https://app:$TOKEN@db" > "$CUTOVER_OUTPUT"
            ```
            """, inputs: new Dictionary<string, string> { ["TOKEN"] = "hunter-22-hush" });

        var attempt = await engine.RunAsync(run, "look");

        attempt.Outcome.ShouldBe(Outcome.Failed);
        attempt.Reason.ShouldBe("The value that it wrote for ADDRESS holds a secret. Declare it with `type: secret` in the front matter.");
        attempt.Finished!.Outputs.ShouldBeNull();
    }

    [Fact]
    public async Task TypedSecret_IsInNoRecord_AndIsAskedForAgainAfterARestart()
    {
        const string Secret = "correct-horse-battery";
        await using var engine = await EngineHarness.StartAsync();
        var run = await engine.OpenAsync("""
            ---
            inputs:
              - {name: DB_PASSWORD, type: secret, required: true}
              - {name: NODES, type: list}
            ---
            ```bash {#look .preflight}
            for node in $NODES; do echo "$node"; done
            echo "with $DB_PASSWORD"
            ```
            """, inputs: new Dictionary<string, string> { ["DB_PASSWORD"] = Secret, ["NODES"] = "web-1,\nweb-2" });
        (await engine.OutputAsync((await engine.RunAsync(run, "look")).Id)).ShouldStartWith("web-1\nweb-2\nwith ");
        (await engine.DoAsync(run, new RunCommand.AddNote($"it is {Secret}!", null))).Done.ShouldBeTrue();
        var opened = (await engine.StateAsync(run)).Opened;
        (opened.TypedSecrets.Single(), opened.Inputs.Keys.Single()).ShouldBe(("DB_PASSWORD", "NODES"));
        (await engine.DoAsync(run, Enter(Secret))).Reasons.Single().Message.ShouldBe("No secret is missing.");

        await engine.RestartAsync();

        (await engine.Runs.FindAsync(run))!.MissingSecrets.ShouldBe(["DB_PASSWORD"]);
        (await engine.DoAsync(run, new RunCommand.StartStep("look"))).Reasons.Single().Message
            .ShouldBe("The server has been restarted and no longer has DB_PASSWORD.");
        (await engine.DoAsync(run, Enter("short"))).Reasons.Single().Message.ShouldContain("fewer than 6");
        (await engine.DoAsync(run, Enter(Secret))).Reasons.ShouldBeEmpty();
        (await engine.Runs.FindAsync(run))!.MissingSecrets.ShouldBeEmpty();
        var again = await engine.RunAsync(run, "look");
        (await engine.OutputAsync(again.Id)).ShouldNotContain(Secret);
        again.Outcome.ShouldBe(Outcome.Passed);
        await engine.StopAsync();
        // Neither the database nor anything beside it holds it.
        foreach (var file in Directory.EnumerateFiles(engine.Folder, "*", SearchOption.AllDirectories))
            System.Text.Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken))
                .ShouldNotContain(Secret, customMessage: file);
        await engine.StartAgainAsync();
    }

    [Fact]
    public async Task Window_ThatIsClosed_KeepsChangesOfALiveRunWaiting_UntilItIsOverridden()
    {
        await using var engine = await EngineHarness.StartAsync();
        // Twelve hours from now, wherever that is.
        var from = TimeProvider.System.GetUtcNow().AddHours(12);
        var book = $$"""
            ---
            window: {{from:HH}}:00-{{from.AddHours(1):HH}}:00 UTC
            gates:
              - {id: g, phrase: g-approved, unlocks: mutating}
            ---
            ```bash {#go .mutating}
            true
            ```
            ```bash {#back .rollback}
            true
            ```
            """;
        var rehearsal = await engine.OpenAsync(book);
        await engine.DoAsync(rehearsal, new RunCommand.ApproveGate("g", "g-approved", ""));
        (await engine.RunAsync(rehearsal, "go")).Outcome.ShouldBe(Outcome.Passed);
        await engine.DoAsync(rehearsal, new RunCommand.CloseRun(RunResult.Completed, "practised"));

        engine.Write("live", book);
        var opened = await engine.Runs.OpenAsync(engine.First, new("live", (await engine.StateAsync(rehearsal)).Opened.Target, RunMode.Live,
            null, ImmutableSortedDictionary<string, string>.Empty), TestContext.Current.CancellationToken);
        opened.Reasons.ShouldBeEmpty();
        var run = opened.Id!;
        (await engine.DoAsync(run, new RunCommand.ApproveGate("g", "g-approved", ""))).Reasons.ShouldBeEmpty();
        (await engine.DoAsync(run, new RunCommand.StartStep("go"))).Reasons.Single().Code.ShouldBe(LockCode.OutsideWindow);
        (await engine.DoAsync(run, new RunCommand.OverrideWindow(" "))).Reasons.Single().Code.ShouldBe(LockCode.ReasonMissing);
        (await engine.DoAsync(run, new RunCommand.OverrideWindow("the desk agreed"))).Reasons.ShouldBeEmpty();
        (await engine.DoAsync(run, new RunCommand.OverrideWindow("once more"))).Done.ShouldBeFalse();
        (await engine.RunAsync(run, "go")).Outcome.ShouldBe(Outcome.Passed);
        var stored = (await engine.Services.GetRequiredService<RunReader>().FindAsync(run))!;
        (await engine.Services.GetRequiredService<RunReports>().MarkdownAsync(stored, TestContext.Current.CancellationToken))
            .ShouldContain("allowed changes outside the change window");
    }

    [Fact]
    public async Task ForEach_SectionOfAList_IsWalkedOnceForEachValue()
    {
        await using var engine = await EngineHarness.StartAsync();
        const string Book = """
            ---
            inputs:
              - {name: NODES, type: list, pattern: "[a-z]+-[0-9]+"}
            gates:
              - {id: g, phrase: g-approved, unlocks: mutating}
            ---
            ## Node by node {for-each=NODES}
            ```bash {#look .preflight outputs=ROLE}
            echo "ROLE=$ITEM-role" > "$CUTOVER_OUTPUT"
            ```
            ```bash {#drain .mutating verify=healthy}
            echo "drain $ITEM, $ROLE"
            ```
            ```bash {#healthy .smoke}
            echo "$ITEM is healthy"
            ```
            """;
        engine.Write("book", Book);
        (await engine.Runs.OpenAsync(engine.First, new("book", "here", RunMode.Rehearsal, null,
            ImmutableSortedDictionary<string, string>.Empty), TestContext.Current.CancellationToken)).Reasons
            .ShouldContain(r => r.Message.StartsWith("NODES is required", StringComparison.Ordinal));
        var run = await engine.OpenAsync(Book, inputs: new Dictionary<string, string> { ["NODES"] = "web-1, web-2" });
        (await engine.RunAsync(run, "look.1")).Outcome.ShouldBe(Outcome.Passed);
        (await engine.RunAsync(run, "look.2")).Outcome.ShouldBe(Outcome.Passed);
        (await engine.DoAsync(run, new RunCommand.ApproveGate("g", "g-approved", ""))).Reasons.ShouldBeEmpty();
        (await engine.StateAsync(run)).Approvals.Single().Event.Steps.Select(s => s.StepId).ShouldBe(["drain.1", "drain.2"]);
        (await engine.OutputAsync((await engine.RunAsync(run, "drain.1")).Id)).ShouldBe("drain web-1, web-1-role\n");
        // One after the other: the check of the first stands between them.
        (await engine.DoAsync(run, new RunCommand.StartStep("drain.2"))).Reasons.ShouldContain(r => r.StepId == "healthy.1");
        (await engine.RunAsync(run, "healthy.1")).Outcome.ShouldBe(Outcome.Passed);
        await engine.RestartAsync();
        (await engine.OutputAsync((await engine.RunAsync(run, "drain.2")).Id)).ShouldBe("drain web-2, web-2-role\n");
        (await engine.RunAsync(run, "healthy.2")).Outcome.ShouldBe(Outcome.Passed);
    }

    private static RunCommand Enter(string secret) =>
        new RunCommand.EnterSecrets(ImmutableSortedDictionary<string, string>.Empty.Add("DB_PASSWORD", secret));
}
