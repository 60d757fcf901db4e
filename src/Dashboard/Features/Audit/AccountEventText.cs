using Dashboard.Core.Accounts;
using Dashboard.Engine.Evidence.Queries;

namespace Dashboard.Features.Audit;

/// <summary>What happened to accounts, in one line.</summary>
public static class AccountEventText
{
    /// <summary>The line.</summary>
    /// <param name="entry">What happened.</param>
    /// <param name="names">The names of accounts, by id.</param>
    public static string Of(AccountEntry entry, IReadOnlyDictionary<string, string> names)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentNullException.ThrowIfNull(names);
        var who = entry.By.Name;
        return entry.Event switch
        {
            InvitationMade e => $"{who} created an invitation: {Roles(e.Roles)}",
            AccountCreated e => $"{e.Name} created their account: {Roles(e.Roles)}",
            SignedIn e => $"{Name(e.AccountId)} signed in",
            SignInFailed { AccountId: { } id } e => $"Sign-in failed for {Name(id)}: {e.Reason}",
            SignInFailed e => $"Sign-in failed: {e.Reason}",
            SignedOut e => $"{Name(e.AccountId)} signed out",
            PasswordChanged e => $"{Name(e.AccountId)} changed their password",
            RolesChanged e => $"{who} changed the roles of {Name(e.AccountId)}: {Roles(e.Before)} → {Roles(e.After)}",
            AccountLocked e => $"{who} locked {Name(e.AccountId)}: {e.Reason}",
            AccountUnlocked e => $"{who} unlocked {Name(e.AccountId)}",
            TriesForgiven e => $"{who} cleared the failed sign-ins of {Name(e.AccountId)}",
            UnknownAccountEvent => "An entry that this version cannot read",
            _ => who,
        };

        string Name(string id) => names.GetValueOrDefault(id, "a removed account");
    }

    /// <summary>Where they came from; empty when it is not known.</summary>
    public static string From(AccountEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return entry.Event switch { SignedIn e => e.From, SignInFailed e => e.From, _ => entry.By.From ?? "" };
    }

    /// <summary>Whether a lead should review it.</summary>
    public static bool IsBad(AccountEvent what) => what is SignInFailed or UnknownAccountEvent;

    private static string Roles(IReadOnlyCollection<Core.Gates.Role> roles) => roles.Count == 0 ? "no role" : string.Join(", ", roles);
}
