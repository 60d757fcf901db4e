using Dashboard.Core.Runbooks;
using Dashboard.Engine.Storage;
using Microsoft.Data.Sqlite;

namespace Dashboard.Engine.Accounts;

/// <summary>
/// Digests of what the tables of accounts hold and the ledger must not: SHA-256, lower-case hex. By them, what somebody put there behind
/// the product's back is told from what it wrote itself.
/// </summary>
/// <param name="Password">Of the whole password hash: PBKDF2 with a salt, so the digest helps nobody to guess. Null when the event does not set it.</param>
/// <param name="Stamp">Of the security stamp, 160 random bits. Null when the event does not set it.</param>
/// <param name="Token">Of an invitation's token, 256 random bits: what the table itself holds. Null for other events.</param>
public sealed record AccountDigests(string? Password = null, string? Stamp = null, string? Token = null)
{
    /// <summary>The digest of a value of a table; null when there is none.</summary>
    public static string? Of(string? value) => value is null ? null : Digests.Of(value);

    /// <summary>The event with the digests of what the tables hold. Called in the transaction that writes the event.</summary>
    internal static AccountEvent Fill(SqliteConnection connection, AccountEvent what) => what switch
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
        using var command = Commands.Prepare(connection, "SELECT PasswordHash, SecurityStamp FROM AspNetUsers WHERE Id = $id");
        Commands.Set(command, ("$id", id));
        using var row = command.ExecuteReader();
        return row.Read() ? new(password ? Of(row.TextOrNull(0)) : null, Of(row.TextOrNull(1))) : null;
    }

    private static AccountDigests? OfInvitation(SqliteConnection connection, string id)
    {
        using var command = Commands.Prepare(connection, "SELECT TokenHash FROM Invitations WHERE Id = $id");
        Commands.Set(command, ("$id", id));
        return command.ExecuteScalar() is string hash ? new(Token: hash) : null;
    }
}
