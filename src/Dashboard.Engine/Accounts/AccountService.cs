using System.Collections.Immutable;
using Dashboard.Core.Accounts;
using Dashboard.Core.Gates;
using Dashboard.Core.Runs;
using Dashboard.Engine.Ports;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Dashboard.Engine.Accounts;

/// <summary>Accounts in the database, by ASP.NET Core Identity. Nothing is remembered between two calls.</summary>
internal sealed class AccountService(
    IServiceScopeFactory scopes, IAccountTables tables, TimeProvider time, AccountHistory history, AccountChanges changes,
    AccountLedger record, IOptions<EngineOptions> options) : IAccounts
{
    private readonly Invitations _invitations = new(scopes, tables, time, record);

    public async Task<Person?> FindAsync(string accountId, string? securityStamp = null, CancellationToken cancellation = default)
    {
        if (await tables.FindStandingAsync(accountId, cancellation) is not { IsLocked: false } account
            || (securityStamp is not null && account.SecurityStamp != securityStamp))
            return null;
        // What was written into the tables beside the product has no effect: a person may do what both the tables and the ledger say.
        if (record.Read().Accounts.GetValueOrDefault(accountId) is not { Locked: false } recorded)
            return null;
        return new(new(accountId, recorded.Name), [.. recorded.Roles.Where(r => account.Roles.Contains(r.ToString()))])
        {
            Tied = options.Value.InvitedApprover == InvitedApprover.Refused ? await history.TiedAsync(accountId, cancellation) : [],
        };
    }

    public Task<bool> AnyAsync(CancellationToken cancellation = default) => tables.AnyAsync(cancellation);

    public async Task<ImmutableArray<AccountSummary>> ListAsync(CancellationToken cancellation = default)
    {
        var (accounts, roles, recorded) =
            (await tables.ListAsync(cancellation), await tables.RolesAsync(cancellation), record.Read().Accounts);
        return
        [
            .. accounts.Select(a => new AccountSummary(
                a.Id, a.UserName!, [.. roles[a.Id].Order()],
                a.LockedBecause is not null || recorded.GetValueOrDefault(a.Id) is { Locked: true }, a.CreatedAt, a.LastSignIn)),
        ];
    }

    public async Task<string?> InviteFirstAsync(CancellationToken cancellation = default) =>
        await AnyAsync(cancellation) ? null : await _invitations.MakeFirstAsync(cancellation);

    public async Task<string?> InviteAsync(
        string leadId, ImmutableArray<Role> roles, TimeSpan validFor, CancellationToken cancellation = default) =>
        await LeadAsync(leadId, cancellation) is { } lead
            ? await _invitations.MakeAsync(lead, roles, validFor, first: false, cancellation)
            : null;

    public Task<ImmutableArray<InvitationSummary>> InvitationsAsync(CancellationToken cancellation = default) =>
        _invitations.ListAsync(cancellation);

    public async Task<InvitationSummary?> FindInvitationAsync(string token, CancellationToken cancellation = default) =>
        await _invitations.FindAsync(token, cancellation) is { } found && !(found.First && await AnyAsync(cancellation))
            ? Invitations.Summary(found)
            : null;

    public async Task<(string? AccountId, ImmutableArray<string> Errors)> RegisterAsync(
        string token, string name, string password, CancellationToken cancellation = default)
    {
        if (name.Trim().Length > AccountLimits.LongestName)
            return (null, [$"The name has {name.Trim().Length} characters; at most {AccountLimits.LongestName} are allowed."]);
        if (PasswordRules.Problem(name, password) is { } weak)
            return (null, [weak]);
        await using var scope = scopes.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        // One transaction: of many who use the token at once, one gets the account, and a refused password leaves the token whole.
        await using var change = await BeginAsync(scope, cancellation);
        if (await _invitations.UseAsync(change, token, cancellation) is not { } invitation)
            return (null, ["This link has been used, has expired, or does not exist. Ask for a new one."]);
        var account = new Account { UserName = name.Trim(), CreatedAt = time.GetUtcNow() };
        var created = await users.CreateAsync(account, password);
        if (created.Succeeded)
            created = await users.AddToRolesAsync(account, invitation.Roles.Split(',', StringSplitOptions.RemoveEmptyEntries));
        if (!created.Succeeded)
            return (null, [.. created.Errors.Select(e => e.Description)]);
        change.Record(new Actor(account.Id, account.UserName!),
            new AccountCreated(account.Id, account.UserName!, Invitations.RolesOf(invitation), invitation.Id));
        await change.CommitAsync(cancellation);
        return (account.Id, []);
    }

    public async Task<ImmutableArray<string>> SetRolesAsync(
        string leadId, string accountId, ImmutableArray<Role> roles, CancellationToken cancellation = default)
    {
        await using var scope = scopes.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        // One transaction, which holds the database's write lock: two leads cannot take the role from each other at once.
        await using var change = await BeginAsync(scope, cancellation);
        if (await LeadAsync(leadId, cancellation) is not { } lead)
            return ["Only a lead changes roles."];
        if (await users.FindByIdAsync(accountId) is not { } account)
            return ["Account not found."];
        var before = (await users.GetRolesAsync(account)).Select(Enum.Parse<Role>).Order().ToImmutableArray();
        if (before.Contains(Role.Lead) && !roles.Contains(Role.Lead) && await IsLastLeadAsync(accountId, cancellation))
            return ["This is the last lead. Make someone else a lead first."];
        IdentityResult[] results =
        [
            await users.RemoveFromRolesAsync(account, before.Except(roles).Select(r => r.ToString())),
            await users.AddToRolesAsync(account, roles.Except(before).Select(r => r.ToString())),
            // Ends what the account's cookies say it may do.
            await users.UpdateSecurityStampAsync(account),
        ];
        if (results.SelectMany(r => r.Errors).ToArray() is [_, ..] errors)
            return [.. errors.Select(e => e.Description)];
        change.Record(lead.Actor, new RolesChanged(accountId, before, roles));
        await change.CommitAsync(cancellation);
        changes.Publish();
        return [];
    }

    public async Task<ImmutableArray<string>> SetLockedAsync(
        string leadId, string accountId, bool locked, string reason, CancellationToken cancellation = default)
    {
        if (locked && string.IsNullOrWhiteSpace(reason))
            return ["Give a reason."];
        await using var scope = scopes.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        await using var change = await BeginAsync(scope, cancellation);
        if (await LeadAsync(leadId, cancellation) is not { } lead)
            return ["Only a lead locks and unlocks accounts."];
        if (locked && await IsLastLeadAsync(accountId, cancellation))
            return ["This is the last lead. Make someone else a lead first."];
        if (await users.FindByIdAsync(accountId) is not { } account)
            return ["Account not found."];
        account.LockedBecause = locked ? reason.Trim() : null;
        if (await users.UpdateSecurityStampAsync(account) is { Succeeded: false } failed)
            return [.. failed.Errors.Select(e => e.Description)];
        change.Record(lead.Actor, locked ? new AccountLocked(accountId, reason.Trim()) : new AccountUnlocked(accountId));
        await change.CommitAsync(cancellation);
        changes.Publish();
        return [];
    }

    private static Task<IAccountChange> BeginAsync(AsyncServiceScope scope, CancellationToken cancellation) =>
        scope.ServiceProvider.GetRequiredService<IAccountChanges>().BeginAsync(cancellation);

    private async Task<Person?> LeadAsync(string accountId, CancellationToken cancellation) =>
        await FindAsync(accountId, null, cancellation) is { } person && person.Roles.Contains(Role.Lead) ? person : null;

    private async Task<bool> IsLastLeadAsync(string accountId, CancellationToken cancellation)
    {
        var roles = await tables.RolesAsync(cancellation);
        var leads = (await tables.ListAsync(cancellation)).Where(a => a.LockedBecause is null && roles[a.Id].Contains(Role.Lead))
            .Select(a => a.Id).ToList();
        // Only those count who are leads in truth: one that was written into the tables does not let the last real one go.
        var others = leads.Where(id => id != accountId).ToList();
        foreach (var other in others)
        {
            if (await LeadAsync(other, cancellation) is not null)
                return false;
        }

        return others.Count < leads.Count;
    }
}
