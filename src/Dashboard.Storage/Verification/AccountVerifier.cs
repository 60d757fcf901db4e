using System.Collections.Immutable;
using System.Globalization;
using Dashboard.Core.Accounts;
using Dashboard.Core.Gates;
using Dashboard.Core.Ledger;
using Dashboard.Engine.Ports;
using Dashboard.Storage.Database;
using Microsoft.Data.Sqlite;

namespace Dashboard.Storage.Verification;

/// <summary>
/// Holds the tables of accounts against what their stream in the ledger says. They are Identity's and change with every sign-in, so no
/// trigger protects them: somebody with another program could grant a role, copy a password hash or lift a lock.
/// </summary>
/// <param name="file">The database.</param>
/// <param name="paused">Called now and then.</param>
internal sealed class AccountVerifier(string file, Action paused)
{
    private readonly List<string> _uncovered = [];
    private FaultList _faults = new();

    /// <summary>What the ledger does not tell of, in words; it says nothing against it either.</summary>
    public IReadOnlyList<string> Uncovered => _uncovered;

    /// <summary>Looks at every account and every invitation.</summary>
    public void Run(FaultList faults)
    {
        _faults = faults;
        using var connection = SqliteConnections.OpenReadOnly(file);
        // One moment for the entries and the tables; a server that writes commits them together.
        SqliteCommands.Run(connection, "BEGIN");
        if (Record(connection) is { } record)
            Compare(connection, record);
        else
            _uncovered.Add("accounts: their stream holds an entry that cannot be read");
        SqliteCommands.Run(connection, "COMMIT");
    }

    // Null when one of them cannot be read: what comes of the others would be no record.
    private AccountRecord? Record(SqliteConnection connection)
    {
        var record = AccountRecord.Empty;
        using var command = SqliteCommands.Prepare(connection, "SELECT Bytes FROM ledger WHERE Stream = $stream ORDER BY Seq");
        SqliteCommands.Set(command, ("$stream", LedgerStreams.Accounts));
        using var row = command.ExecuteReader();
        for (var done = 1; row.Read(); done++)
        {
            if (AccountEvents.Read(LedgerCodec.Read(row.GetFieldValue<byte[]>(0))) is not { } what)
                return null;
            record = record.With(what);
            if (done % 5_000 == 0)
                paused();
        }

        return record;
    }

    private void Compare(SqliteConnection connection, AccountRecord record)
    {
        Accounts(connection, record);
        Invitations(connection, record);
        foreach (var row in Rows(connection, "SELECT Id, Name, NormalizedName FROM AspNetRoles"))
        {
            if (!Enum.TryParse<Role>(row[0], out var role) || row[0] != role.ToString() || row[1] != row[0] || row[2] != Normal(row[0]))
                Bad($"role {row[0]}", "its row", "a role under its own name", $"{row[1]}, {row[2]}");
        }

        // Identity reads these, and the product never writes them.
        foreach (var table in new[] { "AspNetRoleClaims", "AspNetUserClaims", "AspNetUserLogins", "AspNetUserTokens" })
        {
            if (Rows(connection, $"SELECT count(*) FROM {table}")[0][0] is var count && count != "0")
                Bad(table, "rows", "none: the product writes none", count);
        }
    }

    private void Accounts(SqliteConnection connection, AccountRecord record)
    {
        var roles = Rows(connection, "SELECT UserId, RoleId FROM AspNetUserRoles").ToLookup(r => r[0] ?? "", r => r[1] ?? "nothing");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var row in Rows(connection,
            "SELECT Id, UserName, NormalizedUserName, LockedBecause IS NOT NULL, PasswordHash, SecurityStamp FROM AspNetUsers"))
        {
            var (id, where) = (row[0] ?? "", $"account {row[1] ?? row[0]}");
            seen.Add(id);
            if (!record.Accounts.TryGetValue(id, out var recorded))
            {
                Bad(where, "account", "an entry that created it", "none");
                continue;
            }

            Same(where, "name", recorded.Name, row[1]);
            Same(where, "name to sign in with", Normal(recorded.Name), row[2]);
            Same(where, "roles", Words(recorded.Roles.Select(r => r.ToString())), Words(roles[id]));
            Same(where, "lock", recorded.Locked ? "locked" : "not locked", row[3] == "1" ? "locked" : "not locked");
            Digest(where, "password hash", recorded.Password, row[4]);
            Digest(where, "security stamp", recorded.Stamp, row[5]);
        }

        foreach (var gone in record.Accounts.Values.Where(a => !seen.Contains(a.Id)))
            Bad($"account {gone.Name}", "account", "in the table of accounts", "nothing");
        foreach (var stray in roles.Where(r => !seen.Contains(r.Key)))
            Bad($"account {stray.Key}", "roles", "an account that has them", "none");
    }

    private void Invitations(SqliteConnection connection, AccountRecord record)
    {
        foreach (var row in Rows(connection, "SELECT Id, Roles, ExpiresAt, TokenHash, UsedAt IS NOT NULL FROM Invitations"))
        {
            var where = $"invitation {row[0]}";
            if (!record.Invitations.TryGetValue(row[0] ?? "", out var recorded))
            {
                Bad(where, "invitation", "an entry that made it", "none");
                continue;
            }

            Same(where, "roles", Words(recorded.Roles.Select(r => r.ToString())),
                Words((row[1] ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries)));
            Same(where, "end", recorded.ExpiresAt.UtcTicks.ToString(CultureInfo.InvariantCulture), row[2]);
            if (recorded.Used)
                Same(where, "use", "used", row[4] == "1" ? "used" : "it can be used again");
            if (recorded.Token is not null)
                Same(where, "token, SHA-256", recorded.Token, row[3]);
            else if (row[4] != "1")
                _uncovered.Add($"{where}: the token");
        }
    }

    private void Digest(string where, string what, string? recorded, string? found)
    {
        if (recorded is null)
            _uncovered.Add($"{where}: the {what}");
        else
            Same(where, $"{what}, SHA-256", recorded, AccountDigests.Of(found));
    }

    private void Same(string where, string what, string expected, string? found)
    {
        if (expected != found)
            Bad(where, what, expected, found);
    }

    private void Bad(string where, string what, string expected, string? found) => _faults.Add(where, what, expected, found ?? "nothing");

    // As Identity's UpperInvariantLookupNormalizer does it.
    private static string Normal(string? name) => (name ?? "").Normalize().ToUpperInvariant();

    private static string Words(IEnumerable<string> roles) =>
        string.Join(", ", roles.Order(StringComparer.Ordinal)) is { Length: > 0 } words ? words : "none";

    private static ImmutableArray<string?[]> Rows(SqliteConnection connection, string sql)
    {
        using var command = SqliteCommands.Prepare(connection, sql);
        using var row = command.ExecuteReader();
        var rows = ImmutableArray.CreateBuilder<string?[]>();
        while (row.Read())
            rows.Add(
                [.. Enumerable.Range(0, row.FieldCount)
                    .Select(i => row.GetValue(i) switch
                    {
                        DBNull => null,
                        byte[] bytes => $"bytes {Convert.ToHexStringLower(bytes)}",
                        var value => Convert.ToString(value, CultureInfo.InvariantCulture),
                    })]);
        return rows.ToImmutable();
    }
}
