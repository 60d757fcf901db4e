using Dashboard.Core.Audit;
using Dashboard.Core.Gates;
using Dashboard.Core.Runs;
using Dashboard.Engine.Accounts;
using Dashboard.Engine.Evidence.Audit;
using Dashboard.Engine.Ports;
using Dashboard.Engine.Runs;
using Dashboard.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Engine.Tests.Accounts;

/// <summary>A lead who invites a second account for herself is not somebody else without the audit saying what it knows.</summary>
public sealed class InvitedApproverTests : IAsyncDisposable
{
    private static readonly AuditFlag Passwords = new("two-person rule by passwords alone");

    private EngineHarness? _engine;

    public async ValueTask DisposeAsync()
    {
        if (_engine is not null)
            await _engine.DisposeAsync();
    }

    // The setting "allowed" is the negative control: the same two accounts, and nothing to be seen.
    [Theory]
    [InlineData(InvitedApprover.Flagged, false, "approver was invited by the operator")]
    [InlineData(InvitedApprover.Flagged, true, "approver invited the operator")]
    [InlineData(InvitedApprover.Allowed, false, null)]
    public async Task Pair_OfInviterAndInvited_IsFlaggedInTheAudit(InvitedApprover setting, bool turned, string? flag)
    {
        await StartAsync(setting);
        var second = await _engine!.InviteAsync("eda", Role.Operator);
        var (approver, runner) = turned ? (_engine.First, second) : (second, _engine.First);
        var run = await ApprovedAsync("required", approver);

        (await _engine.RunAsync(run, "switch", runner)).Outcome.ShouldBe(Outcome.Passed);

        var record = (await AuditAsync()).ShouldHaveSingleItem();
        record.Solo.ShouldBe(false);
        record.Flags.ShouldBe([.. flag is null ? (AuditFlag[])[] : [new(flag, IsBad: true)], Passwords]);
    }

    [Fact]
    public async Task Pair_TiedByFurtherInvitations_IsFlaggedToo()
    {
        await StartAsync(InvitedApprover.Flagged);
        var middle = await _engine!.InviteAsync("middle", Role.Lead);
        var token = await _engine.Accounts.InviteAsync(middle.AccountId, [Role.Operator], TimeSpan.FromHours(1));
        var (id, _) = await _engine.Accounts.RegisterAsync(token!, "eda", EngineHarness.Password);

        var history = _engine.Services.GetRequiredService<AccountHistory>();
        (await history.TieAsync(id!, _engine.First.AccountId)).ShouldBe(ApproverTie.InvitedByRunner);
        (await history.TieAsync(_engine.First.AccountId, id!)).ShouldBe(ApproverTie.InvitedRunner);
    }

    [Fact]
    public async Task Pair_InvitedByAThird_IsTwoPeople()
    {
        await StartAsync(InvitedApprover.Refused);
        var grace = await _engine!.InviteAsync("grace", Role.Operator);
        var hedy = await _engine.InviteAsync("hedy", Role.Operator);
        var run = await ApprovedAsync("required", grace);

        (await _engine.RunAsync(run, "switch", hedy)).Outcome.ShouldBe(Outcome.Passed);

        (await AuditAsync()).ShouldHaveSingleItem().Flags.ShouldBe([Passwords]);
    }

    [Theory]
    [InlineData("required", LockCode.FourEyes)]
    [InlineData("preferred", LockCode.ReasonMissing)]
    [InlineData("no", null)]
    public async Task Pair_WhereTheSettingRefusesIt_CountsAsOnePerson(string fourEyes, LockCode? code)
    {
        await StartAsync(InvitedApprover.Refused);
        var second = await _engine!.InviteAsync("eda", Role.Lead);
        var run = await ApprovedAsync(fourEyes, second, reason: "");

        var result = await _engine.DoAsync(run, new RunCommand.StartStep("switch"));

        result.Reasons.Select(r => (LockCode?)r.Code).ShouldBe(code is null ? [] : [code]);
        if (code is not null)
            result.Reasons[0].Message.ShouldContain("one of you invited the other");
    }

    private async Task StartAsync(InvitedApprover setting) => _engine = await EngineHarness.StartAsync(o => o.InvitedApprover = setting);

    private async Task<string> ApprovedAsync(string fourEyes, Caller approver, string reason = "tonight")
    {
        var run = await _engine!.OpenAsync($$"""
            ---
            title: One change
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
        (await _engine.DoAsync(run, new RunCommand.ApproveGate("change", "change-approved", reason), approver)).Reasons.ShouldBeEmpty();
        return run;
    }

    private async Task<IReadOnlyList<AuditRecord>> AuditAsync() =>
        (await _engine!.Services.GetRequiredService<AuditQueries>().ListAsync(new EvidenceFilter())).Items;
}
