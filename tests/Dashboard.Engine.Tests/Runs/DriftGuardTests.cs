using Dashboard.Core.Gates;
using Dashboard.Core.Runs;
using Dashboard.Engine.Runs;
using Dashboard.Testing;

namespace Dashboard.Engine.Tests.Runs;

/// <summary>A pinned file changes between approval and run.</summary>
public sealed class DriftGuardTests : IAsyncLifetime
{
    private const string Book = """
        ---
        title: One change
        files: [part.sh]
        gates:
          - id: change
            phrase: change-approved
            unlocks: mutating
        ---

        ```bash {#switch .mutating}
        bash part.sh
        ```
        """;

    private EngineHarness _engine = null!;
    private string _run = "";

    private string Part => Path.Combine(_engine.Runbooks, "part.sh");

    public async ValueTask InitializeAsync()
    {
        _engine = await EngineHarness.StartAsync();
        await File.WriteAllTextAsync(Part, "echo as approved\n");
        _run = await _engine.OpenAsync(Book);
        await ApproveAsync();
    }

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Theory]
    [InlineData("changed")]
    [InlineData("gone")]
    [InlineData("now executable")]
    public async Task Start_PinnedFileIsNotWhatWasApproved_IsRefusedWithTheDifference(string how)
    {
        switch (how)
        {
            case "changed":
                await File.WriteAllTextAsync(Part, "echo something else\n", TestContext.Current.CancellationToken);
                break;
            case "gone":
                File.Delete(Part);
                break;
            default:
                File.SetUnixFileMode(Part, File.GetUnixFileMode(Part) | UnixFileMode.UserExecute);
                break;
        }

        var reason = (await StartAsync()).Reasons.ShouldHaveSingleItem();

        reason.Code.ShouldBe(LockCode.Changed);
        reason.Message.ShouldContain($"part.sh {how}");
        if (how == "changed")
            reason.Message.ShouldContain("-echo as approved\n+echo something else");
        (await _engine.StateAsync(_run)).Attempts.ShouldBeEmpty();
        (await _engine.StateAsync(_run)).Approvals.ShouldHaveSingleItem().Voided.ShouldNotBeNull();
    }

    [Fact]
    public async Task Start_FileChangedAndChangedBack_Runs()
    {
        await File.WriteAllTextAsync(Part, "echo something else\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Part, "echo as approved\n", TestContext.Current.CancellationToken);

        await RunsAsApprovedAsync();
    }

    [Fact]
    public async Task Start_LaidOutFilesTamperedWith_RunsWhatWasPinned()
    {
        // A step lays the files out; then somebody meddles with what lies there.
        await RunsAsApprovedAsync();
        var folder = Path.Combine(_engine.Folder, "data", "snapshots", _run);
        File.SetUnixFileMode(Path.Combine(folder, "part.sh"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await File.WriteAllTextAsync(Path.Combine(folder, "part.sh"), "echo something else\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder, "stranger"), "echo something else\n", TestContext.Current.CancellationToken);

        await ApproveAsync();
        await RunsAsApprovedAsync();
        File.Exists(Path.Combine(folder, "stranger")).ShouldBeFalse();
    }

    [Fact]
    public async Task Approval_WithoutTheLookAtTheFolder_WouldStillUnlock()
    {
        await File.WriteAllTextAsync(Part, "echo something else\n", TestContext.Current.CancellationToken);

        var view = (await _engine.Runs.FindAsync(_run, TestContext.Current.CancellationToken))!;
        var ada = (await _engine.Accounts.FindAsync(_engine.First.AccountId, cancellation: TestContext.Current.CancellationToken))!;
        GatePolicy.Decide(view.Runbook, view.State, view.Runbook.FindStep("switch")!, ada, TimeProvider.System.GetUtcNow())
            .IsUnlocked.ShouldBeTrue();
        view.Drift.ShouldHaveSingleItem().What.ShouldBe("changed");
    }

    private async Task ApproveAsync() =>
        (await _engine.DoAsync(_run, new RunCommand.ApproveGate("change", "change-approved", ""))).Reasons.ShouldBeEmpty();

    private Task<CommandResult> StartAsync() => _engine.DoAsync(_run, new RunCommand.StartStep("switch"));

    private async Task RunsAsApprovedAsync()
    {
        var attempt = await _engine.RunAsync(_run, "switch");
        attempt.Outcome.ShouldBe(Outcome.Passed);
        (await _engine.OutputAsync(attempt.Id)).ShouldBe("as approved\n");
    }
}
