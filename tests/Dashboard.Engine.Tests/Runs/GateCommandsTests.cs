using Dashboard.Core.Gates;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runs;
using Dashboard.Engine.Runs;
using Dashboard.Testing;

namespace Dashboard.Engine.Tests.Runs;

public sealed class GateCommandsTests : IAsyncLifetime
{
    private readonly string _state = Directory.CreateDirectory(Path.Combine("/var/tmp", "gates-" + Guid.NewGuid().ToString("N"))).FullName;
    private EngineHarness _engine = null!;
    private string _run = "";

    private static RunCommand.ApproveGate Approve => new("change", "change-approved", "the window is open");

    public async ValueTask InitializeAsync()
    {
        _engine = await EngineHarness.StartAsync();
        _run = await _engine.OpenAsync(SampleBooks.Whole, inputs: new Dictionary<string, string> { ["STATE"] = _state });
    }

    public async ValueTask DisposeAsync()
    {
        await _engine.DisposeAsync();
        Directory.Delete(_state, recursive: true);
    }

    [Fact]
    public async Task Start_MutatingWithoutApproval_IsRefusedAndRunsNothing()
    {
        await _engine.RunAsync(_run, "ready");
        (await RefusedAsync(new RunCommand.StartStep("first"))).ShouldContain(LockCode.NotApproved);
        File.Exists(Path.Combine(_state, "changed")).ShouldBeFalse();
    }

    [Fact]
    public async Task Approve_BeforePreflightPassed_IsRefusedAndOnTheLedger()
    {
        (await RefusedAsync(Approve)).ShouldContain(LockCode.PreflightMissing);
        (await _engine.StateAsync(_run)).Events[^1].Event.ShouldBeOfType<ApprovalRefused>().Reason.ShouldContain("has not run");
    }

    [Fact]
    public async Task Approve_WrongPhrase_IsRefusedAndTheTypedTextIsNotKept()
    {
        await _engine.RunAsync(_run, "ready");
        (await RefusedAsync(Approve with { Phrase = "hunter2-my-password" })).ShouldBe([LockCode.PhraseDiffers]);
        var refused = (await _engine.StateAsync(_run)).Events[^1].Event.ShouldBeOfType<ApprovalRefused>();
        refused.Reason.ShouldBe("The typed text differs at character 1 of 15.");
    }

    [Fact]
    public async Task Approve_GateWithARollback_RecordsWhatItMakesRunnable()
    {
        await _engine.RunAsync(_run, "ready");
        (await _engine.DoAsync(_run, Approve)).Done.ShouldBeTrue();
        var view = (await _engine.Runs.FindAsync(_run, TestContext.Current.CancellationToken))!;
        var rollbacks = view.State.Approvals.Single().Event.Rollbacks.ShouldNotBeNull();
        rollbacks.ShouldNotBeEmpty();
        rollbacks.ShouldBe(view.Runbook.Steps.Where(s => s.Kind == StepKind.Rollback).Select(s => new ApprovedStep(s.Id, s.Digest)));
    }

