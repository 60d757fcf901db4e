using System.Text.Json;
using Dashboard.Core.Accounts;
using Dashboard.Core.Gates;
using Dashboard.Core.Ledger;
using Dashboard.Core.Runs;
using Dashboard.Engine.Accounts;
using Dashboard.Engine.Ports;
using Dashboard.Storage.Verification;
using Dashboard.Testing;
using Microsoft.AspNetCore.Identity;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Engine.Tests.Accounts;

/// <summary>Somebody writes into the tables of accounts with another program: it has no effect where that counts, and is told of.</summary>
public sealed class TamperedAccountsTests : IAsyncLifetime
{
    private const string Theirs = "one that she knows by heart";

    private StorageHarness _harness = null!;
    private string _ada = "", _mallory = "";

    public async ValueTask InitializeAsync()
    {
        _harness = await StorageHarness.StartAsync();
        _ada = await _harness.FirstAsync();
        _mallory = await _harness.FurtherAsync(_ada, "mallory", Role.Reviewer);
        (await _harness.SignInsAsync(s => s.ChangePasswordAsync(_mallory, AccountsHarness.Password, Theirs))).ShouldBeEmpty();
    }

    public ValueTask DisposeAsync() => _harness.DisposeAsync();

    [Fact]
    public async Task Accounts_AsTheyWereWritten_AreGood()
    {
        await _harness.Accounts.SetRolesAsync(_ada, _mallory, [Role.Operator]);
        await _harness.Accounts.SetLockedAsync(_ada, _mallory, true, "gone");
        await _harness.Accounts.SetLockedAsync(_ada, _mallory, false, "");
        await _harness.SignInAsync("ada");
        await _harness.SignInAsync("ada", "wrong password, this is");
        await _harness.SignInsAsync(async s =>
        {
            await s.SignOutAsync(_ada);
            return 0;
        });
        await _harness.Accounts.InviteAsync(_ada, [Role.Lead, Role.Reviewer], TimeSpan.FromHours(1));

        var report = Verify();
        report.Faults.ShouldBeEmpty();
        report.Uncovered.ShouldBeEmpty();
        (await _harness.Accounts.FindAsync(_mallory))!.Roles.ShouldBe([Role.Operator]);
    }

    [Fact]
    public async Task Role_ThatWasGrantedBesides_HasNoEffectAndIsTold()
    {
        _harness.Sql($"INSERT INTO AspNetUserRoles (UserId, RoleId) VALUES ('{_mallory}', 'Lead')");

        (await _harness.Accounts.FindAsync(_mallory))!.Roles.ShouldBe([Role.Reviewer]);
        (await _harness.Accounts.SetRolesAsync(_mallory, _mallory, [Role.Lead])).ShouldBe(["Only a lead changes roles."]);
        (await _harness.Accounts.InviteAsync(_mallory, [Role.Lead], TimeSpan.FromHours(1))).ShouldBeNull();
        (await RolesOfCookieAsync(_mallory)).ShouldBe(["Reviewer"]);
        Fault("account mallory", "roles", "Reviewer", "Lead, Reviewer");
        // The negative control: the tables alone say lead.
        _harness.Scalar($"SELECT count(*) FROM AspNetUserRoles WHERE UserId = '{_mallory}' AND RoleId = 'Lead'").ShouldBe(1L);
    }

    [Fact]
    public async Task PasswordHash_ThatWasCopiedFromAnotherAccount_OpensNothingAndIsTold()
    {
        _harness.Sql(
            $"UPDATE AspNetUsers SET PasswordHash = (SELECT PasswordHash FROM AspNetUsers WHERE Id = '{_mallory}') WHERE Id = '{_ada}'");

        (await _harness.SignInAsync("ada", Theirs)).Account.ShouldBeNull();
        Verify().Faults.ShouldHaveSingleItem().What.ShouldBe("password hash, SHA-256");
        // The negative control: Identity's own hasher takes it.
        var account = _harness.Context().Users.Single(u => u.Id == _ada);
        new PasswordHasher<Account>().VerifyHashedPassword(account, account.PasswordHash!, Theirs)
            .ShouldNotBe(PasswordVerificationResult.Failed);
    }

