using Dashboard.Core.Accounts;
using Dashboard.Core.Gates;
using Dashboard.Core.Runs;
using Dashboard.Engine.Ports;
using Dashboard.Storage.DependencyInjection;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Storage.Tests.Contracts;

/// <summary>Accounts and invitations: changed together with the entry that records it, or not at all.</summary>
public abstract class AccountsContract : StorageContract
{
    private DateTimeOffset Now => Time.GetUtcNow();

    [Fact]
    public async Task Change_ThatIsCommitted_IsThereWithItsEntry()
    {
        await ChangeAsync(commit: true);

        (await Accounts.OpenInvitationsAsync(Now)).Single().Id.ShouldBe("i1");
        (await Ledger.ReadStreamAfterAsync(LedgerStreams.Accounts, 0)).Length.ShouldBe(1);
    }

    [Fact]
    public async Task Change_ThatIsNotCommitted_LeavesNothing()
    {
        await ChangeAsync(commit: false);

        (await Accounts.OpenInvitationsAsync(Now)).ShouldBeEmpty();
        (await Ledger.ReadStreamAfterAsync(LedgerStreams.Accounts, 0)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Invitation_IsUsedOnce()
    {
        await ChangeAsync(commit: true);

        (await Accounts.FindInvitationAsync("hash", Now)).ShouldNotBeNull();
        (await UseAsync("hash")).ShouldNotBeNull().Id.ShouldBe("i1");
        (await UseAsync("hash")).ShouldBeNull();
        (await Accounts.FindInvitationAsync("hash", Now)).ShouldBeNull();
    }

    [Fact]
    public async Task Invitation_ThatHasExpired_IsNotFoundNorUsed()
    {
        await ChangeAsync(commit: true);
        Time.Advance(TimeSpan.FromHours(2));

        (await Accounts.FindInvitationAsync("hash", Now)).ShouldBeNull();
        (await UseAsync("hash")).ShouldBeNull();
        (await Accounts.OpenInvitationsAsync(Now)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Account_ThatIsNotThere_IsNull()
    {
        (await Accounts.AnyAsync()).ShouldBeFalse();
        (await Accounts.FindStandingAsync("u1")).ShouldBeNull();
        (await Accounts.FindAsync("u1")).ShouldBeNull();
        (await Accounts.FindByNameAsync("ADA")).ShouldBeNull();
        (await Accounts.ListAsync()).ShouldBeEmpty();
        (await Accounts.RolesAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Roles_AreThoseOfEachAccount()
    {
        await AddAsync("u1", "grace", Role.Reviewer);
        await AddAsync("u2", "ada", Role.Operator, Role.Lead);
        await AddAsync("u3", "eve");

        var roles = await Accounts.RolesAsync();
        roles["u1"].ShouldBe([Role.Reviewer]);
        roles["u2"].ShouldBe([Role.Operator, Role.Lead], ignoreOrder: true);
        roles["u3"].ShouldBeEmpty();
        roles["u4"].ShouldBeEmpty("who has no account has no role");
        (await Accounts.FindStandingAsync("u2")).ShouldNotBeNull().Roles.ShouldBe(["Operator", "Lead"], ignoreOrder: true);
        (await Accounts.ListAsync()).Select(a => a.UserName).ShouldBe(["ada", "eve", "grace"]);
    }

    [Fact]
    public async Task Lock_ThatIsLifted_IsOffThatAccountAlone_AndOnlyOnceItIsCommitted()
    {
        foreach (var (id, name) in new[] { ("u1", "ada"), ("u2", "grace") })
            await AddAsync(id, name, Role.Reviewer);
        await WithChangeAsync(async (_, users) =>
        {
            foreach (var id in new[] { "u1", "u2" })
            {
                var account = (await users.FindByIdAsync(id))!;
                account.LockedBecause = "left the team";
                (await users.UpdateAsync(account)).Succeeded.ShouldBeTrue();
            }
        });

        await WithChangeAsync((change, _) => change.LiftLockAsync("u1"), commit: false);
        (await Accounts.FindStandingAsync("u1")).ShouldNotBeNull().IsLocked.ShouldBeTrue();
        await WithChangeAsync((change, _) => change.LiftLockAsync("u1"));

        (await Accounts.FindStandingAsync("u1")).ShouldNotBeNull().IsLocked.ShouldBeFalse();
        (await Accounts.FindAsync("u1")).ShouldNotBeNull().LockedBecause.ShouldBeNull();
        (await Accounts.FindStandingAsync("u2")).ShouldNotBeNull().IsLocked.ShouldBeTrue();
        (await Accounts.FindAsync("u2")).ShouldNotBeNull().LockedBecause.ShouldBe("left the team");
    }

    [Fact]
    public async Task LastSignIn_IsNotedOfThatAccountAlone()
    {
        foreach (var (id, name) in new[] { ("u1", "ada"), ("u2", "grace") })
            await AddAsync(id, name, Role.Reviewer);
        (await Accounts.FindAsync("u1")).ShouldNotBeNull().LastSignIn.ShouldBeNull();

        var stamp = (await Accounts.FindStandingAsync("u1"))!.SecurityStamp;
        await WithChangeAsync((change, _) => change.SetLastSignInAsync("u1", Now));

        (await Accounts.FindAsync("u1")).ShouldNotBeNull().LastSignIn.ShouldBe(Now);
        (await Accounts.FindByNameAsync("GRACE")).ShouldNotBeNull().LastSignIn.ShouldBeNull();
        (await Accounts.FindStandingAsync("u1"))!.SecurityStamp.ShouldBe(stamp, "nobody's session ends because they signed in elsewhere");
    }

    [Fact]
    public async Task FirstInvitations_ThatAreEnded_AreOfNoUse_AndOthersStay()
    {
        await WithChangeAsync(async (change, _) =>
        {
            await change.AddInvitationAsync(Invitation("i1", "one", first: true));
            await change.AddInvitationAsync(Invitation("i2", "two", first: true));
            await change.AddInvitationAsync(Invitation("i3", "three"));
        });

        await WithChangeAsync((change, _) => change.EndFirstInvitationsAsync(Now));

        (await Accounts.OpenInvitationsAsync(Now)).Select(i => i.Id).ShouldBe(["i3"]);
        (await Accounts.FindInvitationAsync("one", Now)).ShouldBeNull();
        (await UseAsync("two")).ShouldBeNull();
        (await UseAsync("three")).ShouldNotBeNull().Id.ShouldBe("i3");
    }

    [Fact]
    public async Task FirstInvitation_OnceThereIsAnAccount_CannotBeUsed()
    {
        await WithChangeAsync((change, _) => change.AddInvitationAsync(Invitation("i1", "one", first: true)));
        await AddAsync("u1", "ada", Role.Lead);

        (await Accounts.AnyAsync()).ShouldBeTrue();
        (await UseAsync("one")).ShouldBeNull();
    }

    private Task ChangeAsync(bool commit) => WithChangeAsync(async (change, _) =>
    {
        await change.AddInvitationAsync(Invitation("i1", "hash"));
        change.Record(Actor.System, new InvitationMade("i1", [Role.Reviewer], Now.AddHours(1)));
    }, commit);

    private async Task<Invitation?> UseAsync(string hash)
    {
        Invitation? used = null;
        await WithChangeAsync(async (change, _) => used = await change.UseInvitationAsync(hash, Now));
        return used;
    }

    /// <summary>Identity makes accounts, through the store that the database gives it, as a part of the change.</summary>
    private Task AddAsync(string id, string name, params Role[] roles) => WithChangeAsync(async (change, users) =>
    {
        var account = new Account { Id = id, UserName = name, CreatedAt = Now };
        (await users.CreateAsync(account)).Errors.ShouldBeEmpty();
        (await users.AddToRolesAsync(account, roles.Select(r => r.ToString()))).Errors.ShouldBeEmpty();
        change.Record(Actor.System, new AccountCreated(id, name, [.. roles], "i1"));
    });

    private async Task WithChangeAsync(Func<IAccountChange, UserManager<Account>, Task> work, bool commit = true)
    {
        await using var scope = Services.CreateAsyncScope();
        await using var change = await scope.ServiceProvider.GetRequiredService<IAccountChanges>().BeginAsync();
        await work(change, scope.ServiceProvider.GetRequiredService<UserManager<Account>>());
        if (commit)
            await change.CommitAsync();
    }

    private Invitation Invitation(string id, string hash, bool first = false) => new()
    {
        Id = id,
        TokenHash = hash,
        Roles = nameof(Role.Reviewer),
        First = first,
        CreatedAt = Now.UtcTicks,
        ExpiresAt = Now.AddHours(1).UtcTicks,
        MadeBy = "ada",
    };
}

/// <summary>SQLite's accounts.</summary>
public sealed class SqliteAccountsTests : AccountsContract
{
    protected override void AddStorage(IServiceCollection services) => services.AddSqlite();
}
