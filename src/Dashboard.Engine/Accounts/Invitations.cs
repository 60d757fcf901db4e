using System.Collections.Immutable;
using Dashboard.Core.Accounts;
using Dashboard.Core.Gates;
using Dashboard.Core.Runs;
using Dashboard.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Engine.Accounts;

/// <summary>Makes, lists and uses one-time links.</summary>
internal sealed class Invitations(IDbContextFactory<EvidenceDbContext> contexts, TimeProvider time, AccountLedger record)
{
    private static readonly TimeSpan FirstLasts = TimeSpan.FromMinutes(15);

    private long Now => time.GetUtcNow().UtcTicks;

    /// <summary>The link for the first account; an earlier one ends.</summary>
    public Task<string> MakeFirstAsync(CancellationToken cancellation) =>
        MakeAsync(new(Actor.System, []), [Role.Operator, Role.Lead], FirstLasts, first: true, cancellation);

    /// <summary>A link to an account with these roles.</summary>
    public async Task<string> MakeAsync(Person by, ImmutableArray<Role> roles, TimeSpan validFor, bool first, CancellationToken cancellation)
    {
        var (token, now) = (Tokens.New(), Now);
        var invitation = new Invitation
        {
            Id = Guid.CreateVersion7(time.GetUtcNow()).ToString("N"),
            TokenHash = Tokens.Hash(token),
            Roles = string.Join(',', roles),
            First = first,
            CreatedAt = now,
            ExpiresAt = now + validFor.Ticks,
            MadeBy = by.Actor.Name,
        };
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await AccountTransaction.BeginAsync(context, time, cancellation);
        if (first)
            await context.Invitations.Where(i => i.First && i.UsedAt == null).ExecuteUpdateAsync(s => s.SetProperty(i => i.UsedAt, now), cancellation);
        context.Invitations.Add(invitation);
        await context.SaveChangesAsync(cancellation);
        transaction.Record(by.Actor, new InvitationMade(invitation.Id, roles, new(invitation.ExpiresAt, TimeSpan.Zero)));
        await transaction.CommitAsync(cancellation);
        return token;
    }

    /// <summary>The links that can still be used.</summary>
    public async Task<ImmutableArray<InvitationSummary>> ListAsync(CancellationToken cancellation)
    {
        var now = Now;
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var open = await context.Invitations.AsNoTracking().Where(i => i.UsedAt == null && i.ExpiresAt > now).OrderByDescending(i => i.CreatedAt).ToListAsync(cancellation);
        return [.. open.Select(Summary)];
    }

    /// <summary>The link of a token, when it can still be used.</summary>
    public async Task<Invitation?> FindAsync(string token, CancellationToken cancellation)
    {
        var (now, hash) = (Now, Tokens.Hash(token));
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        return await context.Invitations.AsNoTracking().FirstOrDefaultAsync(i => i.TokenHash == hash && i.UsedAt == null && i.ExpiresAt > now, cancellation) is { } found
            && IsRecorded(found) ? found : null;
    }

    /// <summary>Uses a token up, in the caller's transaction: the condition is part of the update, so only one can succeed.</summary>
    public async Task<Invitation?> UseAsync(EvidenceDbContext context, string token, CancellationToken cancellation)
    {
        var (now, hash) = (Now, Tokens.Hash(token));
        var used = await context.Invitations
            .Where(i => i.TokenHash == hash && i.UsedAt == null && i.ExpiresAt > now && (!i.First || !context.Users.Any()))
            .ExecuteUpdateAsync(s => s.SetProperty(i => i.UsedAt, now), cancellation);
        return used == 1 && await context.Invitations.AsNoTracking().FirstAsync(i => i.TokenHash == hash, cancellation) is var invitation && IsRecorded(invitation) ? invitation : null;
    }

    // A row that somebody wrote into the table, or made to grant more, to last longer or to be used again, invites nobody.
    private bool IsRecorded(Invitation invitation) =>
        record.Read().Invitations.GetValueOrDefault(invitation.Id) is { Used: false } recorded
        && recorded.ExpiresAt.UtcTicks == invitation.ExpiresAt && (recorded.Token ?? invitation.TokenHash) == invitation.TokenHash
        && recorded.Roles.SequenceEqual(RolesOf(invitation).Distinct().Order());

    /// <summary>A link as lists show it.</summary>
    public static InvitationSummary Summary(Invitation i) =>
        new(i.Id, RolesOf(i), new(i.CreatedAt, TimeSpan.Zero), new(i.ExpiresAt, TimeSpan.Zero), i.MadeBy);

    /// <summary>What the account may do.</summary>
    public static ImmutableArray<Role> RolesOf(Invitation i) => [.. i.Roles.Split(',', StringSplitOptions.RemoveEmptyEntries).Where(r => Enum.TryParse<Role>(r, out _)).Select(Enum.Parse<Role>)];
}
