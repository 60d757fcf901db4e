using Dashboard.Core.Gates;
using Dashboard.Core.Runs;
using Dashboard.Engine.Evidence.Reports;
using Dashboard.Engine.Runbooks;
using Dashboard.Engine.Runs;
using Dashboard.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Engine.Tests.Runs;

/// <summary>Runs of a runbook that includes a file, with real files, real processes and a real ledger.</summary>
public sealed class IncludedPartTests : IAsyncLifetime
{
    private const string Part = """
        ---
        part: true
        ---
        # Move a node

        - [ ] Which way? {#which-way choice=up,down}

        ```bash {#look .preflight}
        echo "looks $WHICH_WAY"
        ```
        ```bash {#move .mutating verify=moved when="which-way=up"}
        echo "moves $WHICH_WAY"
        ```
        ```bash {#moved .smoke}
        echo moved
        ```
        ```bash {#back .rollback}
        echo back
        ```
        """;

    private const string Book = """
        ---
        gates:
          - {id: g, phrase: g-approved, unlocks: mutating, after: [web1-look]}
        ---
        # Rolling

        - [ ] Announced {#announced}

        ## web-1 {#web1 include=../parts/move.md}

        ## The end

        - [ ] All is quiet {#quiet after=web1-moved}
        """;

    private EngineHarness _engine = null!;

    public async ValueTask InitializeAsync()
    {
        _engine = await EngineHarness.StartAsync();
        _engine.Write("parts/move", Part);
    }

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Fact]
    public async Task Walk_ThroughAPart_IsRecordedUnderItsPrefixedIds()
    {
        var run = await OpenAsync();
        await DoAsync(run, new RunCommand.ConfirmManual("announced", ""));
        await DoAsync(run, new RunCommand.ConfirmManual("web1-which-way", "as agreed", Choice: "up"));
        (await _engine.OutputAsync((await _engine.RunAsync(run, "web1-look")).Id)).ShouldBe("looks up\n");
        await DoAsync(run, new RunCommand.ApproveGate("g", "g-approved", ""));

        var moved = await _engine.RunAsync(run, "web1-move");
        await _engine.RunAsync(run, "web1-moved");
        await DoAsync(run, new RunCommand.ConfirmManual("quiet", ""));

        (await _engine.OutputAsync(moved.Id)).ShouldBe("moves up\n");
        await _engine.RestartAsync();
        var stored = await StoredAsync(run);
        RunValues.All(stored.State)["WHICH_WAY"].ShouldBe("up");
        RunValues.All(stored.State).ShouldNotContainKey("WEB1_WHICH_WAY");
        stored.State.Approvals.Single().Event.Steps.Select(s => s.StepId).ShouldBe(["web1-move"]);
        stored.Runbook.FindStep("web1-move")!.Verify.ShouldBe("web1-moved");
        var report = await _engine.Services.GetRequiredService<RunReports>().MarkdownAsync(stored, TestContext.Current.CancellationToken);
        report.ShouldContain("web1-move");
        report.ShouldContain("- **chose up** by ada");
        (await _engine.DoAsync(run, new RunCommand.ConfirmManual("web1-which-way", "", Choice: "down"))).Reasons.Single().Message
            .ShouldBe("“web1-move” was begun for up.");
    }

    [Fact]
    public async Task Part_ThatChanges_IsDriftAndTheRunShowsWhatWasPinned()
    {
        var run = await OpenAsync();
        await DoAsync(run, new RunCommand.ConfirmManual("announced", ""));
        await DoAsync(run, new RunCommand.ConfirmManual("web1-which-way", "", Choice: "up"));
        await _engine.RunAsync(run, "web1-look");
        await DoAsync(run, new RunCommand.ApproveGate("g", "g-approved", ""));
        _engine.Write("parts/move", Part.Replace("echo \"moves", "echo \"breaks", StringComparison.Ordinal));

        var refused = (await _engine.DoAsync(run, new RunCommand.StartStep("web1-move"))).Reasons.ShouldHaveSingleItem();

        refused.Code.ShouldBe(LockCode.Changed);
        refused.Message.ShouldContain("parts/move.md changed");
        refused.Message.ShouldContain("+echo \"breaks");
        (await _engine.StateAsync(run)).Approvals.Single().Voided.ShouldNotBeNull();
        (await StoredAsync(run)).Runbook.FindStep("web1-move")!.Body.ShouldBe("echo \"moves $WHICH_WAY\"\n");
        // A run that is opened now has the new text, and both are remembered apart.
        var next = await OpenAsync();
        (await StoredAsync(next)).Runbook.FindStep("web1-move")!.Body.ShouldBe("echo \"breaks $WHICH_WAY\"\n");
        (await StoredAsync(run)).Runbook.FindStep("web1-move")!.Body.ShouldBe("echo \"moves $WHICH_WAY\"\n");
    }

    [Fact]
    public async Task Part_IsAmongThePinnedFilesThatAnApproverReads()
    {
        var run = await OpenAsync();

        var pinned = await _engine.Services.GetRequiredService<IPinnedFiles>()
            .OfAsync(1, await _engine.StateAsync(run), "g", TestContext.Current.CancellationToken);

        pinned.Files.Select(f => (f.File.Path, f.Text)).ShouldBe([("night/book.md", Book), ("parts/move.md", Part)]);
        File.Delete(Path.Combine(_engine.Runbooks, "parts/move.md"));
        (await _engine.Runs.FindAsync(run, TestContext.Current.CancellationToken))!.Runbook.FindStep("web1-move").ShouldNotBeNull();
    }

    [Fact]
    public async Task Part_ByItself_OpensNoRun()
    {
        var target = Environment.MachineName.ToLowerInvariant();

        var reason = (await _engine.Runs.OpenAsync(_engine.First, new("parts/move", target, RunMode.Rehearsal, null,
            System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty),
            TestContext.Current.CancellationToken)).Reasons.ShouldHaveSingleItem();

        reason.Message.ShouldBe("The file is only to be included: it says `part: true`.");
    }

    private Task<string> OpenAsync() => _engine.OpenAsync(Book, slug: "night/book");

    private async Task DoAsync(string run, RunCommand command) => (await _engine.DoAsync(run, command)).Reasons.ShouldBeEmpty();

    private async Task<StoredRun> StoredAsync(string run) => (await _engine.Services.GetRequiredService<RunReader>().FindAsync(run))!;
}