    [Fact]
    public async Task Lock_ThatWasLiftedBesides_StaysAndIsTold()
    {
        (await _harness.Accounts.SetLockedAsync(_ada, _mallory, true, "taken over")).ShouldBeEmpty();
        _harness.Sql($"UPDATE AspNetUsers SET LockedBecause = NULL WHERE Id = '{_mallory}'");

        (await _harness.Accounts.FindAsync(_mallory)).ShouldBeNull();
        (await _harness.SignInAsync("mallory", Theirs)).ShouldBe(new SignInAnswer(null, SignIns.Locked));
        (await _harness.SignInsAsync(s => s.ChangePasswordAsync(_mallory, Theirs, AccountsHarness.Password))).ShouldNotBeEmpty();
        (await _harness.EventsAsync()).ShouldNotContain(e => e is SignedIn);
        (await _harness.Accounts.ListAsync()).Single(a => a.Id == _mallory).Locked.ShouldBeTrue();
        (await _harness.Services.GetRequiredService<AccountRecovery>().UnlockAsync("mallory", leadLock: false, "root"))
            .ShouldBe(RecoveryAnswer.LockedByLead);
        Fault("account mallory", "lock", "locked", "not locked");
    }

    [Fact]
    public async Task Account_ThatWasWrittenIntoTheTable_IsNobodyAndIsTold()
    {
        _harness.Sql($"""
            CREATE TEMP TABLE copy AS SELECT * FROM AspNetUsers WHERE Id = '{_mallory}';
            UPDATE copy SET Id = 'forged', UserName = 'eve', NormalizedUserName = 'EVE';
            INSERT INTO AspNetUsers SELECT * FROM copy;
            INSERT INTO AspNetUserRoles (UserId, RoleId) VALUES ('forged', 'Lead');
            """);

        (await _harness.Accounts.FindAsync("forged")).ShouldBeNull();
        (await _harness.SignInAsync("eve", Theirs)).ShouldBe(new SignInAnswer(null, SignIns.Refused));
        (await _harness.EventsAsync()).Last().ShouldBe(new SignInFailed("forged", "127.0.0.1", "not on the record"));
        (await _harness.SignInsAsync(s => s.ChangePasswordAsync("forged", Theirs, AccountsHarness.Password))).ShouldNotBeEmpty();
        // She is no second lead either, who would let the last one go.
        (await _harness.Accounts.SetRolesAsync(_ada, _ada, [Role.Operator])).ShouldHaveSingleItem().ShouldContain("last lead");
        Fault("account eve", "account", "an entry that created it", "none");
        // The negative control: for Identity's own, she is somebody who knows her password.
        var account = _harness.Context().Users.Single(u => u.Id == "forged");
        new PasswordHasher<Account>().VerifyHashedPassword(account, account.PasswordHash!, Theirs)
            .ShouldNotBe(PasswordVerificationResult.Failed);
    }

    [Fact]
    public async Task Name_ThatWasChangedBesides_DoesNotGoOnTheRecord()
    {
        _harness.Sql($"UPDATE AspNetUsers SET UserName = 'ada' WHERE Id = '{_mallory}'");

        (await _harness.SignInAsync("mallory", Theirs)).Account.ShouldNotBeNull();
        var last = await _harness.Store.ReadLedgerAsync().LastAsync();
        LedgerCodec.Read(last.Bytes.Span).Actor.Name.ShouldBe("mallory");
    }

