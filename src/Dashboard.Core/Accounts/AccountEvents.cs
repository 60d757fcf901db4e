using System.Text.Json;
using Dashboard.Core.Ledger;

namespace Dashboard.Core.Accounts;

/// <summary>Reads the events of the stream of accounts.</summary>
public static class AccountEvents
{
    /// <summary>The event in an entry; null when this version cannot read it.</summary>
    public static AccountEvent? Read(LedgerContent content)
    {
        try
        {
            return Parse(content);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The event in an entry.</summary>
    /// <exception cref="JsonException">This version cannot read it.</exception>
    public static AccountEvent Parse(LedgerContent content)
    {
        try
        {
            return content.Data.Deserialize<AccountEvent>(LedgerCodec.Json) is { } what && IsWhole(what)
                ? what
                : throw new JsonException("The event does not say what it is about.");
        }
        catch (NotSupportedException e)
        {
            // An event without a type.
            throw new JsonException(e.Message, e);
        }
    }

    // The serialiser takes a member that is missing for null; a fold must not meet it. The account of an unknown name is left out on
    // purpose.
    private static bool IsWhole(AccountEvent what) => what switch
    {
        InvitationMade e => e is { InvitationId: not null, Roles.IsDefault: false },
        AccountCreated e => e is { AccountId: not null, Name: not null, Roles.IsDefault: false, InvitationId: not null },
        SignedIn e => e is { AccountId: not null, From: not null },
        SignInFailed e => e is { From: not null, Reason: not null },
        SignedOut e => e.AccountId is not null,
        PasswordChanged e => e.AccountId is not null,
        RolesChanged e => e is { AccountId: not null, Before.IsDefault: false, After.IsDefault: false },
        AccountLocked e => e is { AccountId: not null, Reason: not null },
        AccountUnlocked e => e.AccountId is not null,
        TriesForgiven e => e.AccountId is not null,
        _ => true,
    };
}
