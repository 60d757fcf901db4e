using System.Globalization;
using Dashboard.Core.Gates;
using Dashboard.Core.Ledger;
using Dashboard.Engine.Accounts;
using Dashboard.Storage.Database;
using Dashboard.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using static Dashboard.Testing.AccountsHarness;

namespace Dashboard.Storage.Tests.Accounts;

/// <summary>A change of accounts and its ledger entry are one: a change that could not be recorded was not made.</summary>
public sealed class AccountTransactionTests
{
    private static readonly Dictionary<string, Func<StorageHarness, World, Task>> Changes = new(StringComparer.Ordinal)
    {
        ["register"] = (h, w) => h.Accounts.RegisterAsync(w.Token, "eve", Password),
        ["invite"] = (h, w) => h.Accounts.InviteAsync(w.Ada, [Role.Reviewer], TimeSpan.FromHours(1)),
        ["set roles"] = (h, w) => h.Accounts.SetRolesAsync(w.Ada, w.Grace, [Role.Operator]),
        ["lock"] = (h, w) => h.Accounts.SetLockedAsync(w.Ada, w.Grace, locked: true, "left the team"),
        ["unlock"] = (h, w) => h.Accounts.SetLockedAsync(w.Ada, w.Mary, locked: false, ""),
        ["unlock from the shell"] = (h, _) => h.Services.GetRequiredService<AccountRecovery>().UnlockAsync("mary", leadLock: true, "root"),
        ["sign in"] = (h, _) => h.SignInAsync("grace"),
        ["sign out"] = (h, w) => h.SignInsAsync(async s =>
        {
            await s.SignOutAsync(w.Grace);
            return true;
        }),
        ["change the password"] = (h, w) => h.SignInsAsync(s => s.ChangePasswordAsync(w.Grace, Password, "another good long one")),
    };

    public static TheoryData<string> Names => [.. Changes.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Change_ThatCannotBeRecorded_IsNotMade(string name)
    {
        await using var harness = await StorageHarness.StartAsync();
        var world = await World.MakeAsync(harness);
        var before = Tables(harness);
        var entries = (await harness.EventsAsync()).Length;
        harness.Sql("CREATE TRIGGER full_disk BEFORE INSERT ON ledger BEGIN SELECT RAISE(ABORT, 'no room'); END");

        await Should.ThrowAsync<StorageException>(() => Changes[name](harness, world));

        Tables(harness).ShouldBe(before);
        (await harness.EventsAsync()).Length.ShouldBe(entries);

        // The negative control: where it can be recorded, it changes the tables, and adds its entry.
        harness.Sql("DROP TRIGGER full_disk");
        await Changes[name](harness, world);
        Tables(harness).ShouldNotBe(before);
        (await harness.EventsAsync()).Length.ShouldBeGreaterThan(entries);
    }

    [Fact]
    public async Task FirstLink_ThatCannotBeRecorded_LeavesTheOlderOne()
    {
        await using var harness = await StorageHarness.StartAsync();
        var token = (await harness.Accounts.InviteFirstAsync())!;
        harness.Sql("CREATE TRIGGER full_disk BEFORE INSERT ON ledger BEGIN SELECT RAISE(ABORT, 'no room'); END");

        await Should.ThrowAsync<StorageException>(() => harness.Accounts.InviteFirstAsync());

        (await harness.Accounts.FindInvitationAsync(token)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Changes_AmongRunEvents_KeepTheChainWhole()
    {
        await using var harness = await StorageHarness.StartAsync();
        var world = await World.MakeAsync(harness);
        var before = (await harness.VerifyAsync()).Count;

        await Task.WhenAll(Enumerable.Range(0, 20).SelectMany(i => new Task[]
        {
            Task.Run(() => harness.Store.AppendAsync(i.ToString(CultureInfo.InvariantCulture), StorageHarness.Ada,
                StorageHarness.Opened())),
            Task.Run(() => harness.Accounts.InviteAsync(world.Ada, [Role.Reviewer], TimeSpan.FromHours(1))),
            Task.Run(() => harness.SignInAsync("nobody")),
        }));

        var verifier = await harness.VerifyAsync();
        verifier.Fault.ShouldBeNull();
        verifier.Count.ShouldBe(before + 60);
    }

    private static string Tables(StorageHarness harness)
    {
        using var connection = SqliteConnections.Open(harness.File);
        return string.Join('\n', new[] { "AspNetUsers", "AspNetUserRoles", "Invitations" }.SelectMany(table => Rows(connection, table)));
    }

    private static List<string> Rows(SqliteConnection connection, string table)
    {
        using var command = SqliteCommands.Prepare(connection, $"SELECT * FROM {table}");
        using var row = command.ExecuteReader();
        var rows = new List<string>();
        while (row.Read())
            rows.Add(table + " " + string.Join('|', Enumerable.Range(0, row.FieldCount).Select(row.GetValue)));
        return rows;
    }

    /// <summary>A lead, somebody who may be changed, somebody who is locked, and a link that was not used.</summary>
    private sealed record World(string Ada, string Grace, string Mary, string Token)
    {
        public static async Task<World> MakeAsync(StorageHarness harness)
        {
            var ada = await harness.FirstAsync();
            var mary = await harness.FurtherAsync(ada, "mary", Role.Reviewer);
            (await harness.Accounts.SetLockedAsync(ada, mary, locked: true, "holiday")).ShouldBeEmpty();
            return new(ada, await harness.FurtherAsync(ada, "grace", Role.Reviewer), mary,
                (await harness.Accounts.InviteAsync(ada, [Role.Reviewer], TimeSpan.FromHours(1)))!);
        }
    }
}
