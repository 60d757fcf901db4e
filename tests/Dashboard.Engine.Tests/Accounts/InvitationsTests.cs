using Dashboard.Core.Accounts;
using Dashboard.Core.Gates;
using Dashboard.Testing;
using static Dashboard.Testing.AccountsHarness;

namespace Dashboard.Engine.Tests.Accounts;

public sealed class InvitationsTests
{
    [Fact]
    public async Task FirstLink_Used_MakesAnOperatorAndLeadAndIsOnTheLedger()
    {
        await using var harness = await StorageHarness.StartAsync();
        (await harness.Accounts.AnyAsync()).ShouldBeFalse();

        var id = await harness.FirstAsync();

        (await harness.Accounts.AnyAsync()).ShouldBeTrue();
        var person = (await harness.Accounts.FindAsync(id)).ShouldNotBeNull();
        person.Actor.Name.ShouldBe("ada");
        person.Roles.ShouldBe([Role.Operator, Role.Lead], ignoreOrder: true);
        (await harness.EventsAsync()).Select(e => e.GetType()).ShouldBe([typeof(InvitationMade), typeof(AccountCreated)]);
        (await harness.Accounts.InviteFirstAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task FirstLink_FiftyTriesAtOnce_MakeExactlyOneAccount()
    {
        await using var harness = await StorageHarness.StartAsync();
        var token = (await harness.Accounts.InviteFirstAsync())!;

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 50).Select(i => Task.Run(() => harness.Accounts.RegisterAsync(token, $"ada{i}", Password))));

        answers.Count(a => a.AccountId is not null).ShouldBe(1);
        answers.Where(a => a.AccountId is null).ShouldAllBe(a => a.Errors.Single().Contains("used"));
        (await harness.Accounts.ListAsync()).Length.ShouldBe(1);
        (await harness.EventsAsync()).OfType<AccountCreated>().Count().ShouldBe(1);
    }

    [Fact]
    public async Task FirstLink_NewerOneMade_EndsTheOlder()
    {
        await using var harness = await StorageHarness.StartAsync();
        var older = (await harness.Accounts.InviteFirstAsync())!;
        var newer = (await harness.Accounts.InviteFirstAsync())!;

        (await harness.Accounts.FindInvitationAsync(older)).ShouldBeNull();
        (await harness.Accounts.RegisterAsync(older, "ada", Password)).AccountId.ShouldBeNull();
        (await harness.Accounts.FindInvitationAsync(newer)).ShouldNotBeNull().Roles.ShouldBe([Role.Operator, Role.Lead]);
    }

    [Theory]
    [InlineData(14 * 60 + 59, true)]
    [InlineData(15 * 60, false)]
    public async Task FirstLink_AfterSomeSeconds_WorksForFifteenMinutes(int seconds, bool works)
    {
        await using var harness = await StorageHarness.StartAsync();
        var token = (await harness.Accounts.InviteFirstAsync())!;
        harness.Time.Advance(TimeSpan.FromSeconds(seconds));

        (await harness.Accounts.FindInvitationAsync(token) is not null).ShouldBe(works);
        ((await harness.Accounts.RegisterAsync(token, "ada", Password)).AccountId is not null).ShouldBe(works);
    }

    [Fact]
    public async Task Invitation_OfALead_MakesAnAccountWithItsRolesOnce()
    {
        await using var harness = await StorageHarness.StartAsync();
        var lead = await harness.FirstAsync();
        var token = (await harness.Accounts.InviteAsync(lead, [Role.Reviewer], TimeSpan.FromDays(1)))!;

        var listed = (await harness.Accounts.InvitationsAsync()).ShouldHaveSingleItem();
        listed.MadeBy.ShouldBe("ada");
        listed.ExpiresAt.ShouldBe(harness.Time.GetUtcNow() + TimeSpan.FromDays(1));
        var id = (await harness.Accounts.RegisterAsync(token, "grace", Password)).AccountId.ShouldNotBeNull();

        (await harness.Accounts.FindAsync(id)).ShouldNotBeNull().Roles.ShouldBe([Role.Reviewer]);
        (await harness.Accounts.InvitationsAsync()).ShouldBeEmpty();
        (await harness.Accounts.RegisterAsync(token, "eve", Password)).AccountId.ShouldBeNull();
    }

    [Fact]
    public async Task Invite_BySomebodyWhoIsNoLead_IsRefused()
    {
        await using var harness = await StorageHarness.StartAsync();
        var lead = await harness.FirstAsync();
        var reviewer = await harness.FurtherAsync(lead, "grace", Role.Reviewer, Role.Operator);

        (await harness.Accounts.InviteAsync(reviewer, [Role.Lead], TimeSpan.FromDays(1))).ShouldBeNull();
        (await harness.Accounts.InviteAsync("nobody", [Role.Lead], TimeSpan.FromDays(1))).ShouldBeNull();
    }

    [Theory]
    [InlineData("grace", "short")]
    [InlineData("grace", "aaaaaaaaaaaaaaaa")]
    [InlineData("grace", "passwordpassword")]
    [InlineData("grace", "my name is Grace, so there")]
    [InlineData("ada", Password)]
    [InlineData("ADA", Password)]
    [InlineData("two words", Password)]
    [InlineData("", Password)]
    public async Task Register_UnfitNameOrPassword_SaysWhyAndKeepsTheLinkWhole(string name, string password)
    {
        await using var harness = await StorageHarness.StartAsync();
        var lead = await harness.FirstAsync();
        var token = (await harness.Accounts.InviteAsync(lead, [Role.Reviewer], TimeSpan.FromDays(1)))!;

        var (id, errors) = await harness.Accounts.RegisterAsync(token, name, password);

        id.ShouldBeNull();
        errors.ShouldNotBeEmpty();
        (await harness.Accounts.RegisterAsync(token, "hedy", Password)).AccountId.ShouldNotBeNull();
    }

    [Fact]
    public async Task Token_InTheDatabase_IsOnlyAHash()
    {
        await using var harness = await StorageHarness.StartAsync();
        var token = (await harness.Accounts.InviteFirstAsync())!;

        token.Length.ShouldBe(43);
        harness.Sql("PRAGMA wal_checkpoint(TRUNCATE)");
        System.Text.Encoding.Latin1.GetString(await File.ReadAllBytesAsync(harness.File)).ShouldNotContain(token);
    }
}
