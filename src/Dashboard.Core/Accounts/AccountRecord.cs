using System.Collections.Immutable;
using Dashboard.Core.Gates;

namespace Dashboard.Core.Accounts;

/// <summary>
/// All accounts and invitations as the events of their stream make them: a pure fold. The tables of accounts are what the product works
/// with; somebody who can write the database file can change those, but not what was recorded.
/// </summary>
public sealed record AccountRecord
{
    /// <summary>A record of nothing.</summary>
    public static AccountRecord Empty { get; } = new();

    /// <summary>The accounts, by id.</summary>
    public ImmutableDictionary<string, RecordedAccount> Accounts { get; private init; } =
        ImmutableDictionary<string, RecordedAccount>.Empty;

    /// <summary>The invitations, by id.</summary>
    public ImmutableDictionary<string, RecordedInvitation> Invitations { get; private init; } =
        ImmutableDictionary<string, RecordedInvitation>.Empty;

    /// <summary>The record with one more event.</summary>
    public AccountRecord With(AccountEvent what) => what switch
    {
        InvitationMade e => this with
        {
            Invitations = Invitations.SetItem(e.InvitationId, new(e.InvitationId, Of(e.Roles), e.ExpiresAt, e.Digests?.Token)),
        },
        AccountCreated e => this with
        {
            Accounts = Accounts.SetItem(e.AccountId,
                new(e.AccountId, e.Name, Of(e.Roles)) { Password = e.Digests?.Password, Stamp = e.Digests?.Stamp }),
            Invitations = Invitations.TryGetValue(e.InvitationId, out var used)
                ? Invitations.SetItem(e.InvitationId, used with { Used = true })
                : Invitations,
        },
        PasswordChanged e => Changed(e.AccountId, e, a => a with { Password = e.Digests?.Password }),
        RolesChanged e => Changed(e.AccountId, e, a => a with { Roles = Of(e.After) }),
        AccountLocked e => Changed(e.AccountId, e, a => a with { Locked = true }),
        AccountUnlocked e => Changed(e.AccountId, e, a => a with { Locked = false }),
        SignedOut e => Changed(e.AccountId, e, a => a),
        _ => this,
    };

    private AccountRecord Changed(string id, AccountEvent what, Func<RecordedAccount, RecordedAccount> change) =>
        Accounts.TryGetValue(id, out var account)
            ? this with { Accounts = Accounts.SetItem(id, change(account) with { Stamp = what.Digests?.Stamp }) }
            : this;

    private static ImmutableArray<Role> Of(ImmutableArray<Role> roles) => roles.IsDefault ? [] : [.. roles.Distinct().Order()];
}