    [Fact]
    public async Task Approve_HundredAtOnce_IsOneApproval()
    {
        await _engine.RunAsync(_run, "ready");
        var results = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(() => _engine.DoAsync(_run, Approve))));
        results.Count(r => r.Done).ShouldBe(1);
        (await _engine.StateAsync(_run)).Approvals.Length.ShouldBe(1);
    }

    [Fact]
    public async Task Start_HundredAtOnceUnderOneApproval_IsOneExecution()
    {
        await _engine.RunAsync(_run, "ready");
        (await _engine.DoAsync(_run, Approve)).Done.ShouldBeTrue();
        var results = await Task.WhenAll(
            Enumerable.Range(0, 100).Select(_ => Task.Run(() => _engine.DoAsync(_run, new RunCommand.StartStep("first")))));
        var started = results.Where(r => r.Done).ShouldHaveSingleItem();
        (await _engine.EndAsync(_run, started.Id!)).Outcome.ShouldBe(Outcome.Passed);
        (await File.ReadAllLinesAsync(Path.Combine(_state, "changed"), TestContext.Current.CancellationToken)).ShouldBe(["one"]);
    }

    [Fact]
    public async Task Start_HundredAtOnceThatSawTheSame_IsOneExecutionOfAReadOnlyStepToo()
    {
        var results = await Task.WhenAll(
            Enumerable.Range(0, 100).Select(_ => Task.Run(() => _engine.DoAsync(_run, new RunCommand.StartStep("ready", Seen: 0)))));
        await _engine.EndAsync(_run, results.Where(r => r.Done).ShouldHaveSingleItem().Id!);
        (await _engine.StateAsync(_run)).Attempts.Length.ShouldBe(1);
    }

    [Fact]
    public async Task Start_SameApprovalAfterSuccessFailureAndRestart_IsRefused()
    {
        await File.WriteAllTextAsync(Path.Combine(_state, "fail"), "", TestContext.Current.CancellationToken);
        await _engine.RunAsync(_run, "ready");
        await _engine.DoAsync(_run, Approve);
        (await _engine.RunAsync(_run, "first")).Outcome.ShouldBe(Outcome.Passed);
        (await _engine.RunAsync(_run, "second")).Outcome.ShouldBe(Outcome.Failed);

        (await RefusedAsync(new RunCommand.StartStep("first"))).ShouldContain(LockCode.ApprovalSpent);
        (await RefusedAsync(new RunCommand.StartStep("second"))).ShouldContain(LockCode.ApprovalSpent);
        await _engine.RestartAsync();
        (await RefusedAsync(new RunCommand.StartStep("second"))).ShouldContain(LockCode.ApprovalSpent);

        // In progress: the renewed approval asks for the phrase alone, and then the step runs.
        File.Delete(Path.Combine(_state, "fail"));
        (await _engine.DoAsync(_run, Approve)).Done.ShouldBeTrue();
        (await _engine.RunAsync(_run, "second")).Outcome.ShouldBe(Outcome.Passed);
        (await _engine.StateAsync(_run)).Approvals[^1].Event.Renewal.ShouldBeTrue();
    }

    [Fact]
    public async Task Start_RunbookChangedAfterApproval_IsRefusedWithTheDifferenceAndVoidsTheApproval()
    {
        await _engine.RunAsync(_run, "ready");
        await _engine.DoAsync(_run, Approve);
        _engine.Write("book", SampleBooks.Whole.Replace("echo one", "echo other", StringComparison.Ordinal));

        var refused = await _engine.DoAsync(_run, new RunCommand.StartStep("first"));
        var reason = refused.Reasons.ShouldHaveSingleItem();
        reason.Code.ShouldBe(LockCode.Changed);
        reason.Message.ShouldContain("book.md changed");
        reason.Message.ShouldContain("""+echo other >> "$STATE/changed""");
        (await _engine.StateAsync(_run)).Approvals.ShouldHaveSingleItem().Voided!.Reason.ShouldContain("book.md changed");
        (await RefusedAsync(new RunCommand.StartStep("first"))).ShouldContain(LockCode.ApprovalVoided);

        // Approving with the difference in view runs what was pinned.
        (await _engine.DoAsync(_run, Approve)).Done.ShouldBeTrue();
        await _engine.RunAsync(_run, "first");
        (await File.ReadAllLinesAsync(Path.Combine(_state, "changed"), TestContext.Current.CancellationToken)).ShouldBe(["one"]);
    }

    [Fact]
    public async Task Void_ByTheApprover_LocksAgain()
    {
        await _engine.RunAsync(_run, "ready");
        var approval = await _engine.DoAsync(_run, Approve);
        (await _engine.DoAsync(_run, new RunCommand.VoidApproval(approval.Id!, "wrong window"))).Done.ShouldBeTrue();
        (await RefusedAsync(new RunCommand.StartStep("first"))).ShouldBe([LockCode.ApprovalVoided]);
    }

    [Fact]
    public async Task Rollback_AfterAnAttempt_IsOpenAndSpendsTheApproval()
    {
        (await RefusedAsync(new RunCommand.StartStep("back"))).ShouldBe([LockCode.NothingChanged]);
        await _engine.RunAsync(_run, "ready");
        await _engine.DoAsync(_run, Approve);
        await _engine.RunAsync(_run, "first");
        (await _engine.RunAsync(_run, "back")).Outcome.ShouldBe(Outcome.Passed);
        File.Exists(Path.Combine(_state, "changed")).ShouldBeFalse();
        (await RefusedAsync(new RunCommand.StartStep("second"))).ShouldContain(LockCode.ApprovalSpent);
        (await RefusedAsync(Approve)).ShouldBe([LockCode.PreflightStale]);
    }

    [Fact]
    public async Task Approve_RoleRevokedWhileThePageIsOpen_IsRefusedAtOnce()
    {
        var grace = await _engine.InviteAsync("grace", Role.Operator);
        await _engine.RunAsync(_run, "ready", grace);
        (await _engine.Accounts.SetRolesAsync(_engine.First.AccountId, grace.AccountId, [Role.Reviewer])).ShouldBeEmpty();
        var refused = await _engine.DoAsync(_run, Approve, grace);
        refused.Reasons.ShouldAllBe(r => r.Code == LockCode.Role);
        refused.Done.ShouldBeFalse();
    }

    [Fact]
    public async Task AnyCommand_ByAReviewer_IsRefused()
    {
        var reviewer = await _engine.InviteAsync("rita", Role.Reviewer);
        RunCommand[] commands =
        [
            new RunCommand.StartStep("ready"), new RunCommand.ApproveGate("change", "change-approved", ""),
            new RunCommand.AddNote("a note", null),
            new RunCommand.AttachFile("a.txt", "a"u8.ToArray(), null), new RunCommand.CloseRun(RunResult.Abandoned, "why not"),
            new RunCommand.CancelAttempt("none"), new RunCommand.VoidApproval("none", "no"),
            new RunCommand.GiveVerdict("none", Outcome.Passed, "no"),
        ];
        foreach (var command in commands)
            (await _engine.DoAsync(_run, command, reviewer)).Reasons.ShouldContain(r => r.Code == LockCode.Role, command.ToString());
        (await _engine.StateAsync(_run)).Attempts.ShouldBeEmpty();
    }

    private async Task<LockCode[]> RefusedAsync(RunCommand command)
    {
        var result = await _engine.DoAsync(_run, command);
        result.Done.ShouldBeFalse();
        return [.. result.Reasons.Select(r => r.Code)];
    }
}
