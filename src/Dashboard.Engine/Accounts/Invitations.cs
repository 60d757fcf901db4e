using System.Collections.Immutable;
using Dashboard.Core.Accounts;
using Dashboard.Core.Gates;
using Dashboard.Core.Runs;
using Dashboard.Engine.Ports;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Engine.Accounts;

/// <summary>Makes, lists and uses one-time links.</summary>
internal sealed class Invitations(IServiceScopeFactory scopes, IAccountTables tables, TimeProvider time, AccountLedger record)
{
    private static readonly TimeSpan FirstLasts = TimeSpan.FromMinutes(15);

    /// <summary>The link for the first account; an earlier one ends.</summary>
    public Task<string> MakeFirstAsync(CancellationToken cancellation) =>
        MakeAsync(new(Actor.System, []), [Role.Operator, Role.Lead], FirstLasts, first: true, cancellation);

    /// <summary>A link to an account with these roles.</summary>
    public async Task<string> MakeAsync(Person by, ImmutableArray<Role> roles, TimeSpan validFor, bool first,
        CancellationToken cancellation)
    {
        var (token, now) = (Tokens.New(), time.GetUtcNow());
        var invitation = new Invitation
        {
            Id = Guid.CreateVersion7(now).ToString("N"),
            TokenHash = Tokens.Hash(token),
            Roles = string.Join(',', roles),
            First = first,
            CreatedAt = now.UtcTicks,
            ExpiresAt = now.UtcTicks + validFor.Ticks,
            MadeBy = by.Actor.Name,
        };
        await using var scope = scopes.CreateAsyncScope();
        await using var change = await scope.ServiceProvider.GetRequiredService<IAccountChanges>().BeginAsync(cancellation);
        if (first)
            await change.EndFirstInvitationsAsync(now, cancellation);
        await change.AddInvitationAsync(invitation, cancellation);
        change.Record(by.Actor, new InvitationMade(invitation.Id, roles, new(invitation.ExpiresAt, TimeSpan.Zero)));
        await change.CommitAsync(cancellation);
        return token;
    }

    /// <summary>The links that can still be used.</summary>
    public async Task<ImmutableArray<InvitationSummary>> ListAsync(CancellationToken cancellation) =>
        [.. (await tables.OpenInvitationsAsync(time.GetUtcNow(), cancellation)).Select(Summary)];

    /// <summary>The link of a token, when it can still be used.</summary>
    public async Task<Invitation?> FindAsync(string token, CancellationToken cancellation) =>
        await tables.FindInvitationAsync(Tokens.Hash(token), time.GetUtcNow(), cancellation) is { } found && IsRecorded(found)
            ? found
            : null;

    /// <summary>Uses a token up, as part of a change.</summary>
    public async Task<Invitation?> UseAsync(IAccountChange change, string token, CancellationToken cancellation) =>
        await change.UseInvitationAsync(Tokens.Hash(token), time.GetUtcNow(), cancellation) is { } invitation && IsRecorded(invitation)
            ? invitation
            : null;

    // A row that somebody wrote into the table, or made to grant more, to last longer or to be used again, invites nobody.
    private bool IsRecorded(Invitation invitation) =>
        record.Read().Invitations.GetValueOrDefault(invitation.Id) is { Used: false } recorded
        && recorded.ExpiresAt.UtcTicks == invitation.ExpiresAt && (recorded.Token ?? invitation.TokenHash) == invitation.TokenHash
        && recorded.Roles.SequenceEqual(RolesOf(invitation).Distinct().Order());

    /// <summary>A link as lists show it.</summary>
    public static InvitationSummary Summary(Invitation i) =>
        new(i.Id, RolesOf(i), new(i.CreatedAt, TimeSpan.Zero), new(i.ExpiresAt, TimeSpan.Zero), i.MadeBy);

    /// <summary>What the account may do.</summary>
    public static ImmutableArray<Role> RolesOf(Invitation i) =>
        [.. i.Roles.Split(',', StringSplitOptions.RemoveEmptyEntries).Where(r => Enum.TryParse<Role>(r, out _)).Select(Enum.Parse<Role>)];
}
