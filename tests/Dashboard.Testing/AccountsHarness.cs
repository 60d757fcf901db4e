using System.Collections.Immutable;
using System.Text.Json;
using Dashboard.Core.Accounts;
using Dashboard.Core.Gates;
using Dashboard.Core.Ledger;
using Dashboard.Engine.Accounts;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Testing;

/// <summary>Steps that the tests of accounts share.</summary>
internal static class AccountsHarness
{
    public const string Password = "correct horse battery staple";

    /// <summary>Makes the first account: operator and lead.</summary>
    public static async Task<string> FirstAsync(this StorageHarness harness, string name = "ada")
    {
        var (id, errors) = await harness.Accounts.RegisterAsync((await harness.Accounts.InviteFirstAsync())!, name, Password);
        errors.ShouldBeEmpty();
        return id!;
    }

    /// <summary>Makes a further account.</summary>
    public static async Task<string> FurtherAsync(this StorageHarness harness, string lead, string name, params ImmutableArray<Role> roles)
    {
        var token = await harness.Accounts.InviteAsync(lead, roles, TimeSpan.FromHours(1));
        var (id, errors) = await harness.Accounts.RegisterAsync(token!, name, Password);
        errors.ShouldBeEmpty();
        return id!;
    }

    /// <summary>Uses passwords as one request of the host does.</summary>
    public static async Task<T> SignInsAsync<T>(this StorageHarness harness, Func<SignIns, Task<T>> use)
    {
        await using var scope = harness.Services.CreateAsyncScope();
        return await use(scope.ServiceProvider.GetRequiredService<SignIns>());
    }

    public static Task<SignInAnswer> SignInAsync(
        this StorageHarness harness, string name, string password = Password, string from = "127.0.0.1", KnownDevice? device = null) =>
        harness.SignInsAsync(s => s.CheckPasswordAsync(name, password, from, device));

    /// <summary>What the ledger says of accounts, in order.</summary>
    public static async Task<ImmutableArray<AccountEvent>> EventsAsync(this StorageHarness harness)
    {
        var events = ImmutableArray.CreateBuilder<AccountEvent>();
        await foreach (var entry in harness.Store.ReadLedgerAsync())
        {
            entry.Stream.ShouldBe("accounts");
            // What happened; TamperedAccountsTests look at the digests that stand with it.
            events.Add(LedgerCodec.Read(entry.Bytes.Span).Data.Deserialize<AccountEvent>(LedgerCodec.Json)! with { Digests = null });
        }

        return events.ToImmutable();
    }

    /// <summary>The stamp that a cookie of this account would carry now.</summary>
    public static string Stamp(this StorageHarness harness, string accountId) =>
        (string)harness.Scalar($"SELECT SecurityStamp FROM AspNetUsers WHERE Id = '{accountId}'")!;
}