    [Fact]
    public async Task Invitation_ThatWasWrittenOrChanged_InvitesNobodyAndIsTold()
    {
        var token = (await _harness.Accounts.InviteAsync(_ada, [Role.Reviewer], TimeSpan.FromHours(1)))!;
        var forged = Tokens.New();
        _harness.Sql($"""
            UPDATE Invitations SET Roles = 'Lead' WHERE TokenHash = '{Tokens.Hash(token)}';
            INSERT INTO Invitations (Id, TokenHash, Roles, First, CreatedAt, ExpiresAt, MadeBy) SELECT 'forged', '{Tokens.Hash(forged)}', 'Lead', 0, CreatedAt, ExpiresAt, 'ada' FROM Invitations WHERE TokenHash = '{Tokens.Hash(token)}';
            """);

        foreach (var bad in new[] { token, forged })
        {
            (await _harness.Accounts.FindInvitationAsync(bad)).ShouldBeNull();
            (await _harness.Accounts.RegisterAsync(bad, "eve", AccountsHarness.Password)).AccountId.ShouldBeNull();
        }

        Verify().Faults.Select(f => f.What).ShouldBe(["roles", "invitation"], ignoreOrder: true);
    }

    [Fact]
    public async Task Invitation_ThatWasUsed_CannotBeMadeFresh()
    {
        var token = (await _harness.Accounts.InviteAsync(_ada, [Role.Reviewer], TimeSpan.FromHours(1)))!;
        (await _harness.Accounts.RegisterAsync(token, "grace", AccountsHarness.Password)).Errors.ShouldBeEmpty();
        _harness.Sql("UPDATE Invitations SET UsedAt = NULL");

        (await _harness.Accounts.RegisterAsync(token, "eve", AccountsHarness.Password)).AccountId.ShouldBeNull();
        Verify().Faults.ShouldAllBe(f => f.What == "use" && f.Found == "it can be used again");
    }

    [Theory]
    [InlineData("UPDATE AspNetUsers SET UserName = 'ada' WHERE NormalizedUserName = 'MALLORY'", "name")]
    [InlineData("UPDATE AspNetUsers SET NormalizedUserName = 'OTHER' WHERE NormalizedUserName = 'MALLORY'", "name to sign in with")]
    [InlineData("UPDATE AspNetUsers SET SecurityStamp = 'AAAA' WHERE NormalizedUserName = 'MALLORY'", "security stamp, SHA-256")]
    [InlineData("DELETE FROM AspNetUserRoles; DELETE FROM AspNetUsers WHERE NormalizedUserName = 'MALLORY'", "account")]
    [InlineData("UPDATE AspNetRoles SET Name = 'Lead', NormalizedName = 'LEADER' WHERE Id = 'Reviewer'", "its row")]
    [InlineData("INSERT INTO AspNetUserClaims (UserId, ClaimType, ClaimValue) SELECT Id, 'role', 'Lead' FROM AspNetUsers", "rows")]
    [InlineData("INSERT INTO AspNetRoleClaims (RoleId, ClaimType, ClaimValue) VALUES ('Reviewer', 'role', 'Lead')", "rows")]
    public void Row_ThatWasChanged_IsTold(string sql, string what)
    {
        _harness.Sql(sql);
        Verify().Faults.ShouldContain(f => f.What == what);
    }

    [Fact]
    public async Task Claim_ThatWasWrittenIntoTheTable_IsNoRole()
    {
        _harness.Sql($"INSERT INTO AspNetUserClaims (UserId, ClaimType, ClaimValue) VALUES ('{_mallory}', "
            + "'http://schemas.microsoft.com/ws/2008/06/identity/claims/role', 'Lead')");
        (await RolesOfCookieAsync(_mallory)).ShouldBe(["Reviewer"]);
    }

    [Fact]
    public async Task Entry_OfANewerVersion_LeavesAccountsUncovered()
    {
        await AppendAsync(new Dictionary<string, string> { ["type"] = "key-registered" });

        var report = Verify();
        report.Faults.ShouldHaveSingleItem().What.ShouldBe("event");
        report.Uncovered.ShouldBe(["accounts: their stream holds an entry that cannot be read"]);
        (await _harness.Accounts.FindAsync(_mallory)).ShouldNotBeNull();
    }

