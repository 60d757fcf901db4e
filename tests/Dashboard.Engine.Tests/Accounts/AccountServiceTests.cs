using Dashboard.Core.Accounts;
using Dashboard.Core.Gates;
using Dashboard.Engine.Accounts;
using Dashboard.Testing;

namespace Dashboard.Engine.Tests.Accounts;

public sealed class AccountServiceTests
{
    [Fact]
    public async Task SetRoles_ByALead_CountsAtTheNextLookAndEndsSessions()
    {
        await using var harness = await StorageHarness.StartAsync();
        var lead = await harness.FirstAsync();
        var other = await harness.FurtherAsync(lead, "grace", Role.Reviewer);
        var stamp = harness.Stamp(other);
        (await harness.Accounts.FindAsync(other, stamp)).ShouldNotBeNull();

        (await harness.Accounts.SetRolesAsync(lead, other, [Role.Operator])).ShouldBeEmpty();

        (await harness.Accounts.FindAsync(other)).ShouldNotBeNull().Roles.ShouldBe([Role.Operator]);
        (await harness.Accounts.FindAsync(other, stamp)).ShouldBeNull();
        var changed = (await harness.EventsAsync()).OfType<RolesChanged>().ShouldHaveSingleItem();
        changed.Before.ShouldBe([Role.Reviewer]);
        changed.After.ShouldBe([Role.Operator]);
    }

    [Fact]
    public async Task SetLocked_ByALead_TurnsThePersonAwayAtOnceUntilUnlocked()
    {
        await using var harness = await StorageHarness.StartAsync();
        var lead = await harness.FirstAsync();
        var other = await harness.FurtherAsync(lead, "grace", Role.Operator);
        var stamp = harness.Stamp(other);

        (await harness.Accounts.SetLockedAsync(lead, other, locked: true, " ")).ShouldNotBeEmpty();
        (await harness.Accounts.SetLockedAsync(lead, other, locked: true, "left the team")).ShouldBeEmpty();

        (await harness.Accounts.FindAsync(other)).ShouldBeNull();
        (await harness.Accounts.ListAsync()).Single(a => a.Id == other).Locked.ShouldBeTrue();
        (await harness.SignInAsync("grace")).Problem.ShouldBe(SignIns.Locked);
        (await harness.SignInAsync("grace", "some other password")).Problem.ShouldBe(SignIns.Refused);

        (await harness.Accounts.SetLockedAsync(lead, other, locked: false, "")).ShouldBeEmpty();
        (await harness.Accounts.FindAsync(other)).ShouldNotBeNull();
        (await harness.Accounts.FindAsync(other, stamp)).ShouldBeNull();
        (await harness.EventsAsync()).Select(e => e.GetType()).ShouldContain(typeof(AccountLocked));
        (await harness.EventsAsync()).Select(e => e.GetType()).ShouldContain(typeof(AccountUnlocked));
    }

    [Fact]
    public async Task LastLead_LosesNeitherRoleNorAccount()
    {
        await using var harness = await StorageHarness.StartAsync();
        var lead = await harness.FirstAsync();
        await harness.FurtherAsync(lead, "grace", Role.Operator);

        (await harness.Accounts.SetRolesAsync(lead, lead, [Role.Operator])).ShouldHaveSingleItem().ShouldContain("last lead");
        (await harness.Accounts.SetLockedAsync(lead, lead, locked: true, "holiday")).ShouldHaveSingleItem().ShouldContain("last lead");

        (await harness.Accounts.FindAsync(lead)).ShouldNotBeNull().Roles.ShouldContain(Role.Lead);
    }

    [Fact]
    public async Task SetRoles_TwoLeadsDemoteEachOtherAtOnce_OneStays()
    {
        await using var harness = await StorageHarness.StartAsync();
        var ada = await harness.FirstAsync();
        for (var i = 0; i < 5; i++)
        {
            var grace = await harness.FurtherAsync(ada, $"grace{i}", Role.Lead);

            await Task.WhenAll(
                Task.Run(() => harness.Accounts.SetRolesAsync(ada, grace, [Role.Reviewer])),
                Task.Run(() => harness.Accounts.SetRolesAsync(grace, ada, [Role.Reviewer])));

            var lead = (await harness.Accounts.ListAsync()).Where(a => a.Roles.Contains(Role.Lead)).ShouldHaveSingleItem();
            ada = lead.Id;
        }
    }

    [Fact]
    public async Task SetRolesAndLocked_BySomebodyWhoIsNoLead_AreRefused()
    {
        await using var harness = await StorageHarness.StartAsync();
        var lead = await harness.FirstAsync();
        var other = await harness.FurtherAsync(lead, "grace", Role.Operator, Role.Reviewer);

        (await harness.Accounts.SetRolesAsync(other, other, [Role.Lead])).ShouldNotBeEmpty();
        (await harness.Accounts.SetLockedAsync(other, lead, locked: true, "a grudge")).ShouldNotBeEmpty();

        (await harness.Accounts.FindAsync(other)).ShouldNotBeNull().Roles.ShouldNotContain(Role.Lead);
        (await harness.Accounts.FindAsync(lead)).ShouldNotBeNull();
        (await harness.Accounts.SetRolesAsync(lead, "nobody", [Role.Lead])).ShouldHaveSingleItem().ShouldContain("Account not found");
    }

    [Fact]
    public async Task List_SomeAccounts_ShowsThemByName()
    {
        await using var harness = await StorageHarness.StartAsync();
        var lead = await harness.FirstAsync("mary");
        await harness.FurtherAsync(lead, "ada", Role.Reviewer, Role.Operator);
        await harness.SignInAsync("mary");

        var list = await harness.Accounts.ListAsync();

        list.Select(a => a.Name).ShouldBe(["ada", "mary"]);
        list[0].Roles.ShouldBe([Role.Operator, Role.Reviewer]);
        list[0].LastSignIn.ShouldBeNull();
        list[1].LastSignIn.ShouldBe(harness.Time.GetUtcNow());
        list[1].CreatedAt.ShouldBe(harness.Time.GetUtcNow());
    }
}
