using Dashboard.Core.Accounts;
using Dashboard.Storage.Database;
using Microsoft.Data.Sqlite;

namespace Dashboard.Storage.Ledger;

/// <summary>Fills events of accounts with the digests of what the tables hold.</summary>
internal static class AccountTableDigests
{
    /// <summary>The event with the digests of what the tables hold. Called in the transaction that writes the event.</summary>
    public static AccountEvent Fill(SqliteConnection connection, AccountEvent what) => what switch
    {
        AccountCreated e => e with { Digests = OfAccount(connection, e.AccountId, password: true) },
        PasswordChanged e => e with { Digests = OfAccount(connection, e.AccountId, password: true) },
        SignedOut e => e with { Digests = OfAccount(connection, e.AccountId, password: false) },
        RolesChanged e => e with { Digests = OfAccount(connection, e.AccountId, password: false) },
        AccountLocked e => e with { Digests = OfAccount(connection, e.AccountId, password: false) },
        AccountUnlocked e => e with { Digests = OfAccount(connection, e.AccountId, password: false) },
        InvitationMade e => e with { Digests = OfInvitation(connection, e.InvitationId) },
        _ => what,
    };

    private static AccountDigests? OfAccount(SqliteConnection connection, string id, bool password)
    {
        using var command = SqliteCommands.Prepare(connection, "SELECT PasswordHash, SecurityStamp FROM AspNetUsers WHERE Id = $id");
        SqliteCommands.Set(command, ("$id", id));
        using var row = command.ExecuteReader();
        return row.Read() ? new(password ? AccountDigests.Of(row.TextOrNull(0)) : null, AccountDigests.Of(row.TextOrNull(1))) : null;
    }

    private static AccountDigests? OfInvitation(SqliteConnection connection, string id)
    {
        using var command = SqliteCommands.Prepare(connection, "SELECT TokenHash FROM Invitations WHERE Id = $id");
        SqliteCommands.Set(command, ("$id", id));
        return command.ExecuteScalar() is string hash ? new(Token: hash) : null;
    }
}