    [Theory]
    [InlineData("""{"accountId":"somebody"}""")]
    [InlineData("""{"type":"tries-forgiven"}""")]
    [InlineData("""{"type":"roles-changed","accountId":"somebody"}""")]
    [InlineData("""{"type":"invitation-made","invitationId":"one","expiresAt":"2026-01-31T21:00:00Z"}""")]
    [InlineData("""{"type":"signed-in","accountId":null,"from":"192.0.2.1"}""")]
    [InlineData("7")]
    public async Task Entry_ThatSaysNothing_StopsNoSignInAndIsTold(string data)
    {
        await AppendAsync(JsonDocument.Parse(data).RootElement);

        (await _harness.SignInAsync("ada")).Account.ShouldNotBeNull();
        (await _harness.SignInAsync("mallory", "a wrong one, this is")).Account.ShouldBeNull();
        (await _harness.SignInAsync("mallory", Theirs)).Account.ShouldNotBeNull();
        Verify().Faults.ShouldContain(f => f.What == "event");
    }

    [Fact]
    public async Task Database_OfBeforeDigests_VerifiesAndSaysWhatIsNotCovered()
    {
        await using var old = await OldDatabase.StartAsync();

        var report = DatabaseCheck.Run(old.File, [], new(), new Progress<VerifyProgress>(), CancellationToken.None);
        report.Faults.ShouldBeEmpty();
        report.Uncovered.ShouldContain("account ada: the password hash");
        (await old.SignInAsync(OldDatabase.Name, OldDatabase.Password)).Account.ShouldNotBeNull();
        var ada = (await old.Accounts.ListAsync()).Single(a => a.Name == OldDatabase.Name);
        (await old.Accounts.FindAsync(ada.Id))!.Roles.ShouldBe([Role.Operator, Role.Lead], ignoreOrder: true);

        (await old.SignInsAsync(s => s.ChangePasswordAsync(ada.Id, OldDatabase.Password, Theirs))).ShouldBeEmpty();
        DatabaseCheck.Run(old.File, [], new(), new Progress<VerifyProgress>(), CancellationToken.None).Uncovered
            .ShouldNotContain("account ada: the password hash");
    }

    // An entry as the server would chain it.
    private async Task AppendAsync<T>(T data)
    {
        var last = await _harness.Store.ReadLedgerAsync().LastAsync();
        var entry = LedgerCodec.Write(last.Sequence + 1, last.Hash, "accounts", last.Hash, _harness.Time.GetUtcNow(), Actor.System, data);
        _harness.Sql($"INSERT INTO ledger (Seq, Stream, Hash, Bytes) VALUES ({entry.Sequence}, 'accounts', '{entry.Hash}', "
            + $"x'{Convert.ToHexString(entry.Bytes.Span)}')");
    }

    private VerifyReport Verify()
    {
        SqliteConnection.ClearAllPools();
        return DatabaseCheck.Run(_harness.File, [], new(), new Progress<VerifyProgress>(), CancellationToken.None);
    }

    private void Fault(string where, string what, string expected, string found) =>
        Verify().Faults.ShouldHaveSingleItem().ShouldBe(new(where, what, expected, found));

    private async Task<string[]> RolesOfCookieAsync(string accountId)
    {
        await using var scope = _harness.Services.CreateAsyncScope();
        var account = await scope.ServiceProvider.GetRequiredService<UserManager<Account>>().FindByIdAsync(accountId);
        var person = await scope.ServiceProvider.GetRequiredService<IUserClaimsPrincipalFactory<Account>>().CreateAsync(account!);
        return [.. person.FindAll(System.Security.Claims.ClaimTypes.Role).Select(c => c.Value)];
    }
}
