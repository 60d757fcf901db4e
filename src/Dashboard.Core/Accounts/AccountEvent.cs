using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Dashboard.Core.Gates;

namespace Dashboard.Core.Accounts;

/// <summary>Something that happened to an account. A stream of its own in the ledger.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(InvitationMade), "invitation-made")]
[JsonDerivedType(typeof(AccountCreated), "account-created")]
[JsonDerivedType(typeof(SignedIn), "signed-in")]
[JsonDerivedType(typeof(SignInFailed), "sign-in-failed")]
[JsonDerivedType(typeof(SignedOut), "signed-out")]
[JsonDerivedType(typeof(PasswordChanged), "password-changed")]
[JsonDerivedType(typeof(RolesChanged), "roles-changed")]
[JsonDerivedType(typeof(AccountLocked), "account-locked")]
[JsonDerivedType(typeof(AccountUnlocked), "account-unlocked")]
[JsonDerivedType(typeof(TriesForgiven), "tries-forgiven")]
public abstract record AccountEvent
{
    /// <summary>What the account, or the invitation, looked like just then; null in entries of before this was recorded.</summary>
    public AccountDigests? Digests { get; init; }
}

/// <summary>A one-time link was made; only its hash is kept.</summary>
public sealed record InvitationMade(string InvitationId, ImmutableArray<Role> Roles, DateTimeOffset ExpiresAt) : AccountEvent;

/// <summary>An account was created from an invitation.</summary>
public sealed record AccountCreated(string AccountId, string Name, ImmutableArray<Role> Roles, string InvitationId) : AccountEvent;

/// <summary>Someone signed in.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="From">The address they came from.</param>
public sealed record SignedIn(string AccountId, string From) : AccountEvent;

/// <summary>Someone failed to sign in.</summary>
/// <param name="AccountId">The account, when the name is one; null otherwise. The name itself is not kept: people type passwords into name
/// fields.</param>
/// <param name="From">The address they came from.</param>
/// <param name="Reason">Why.</param>
public sealed record SignInFailed(string? AccountId, string From, string Reason) : AccountEvent;

/// <summary>Someone signed out.</summary>
public sealed record SignedOut(string AccountId) : AccountEvent;

/// <summary>Someone changed their password.</summary>
public sealed record PasswordChanged(string AccountId) : AccountEvent;

/// <summary>A lead changed what an account may do.</summary>
public sealed record RolesChanged(string AccountId, ImmutableArray<Role> Before, ImmutableArray<Role> After) : AccountEvent;

/// <summary>A lead locked an account.</summary>
public sealed record AccountLocked(string AccountId, string Reason) : AccountEvent;

/// <summary>A lead unlocked an account.</summary>
public sealed record AccountUnlocked(string AccountId) : AccountEvent;

/// <summary>The wrong tries to sign in to an account were forgiven: nobody waits because of them any more.</summary>
public sealed record TriesForgiven(string AccountId) : AccountEvent;
