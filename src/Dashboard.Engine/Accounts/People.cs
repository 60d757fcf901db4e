using System.Collections.Immutable;
using Dashboard.Core.Gates;
using Dashboard.Core.Runs;
using Dashboard.Engine.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Dashboard.Engine.Accounts;

/// <summary>Accounts in the database, by ASP.NET Core Identity. Nothing is remembered between two calls.</summary>
internal sealed class People(
    IServiceScopeFactory scopes, IDbContextFactory<EvidenceDbContext> contexts, TimeProvider time,
    DatabaseReader reader, AccountHistory history, AccountChanges changes, AccountLedger record, IOptions<EngineOptions> options) : IPeople
{
    private readonly Invitations _invitations = new(contexts, time, record);

    public async Task<Person?> FindAsync(string accountId, string? securityStamp = null, CancellationToken cancellation = default)
    {
        // By hand: every command waits for the answer, more than once, and by EF Core it takes five times as long (half a millisecond).
        var found = await reader.ReadAsync(
            """
            SELECT SecurityStamp, LockedBecause, (SELECT group_concat(RoleId) FROM AspNetUserRoles WHERE UserId = $id) FROM AspNetUsers WHERE Id = $id
            """,
            row => (Stamp: row.TextOrNull(0), IsLocked: !row.IsDBNull(1), Roles: row.Text(2).Split(',')), cancellation, ("$id", accountId));
        if (found is not [{ IsLocked: false } account] || (securityStamp is not null && account.Stamp != securityStamp))
            return null;
        // What was written into the tables beside the product has no effect: a person may do what both the tables and the ledger say.
        if (record.Read().Accounts.GetValueOrDefault(accountId) is not { Locked: false } recorded)
            return null;
        return new(new(accountId, recorded.Name), [.. recorded.Roles.Where(r => account.Roles.Contains(r.ToString()))])
        {
            Tied = options.Value.InvitedApprover == InvitedApprover.Refused ? await history.TiedAsync(accountId, cancellation) : [],
        };
    }

    public async Task<bool> AnyAsync(CancellationToken cancellation = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        return await context.Users.AnyAsync(cancellation);
    }

    public async Task<ImmutableArray<AccountSummary>> ListAsync(CancellationToken cancellation = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var accounts = await context.Users.AsNoTracking().OrderBy(a => a.UserName).ToListAsync(cancellation);
        var roles = (await context.UserRoles.AsNoTracking().ToListAsync(cancellation)).Where(r => Enum.TryParse<Role>(r.RoleId, out _)).ToLookup(r => r.UserId, r => Enum.Parse<Role>(r.RoleId));
        var recorded = record.Read().Accounts;
        return
        [
            .. accounts.Select(a => new AccountSummary(
                a.Id, a.UserName!, [.. roles[a.Id].Order()], a.LockedBecause is not null || recorded.GetValueOrDefault(a.Id) is { Locked: true }, a.CreatedAt, a.LastSignIn)),
        ];
    }

    public async Task<string?> InviteFirstAsync(CancellationToken cancellation = default) =>
        await AnyAsync(cancellation) ? null : await _invitations.MakeFirstAsync(cancellation);

    public async Task<string?> InviteAsync(
        string leadId, ImmutableArray<Role> roles, TimeSpan validFor, CancellationToken cancellation = default) =>
        await LeadAsync(leadId, cancellation) is { } lead ? await _invitations.MakeAsync(lead, roles, validFor, first: false, cancellation) : null;

    public Task<ImmutableArray<InvitationSummary>> InvitationsAsync(CancellationToken cancellation = default) => _invitations.ListAsync(cancellation);

    public async Task<InvitationSummary?> FindInvitationAsync(string token, CancellationToken cancellation = default) =>
        await _invitations.FindAsync(token, cancellation) is { } found && !(found.First && await AnyAsync(cancellation)) ? Invitations.Summary(found) : null;

    public async Task<(string? AccountId, ImmutableArray<string> Errors)> RegisterAsync(
        string token, string name, string password, CancellationToken cancellation = default)
    {
        if (name.Trim().Length > AccountServices.LongestName)
            return (null, [$"The name has {name.Trim().Length} characters; at most {AccountServices.LongestName} are allowed."]);
        if (PasswordRules.Problem(name, password) is { } weak)
            return (null, [weak]);
        await using var scope = scopes.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        var context = scope.ServiceProvider.GetRequiredService<EvidenceDbContext>();
        // One transaction: of many who use the token at once, one gets the account, and a refused password leaves the token whole.
        await using var transaction = await AccountTransaction.BeginAsync(context, time, cancellation);
        if (await _invitations.UseAsync(context, token, cancellation) is not { } invitation)
            return (null, ["This link has been used, has expired, or does not exist. Ask for a new one."]);
        var account = new Account { UserName = name.Trim(), CreatedAt = time.GetUtcNow() };
        var created = await users.CreateAsync(account, password);
        if (created.Succeeded)
            created = await users.AddToRolesAsync(account, invitation.Roles.Split(',', StringSplitOptions.RemoveEmptyEntries));
        if (!created.Succeeded)
            return (null, [.. created.Errors.Select(e => e.Description)]);
        transaction.Record(new Actor(account.Id, account.UserName!), new AccountCreated(account.Id, account.UserName!, Invitations.RolesOf(invitation), invitation.Id));
        await transaction.CommitAsync(cancellation);
        return (account.Id, []);
    }

    public async Task<ImmutableArray<string>> SetRolesAsync(
        string leadId, string accountId, ImmutableArray<Role> roles, CancellationToken cancellation = default)
    {
        await using var scope = scopes.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        // One transaction, which holds the database's write lock: two leads cannot take the role from each other at once.
        await using var transaction = await BeginAsync(scope, cancellation);
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
        transaction.Record(lead.Actor, new RolesChanged(accountId, before, roles));
        await transaction.CommitAsync(cancellation);
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
        await using var transaction = await BeginAsync(scope, cancellation);
        if (await LeadAsync(leadId, cancellation) is not { } lead)
            return ["Only a lead locks and unlocks accounts."];
        if (locked && await IsLastLeadAsync(accountId, cancellation))
            return ["This is the last lead. Make someone else a lead first."];
        if (await users.FindByIdAsync(accountId) is not { } account)
            return ["Account not found."];
        account.LockedBecause = locked ? reason.Trim() : null;
        if (await users.UpdateSecurityStampAsync(account) is { Succeeded: false } failed)
            return [.. failed.Errors.Select(e => e.Description)];
        transaction.Record(lead.Actor, locked ? new AccountLocked(accountId, reason.Trim()) : new AccountUnlocked(accountId));
        await transaction.CommitAsync(cancellation);
        changes.Publish();
        return [];
    }

    private Task<AccountTransaction> BeginAsync(AsyncServiceScope scope, CancellationToken cancellation) =>
        AccountTransaction.BeginAsync(scope.ServiceProvider.GetRequiredService<EvidenceDbContext>(), time, cancellation);

    private async Task<Person?> LeadAsync(string accountId, CancellationToken cancellation) =>
        await FindAsync(accountId, null, cancellation) is { } person && person.Roles.Contains(Role.Lead) ? person : null;

    private async Task<bool> IsLastLeadAsync(string accountId, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var leads = await context.UserRoles.Where(r => r.RoleId == nameof(Role.Lead))
            .Join(context.Users.Where(u => u.LockedBecause == null), r => r.UserId, u => u.Id, (_, u) => u.Id).ToListAsync(cancellation);
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
