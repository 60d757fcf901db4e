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
        (await harness.People.AnyAsync()).ShouldBeFalse();

        var id = await harness.FirstAsync();

        (await harness.People.AnyAsync()).ShouldBeTrue();
        var person = (await harness.People.FindAsync(id)).ShouldNotBeNull();
        person.Actor.Name.ShouldBe("ada");
        person.Roles.ShouldBe([Role.Operator, Role.Lead], ignoreOrder: true);
        (await harness.EventsAsync()).Select(e => e.GetType()).ShouldBe([typeof(InvitationMade), typeof(AccountCreated)]);
        (await harness.People.InviteFirstAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task FirstLink_FiftyTriesAtOnce_MakeExactlyOneAccount()
    {
        await using var harness = await StorageHarness.StartAsync();
        var token = (await harness.People.InviteFirstAsync())!;

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 50).Select(i => Task.Run(() => harness.People.RegisterAsync(token, $"ada{i}", Password))));

        answers.Count(a => a.AccountId is not null).ShouldBe(1);
        answers.Where(a => a.AccountId is null).ShouldAllBe(a => a.Errors.Single().Contains("used"));
        (await harness.People.ListAsync()).Length.ShouldBe(1);
        (await harness.EventsAsync()).OfType<AccountCreated>().Count().ShouldBe(1);
    }

    [Fact]
    public async Task FirstLink_NewerOneMade_EndsTheOlder()
    {
        await using var harness = await StorageHarness.StartAsync();
        var older = (await harness.People.InviteFirstAsync())!;
        var newer = (await harness.People.InviteFirstAsync())!;

        (await harness.People.FindInvitationAsync(older)).ShouldBeNull();
        (await harness.People.RegisterAsync(older, "ada", Password)).AccountId.ShouldBeNull();
        (await harness.People.FindInvitationAsync(newer)).ShouldNotBeNull().Roles.ShouldBe([Role.Operator, Role.Lead]);
    }

    [Theory]
    [InlineData(14 * 60 + 59, true)]
    [InlineData(15 * 60, false)]
    public async Task FirstLink_AfterSomeSeconds_WorksForFifteenMinutes(int seconds, bool works)
    {
        await using var harness = await StorageHarness.StartAsync();
        var token = (await harness.People.InviteFirstAsync())!;
        harness.Time.Advance(TimeSpan.FromSeconds(seconds));

        (await harness.People.FindInvitationAsync(token) is not null).ShouldBe(works);
        ((await harness.People.RegisterAsync(token, "ada", Password)).AccountId is not null).ShouldBe(works);
    }

    [Fact]
    public async Task Invitation_OfALead_MakesAnAccountWithItsRolesOnce()
    {
        await using var harness = await StorageHarness.StartAsync();
        var lead = await harness.FirstAsync();
        var token = (await harness.People.InviteAsync(lead, [Role.Reviewer], TimeSpan.FromDays(1)))!;

        var listed = (await harness.People.InvitationsAsync()).ShouldHaveSingleItem();
        listed.MadeBy.ShouldBe("ada");
        listed.ExpiresAt.ShouldBe(harness.Time.GetUtcNow() + TimeSpan.FromDays(1));
        var id = (await harness.People.RegisterAsync(token, "grace", Password)).AccountId.ShouldNotBeNull();

        (await harness.People.FindAsync(id)).ShouldNotBeNull().Roles.ShouldBe([Role.Reviewer]);
        (await harness.People.InvitationsAsync()).ShouldBeEmpty();
        (await harness.People.RegisterAsync(token, "eve", Password)).AccountId.ShouldBeNull();
    }

    [Fact]
    public async Task Invite_BySomebodyWhoIsNoLead_IsRefused()
    {
        await using var harness = await StorageHarness.StartAsync();
        var lead = await harness.FirstAsync();
        var reviewer = await harness.FurtherAsync(lead, "grace", Role.Reviewer, Role.Operator);

        (await harness.People.InviteAsync(reviewer, [Role.Lead], TimeSpan.FromDays(1))).ShouldBeNull();
        (await harness.People.InviteAsync("nobody", [Role.Lead], TimeSpan.FromDays(1))).ShouldBeNull();
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
        var token = (await harness.People.InviteAsync(lead, [Role.Reviewer], TimeSpan.FromDays(1)))!;

        var (id, errors) = await harness.People.RegisterAsync(token, name, password);

        id.ShouldBeNull();
        errors.ShouldNotBeEmpty();
        (await harness.People.RegisterAsync(token, "hedy", Password)).AccountId.ShouldNotBeNull();
    }

    [Fact]
    public async Task Token_InTheDatabase_IsOnlyAHash()
    {
        await using var harness = await StorageHarness.StartAsync();
        var token = (await harness.People.InviteFirstAsync())!;

        token.Length.ShouldBe(43);
        harness.Sql("PRAGMA wal_checkpoint(TRUNCATE)");
        System.Text.Encoding.Latin1.GetString(await File.ReadAllBytesAsync(harness.File)).ShouldNotContain(token);
    }
}
