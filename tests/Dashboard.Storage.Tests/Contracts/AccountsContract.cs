using Dashboard.Core.Accounts;
using Dashboard.Core.Gates;
using Dashboard.Core.Runs;
using Dashboard.Engine.Ports;
using Dashboard.Storage.DependencyInjection;
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
    }

    private async Task ChangeAsync(bool commit)
    {
        await using var scope = Services.CreateAsyncScope();
        await using var change = await scope.ServiceProvider.GetRequiredService<IAccountChanges>().BeginAsync();
        await change.AddInvitationAsync(new()
        {
            Id = "i1",
            TokenHash = "hash",
            Roles = nameof(Role.Reviewer),
            CreatedAt = Now.UtcTicks,
            ExpiresAt = Now.AddHours(1).UtcTicks,
            MadeBy = "ada",
        });
        change.Record(Actor.System, new InvitationMade("i1", [Role.Reviewer], Now.AddHours(1)));
        if (commit)
            await change.CommitAsync();
    }

    private async Task<Invitation?> UseAsync(string hash)
    {
        await using var scope = Services.CreateAsyncScope();
        await using var change = await scope.ServiceProvider.GetRequiredService<IAccountChanges>().BeginAsync();
        var used = await change.UseInvitationAsync(hash, Now);
        await change.CommitAsync();
        return used;
    }
}

/// <summary>SQLite's accounts.</summary>
public sealed class SqliteAccountsTests : AccountsContract
{
    protected override void AddStorage(IServiceCollection services) => services.AddSqlite();
}
