using Dashboard.Core.Gates;
using Dashboard.Core.Runs;
using Dashboard.CrashHost;
using Dashboard.Engine.Accounts;
using Dashboard.Engine.Ports;
using Dashboard.Engine.Runs;
using Dashboard.Storage.Database;
using Dashboard.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Engine.Tests.Runs;

/// <summary>What somebody approved counts for as long as they may approve.</summary>
public sealed class ApproverTests : IAsyncDisposable
{
    private const string Book = """
        ---
        title: One change
        gates:
          - id: change
            phrase: change-approved
            unlocks: mutating
        ---

        ```bash {#switch .mutating}
        echo switched
        ```

        ```bash {#after .mutating}
        echo after
        ```
        """;

    private EngineHarness? _engine;
    private Caller _grace = null!;
    private string _run = "";

    public async ValueTask DisposeAsync()
    {
        if (_engine is not null)
            await _engine.DisposeAsync();
    }

    [Theory]
    [InlineData("locked", "is locked")]
    [InlineData("role taken", "may not approve any more")]
    public async Task Approver_LockedOrWithoutTheRole_VoidsWhatTheyApprovedInEveryOpenRun(string how, string words)
    {
        await StartAsync();
        var other = await _engine!.OpenAsync(Book);
        await ApproveAsync(_run);
        await ApproveAsync(other);

        await TakeAwayAsync(how);

        foreach (var run in new[] { _run, other })
        {
            var state = await _engine.WhenAsync(run, s => s.Approvals[0].Voided is not null);
            state.Events[^1].Actor.ShouldBe(Actor.System);
            state.Approvals.ShouldHaveSingleItem().Voided!.Reason.ShouldContain($"grace, who approved it, {words}");
            (await _engine.DoAsync(run, new RunCommand.StartStep("switch"))).Reasons.Select(r => r.Code)
                .ShouldBe([LockCode.ApprovalVoided]);
            (await _engine.StateAsync(run)).Attempts.ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task Approver_LockedBySqlBesideTheServer_IsSeenAtTheNextStart()
    {
        await StartAsync();
        await ApproveAsync(_run);
        LockBySql();

        (await _engine!.DoAsync(_run, new RunCommand.StartStep("switch"))).Reasons.ShouldHaveSingleItem().Code
            .ShouldBe(LockCode.ApprovalVoided);

        (await _engine.StateAsync(_run)).Attempts.ShouldBeEmpty();
        (await _engine.StateAsync(_run)).Approvals.ShouldHaveSingleItem().Voided.ShouldNotBeNull();
    }

    [Fact]
    public async Task Approver_LockedAndNobodyLooksAgain_TheStepRuns()
    {
        // The negative control: the lock that no entry tells of, and an engine that goes by what it knew of the approver.
        var memory = new Memory();
        await StartAsync(memory.At<IAccounts>);
        await ApproveAsync(_run);
        memory.Keeps = await _engine!.Accounts.FindAsync(_grace.AccountId, cancellation: TestContext.Current.CancellationToken);

        LockBySql();

        (await _engine!.RunAsync(_run, "switch")).Outcome.ShouldBe(Outcome.Passed);
    }

    [Fact]
    public async Task Approver_LockedBetweenTheCommittedStartAndTheProcess_NothingRuns()
    {
        var moment = new AfterTheStart();
        await StartAsync(moment.At<ILedgerStore>);
        await ApproveAsync(_run);
        moment.Do = () => TakeAwayAsync("locked");

        var attempt = await _engine!.RunAsync(_run, "switch");

        (attempt.Outcome, attempt.Finished!.Sandbox).ShouldBe((Outcome.Failed, "not run"));
        attempt.Reason!.ShouldContain("grace, who approved it, is locked, or has no account any more. Nothing was run.");
        (await _engine.OutputAsync(attempt.Id)).ShouldBeEmpty();
        (await _engine.WhenAsync(_run, s => s.Approvals[0].Voided is not null)).Attempts.Length.ShouldBe(1);
    }

    [Fact]
    public async Task Approver_LockedWhileTheFilesAreLaidOut_NothingRuns()
    {
        var moment = new WhileFilesAreLaidOut();
        await StartAsync(moment.At<ILedgerStore>);
        await ApproveAsync(_run);
        moment.Do = () => TakeAwayAsync("locked");

        var attempt = await _engine!.RunAsync(_run, "switch");

        moment.Done.ShouldBeTrue();
        (attempt.Outcome, attempt.Finished!.Sandbox).ShouldBe((Outcome.Failed, "not run"));
        (await _engine.OutputAsync(attempt.Id)).ShouldBeEmpty();
    }

    // Nobody looked in between: the server stood, or it went too fast.
    [Theory]
    [InlineData("locked")]
    [InlineData("role taken")]
    public async Task Approver_LostItForAMoment_HasToApproveAgain(string how)
    {
        await StartAsync();
        await ApproveAsync(_run);
        await _engine!.StopAsync();
        await using (var services = _engine.Compose(null).BuildServiceProvider())
        {
            var (accounts, lead, cancellation) =
                (services.GetRequiredService<IAccounts>(), _engine.First.AccountId, TestContext.Current.CancellationToken);
            if (how == "locked")
            {
                (await accounts.SetLockedAsync(lead, _grace.AccountId, locked: true, "a moment", cancellation)).ShouldBeEmpty();
                (await accounts.SetLockedAsync(lead, _grace.AccountId, locked: false, "", cancellation)).ShouldBeEmpty();
            }
            else
            {
                (await accounts.SetRolesAsync(lead, _grace.AccountId, [Role.Reviewer], cancellation)).ShouldBeEmpty();
                (await accounts.SetRolesAsync(lead, _grace.AccountId, [Role.Lead], cancellation)).ShouldBeEmpty();
            }
        }

        await _engine.StartAgainAsync();

        (await _engine.DoAsync(_run, new RunCommand.StartStep("switch"))).Reasons.ShouldHaveSingleItem().Code
            .ShouldBe(LockCode.ApprovalVoided);
        (await _engine.StateAsync(_run)).Approvals.ShouldHaveSingleItem().Voided!.Reason
            .ShouldContain("grace, who approved it, was locked or might not approve");
    }

    [Fact]
    public async Task Approver_LockedAndUnlocked_HasToApproveAgain()
    {
        await StartAsync();
        await ApproveAsync(_run);
        await TakeAwayAsync("locked");
        await _engine!.WhenAsync(_run, s => s.Approvals[0].Voided is not null);
        (await _engine.Accounts.SetLockedAsync(_engine.First.AccountId, _grace.AccountId, locked: false, "",
            TestContext.Current.CancellationToken)).ShouldBeEmpty();

        (await _engine.DoAsync(_run, new RunCommand.StartStep("switch"))).Reasons.ShouldHaveSingleItem().Code
            .ShouldBe(LockCode.ApprovalVoided);
    }

    [Fact]
    public async Task Approver_LockedAfterEverythingWasRun_ChangesNothingOfThePast()
    {
        await StartAsync();
        await ApproveAsync(_run);
        await _engine!.RunAsync(_run, "switch");
        await _engine.RunAsync(_run, "after");

        await TakeAwayAsync("locked");
        await _engine.DoAsync(_run, new RunCommand.AddNote("a command after it", null));

        (await _engine.StateAsync(_run)).Approvals.ShouldHaveSingleItem().Voided.ShouldBeNull();
    }

    private async Task StartAsync(Action<IServiceCollection>? replace = null)
    {
        _engine = await EngineHarness.StartAsync(replace: replace);
        _grace = await _engine.InviteAsync("grace", Role.Operator);
        _run = await _engine.OpenAsync(Book);
    }

    private async Task ApproveAsync(string run) =>
        (await _engine!.DoAsync(run, new RunCommand.ApproveGate("change", "change-approved", "tonight"), _grace)).Reasons.ShouldBeEmpty();

    private void LockBySql()
    {
        using var connection = SqliteConnections.Open(Path.Combine(_engine!.Folder, "data", "dashboard.db"));
        StorageHarness.Sql(connection, $"UPDATE AspNetUsers SET LockedBecause = 'account taken over' WHERE Id = '{_grace.AccountId}'");
    }

    private async Task TakeAwayAsync(string how) => (how == "locked"
        ? await _engine!.Accounts.SetLockedAsync(_engine.First.AccountId, _grace.AccountId, locked: true, "account taken over")
        : await _engine!.Accounts.SetRolesAsync(_engine.First.AccountId, _grace.AccountId, [Role.Reviewer])).ShouldBeEmpty();

    // Answers with what it knew of a person, whatever became of them.
    private sealed class Memory : SeamWatch
    {
        public Person? Keeps { get; set; }

        public override object? Instead(SeamCall call) =>
            call.Name == "IAccounts.FindAsync" && Keeps is not null && call.Arguments[0] is string id && id == Keeps.Actor.Id
                ? Task.FromResult<Person?>(Keeps)
                : null;
    }

    // Does something when a start is committed, before anybody goes on from there.
    private sealed class WhileFilesAreLaidOut : SeamWatch
    {
        public bool Done { get; private set; }

        public Func<Task>? Do { get; set; }

        public override void After(SeamCall call)
        {
            if (!Done && call.Name == "ILedgerStore.ReadBlobAsync" && Do is not null)
            {
                Done = true;
                Do().GetAwaiter().GetResult();
            }
        }
    }

    private sealed class AfterTheStart : SeamWatch
    {
        public Func<Task> Do { get; set; } = () => Task.CompletedTask;

        public override void After(SeamCall call)
        {
            if (call.Event is StepStarted)
                Do().GetAwaiter().GetResult();
        }
    }
}
