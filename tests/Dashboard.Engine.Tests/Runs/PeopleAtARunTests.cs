using Dashboard.Core.Gates;
using Dashboard.Core.Runs;
using Dashboard.Engine.Accounts;
using Dashboard.Engine.Runs;
using Dashboard.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Engine.Tests.Runs;

/// <summary>Who may act is looked up for each action, and one person is not two.</summary>
public sealed class PeopleAtARunTests : IAsyncLifetime
{
    private EngineHarness _engine = null!;
    private Caller _grace = null!;

    public async ValueTask InitializeAsync()
    {
        _engine = await EngineHarness.StartAsync();
        _grace = await _engine.InviteAsync("grace", Role.Operator);
    }

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Theory]
    [InlineData("her role is taken")]
    [InlineData("her account is locked")]
    [InlineData("she signs out elsewhere")]
    public async Task Person_ChangedWhileAPageIsOpen_IsRefusedAtTheNextAction(string how)
    {
        var run = await _engine.OpenAsync(SampleBooks.Preflight("true"), by: _grace);
        var asThePageSawHer =
            (await _engine.Accounts.FindAsync(_grace.AccountId, _grace.SecurityStamp, TestContext.Current.CancellationToken))!;
        await _engine.RunAsync(run, "check", _grace);

        await ChangeAsync(how);

        RunCommand[] commands = [new RunCommand.StartStep("check"), new RunCommand.AddNote("still here", null),
            new RunCommand.CloseRun(RunResult.Abandoned, "still here")];
        foreach (var command in commands)
            (await _engine.DoAsync(run, command, _grace)).Reasons.ShouldHaveSingleItem().Code.ShouldBe(LockCode.Role, command.ToString());
        var state = await _engine.StateAsync(run);
        (state.IsOpen, state.Attempts.Length, state.Events.Any(e => e.Event is NoteAdded)).ShouldBe((true, 1, false));

        // Negative control: whoever goes by what the page once knew of her lets her go on.
        var book = (await _engine.Runs.FindAsync(run, TestContext.Current.CancellationToken))!.Runbook;
        GatePolicy.Decide(book, state, book.FindStep("check")!, asThePageSawHer, TimeProvider.System.GetUtcNow()).IsUnlocked.ShouldBeTrue();
    }

    [Theory]
    [InlineData("required", true)]
    [InlineData("preferred", false)]
    public async Task SelfApproval_ByALeadWhoIsOperatorToo_IsRefusedWhereFourEyesAreRequired(string fourEyes, bool refused)
    {
        var run = await _engine.OpenAsync($$"""
            ---
            title: Four eyes
            gates:
              - id: change
                phrase: change-approved
                unlocks: mutating
                four-eyes: {{fourEyes}}
            ---

            ```bash {#switch .mutating}
            echo switched
            ```
            """);
        (await _engine.DoAsync(run, new RunCommand.ApproveGate("change", "change-approved", "alone tonight"))).Reasons.ShouldBeEmpty();

        var own = await _engine.DoAsync(run, new RunCommand.StartStep("switch"));

        // The negative control is the gate that prefers four eyes: there the very same person goes on.
        own.Done.ShouldBe(!refused);
        if (!refused)
            return;
        own.Reasons.ShouldHaveSingleItem().Code.ShouldBe(LockCode.FourEyes);
        (await _engine.RunAsync(run, "switch", _grace)).Outcome.ShouldBe(Outcome.Passed);
    }

    private async Task ChangeAsync(string how)
    {
        switch (how)
        {
            case "her role is taken":
                (await _engine.Accounts.SetRolesAsync(_engine.First.AccountId, _grace.AccountId, [Role.Reviewer])).ShouldBeEmpty();
                break;
            case "her account is locked":
                (await _engine.Accounts.SetLockedAsync(_engine.First.AccountId, _grace.AccountId, locked: true, "left the team"))
                    .ShouldBeEmpty();
                break;
            default:
                await using (var scope = _engine.Services.CreateAsyncScope())
                    await scope.ServiceProvider.GetRequiredService<SignIns>().SignOutAsync(_grace.AccountId);
                break;
        }
    }
}
