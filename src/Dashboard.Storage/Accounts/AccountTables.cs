using System.Collections.Immutable;
using Dashboard.Core.Gates;
using Dashboard.Engine.Ports;
using Dashboard.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Storage.Accounts;

/// <summary>Reads the tables of accounts and invitations.</summary>
internal sealed class AccountTables(IDbContextFactory<EvidenceDbContext> contexts, DatabaseReader reader) : IAccountTables
{
    // By hand: by EF Core it takes five times as long (half a millisecond), and every command waits for the answer, more than once.
    public async Task<AccountStanding?> FindStandingAsync(string accountId, CancellationToken cancellation = default) =>
        (await reader.ReadAsync(
            """
            SELECT SecurityStamp, LockedBecause, (SELECT group_concat(RoleId) FROM AspNetUserRoles WHERE UserId = $id) FROM AspNetUsers WHERE Id = $id
            """,
            row => new AccountStanding(row.TextOrNull(0), !row.IsDBNull(1), [.. row.Text(2).Split(',')]), cancellation, ("$id", accountId)))
            .SingleOrDefault();

    public async Task<bool> AnyAsync(CancellationToken cancellation = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        return await context.Users.AnyAsync(cancellation);
    }

    public async Task<ImmutableArray<Account>> ListAsync(CancellationToken cancellation = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        return [.. await context.Users.AsNoTracking().OrderBy(a => a.UserName).ToListAsync(cancellation)];
    }

    public async Task<ILookup<string, Role>> RolesAsync(CancellationToken cancellation = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var roles = await context.UserRoles.AsNoTracking().ToListAsync(cancellation);
        return roles.Where(r => Enum.TryParse<Role>(r.RoleId, out _)).ToLookup(r => r.UserId, r => Enum.Parse<Role>(r.RoleId));
    }

    public async Task<Account?> FindAsync(string accountId, CancellationToken cancellation = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        return await context.Users.AsNoTracking().FirstOrDefaultAsync(a => a.Id == accountId, cancellation);
    }

    public async Task<Account?> FindByNameAsync(string normalizedName, CancellationToken cancellation = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        return await context.Users.AsNoTracking().FirstOrDefaultAsync(a => a.NormalizedUserName == normalizedName, cancellation);
    }

    public async Task<ImmutableArray<Invitation>> OpenInvitationsAsync(DateTimeOffset now, CancellationToken cancellation = default)
    {
        var ticks = now.UtcTicks;
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        return [.. await context.Invitations.AsNoTracking().Where(i => i.UsedAt == null && i.ExpiresAt > ticks)
            .OrderByDescending(i => i.CreatedAt).ToListAsync(cancellation)];
    }

    public async Task<Invitation?> FindInvitationAsync(string tokenHash, DateTimeOffset now, CancellationToken cancellation = default)
    {
        var ticks = now.UtcTicks;
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        return await context.Invitations.AsNoTracking()
            .FirstOrDefaultAsync(i => i.TokenHash == tokenHash && i.UsedAt == null && i.ExpiresAt > ticks, cancellation);
    }
}
