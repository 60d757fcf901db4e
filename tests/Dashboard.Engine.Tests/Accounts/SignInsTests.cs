using Dashboard.Core.Accounts;
using Dashboard.Engine.Accounts;
using Dashboard.Testing;
using static Dashboard.Testing.AccountsHarness;

namespace Dashboard.Engine.Tests.Accounts;

public sealed class SignInsTests
{
    private const string Wrong = "not the right password";

    [Fact]
    public async Task CheckPassword_RightOne_GivesTheAccountAndIsOnTheLedger()
    {
        await using var harness = await StorageHarness.StartAsync();
        var id = await harness.FirstAsync();

        var answer = await harness.SignInAsync(" ADA ");

        answer.Problem.ShouldBeNull();
        answer.Account.ShouldNotBeNull().Id.ShouldBe(id);
        (await harness.Accounts.FindAsync(id, answer.Account.SecurityStamp)).ShouldNotBeNull();
        (await harness.EventsAsync()).Last().ShouldBe(new SignedIn(id, "127.0.0.1"));
    }

    [Fact]
    public async Task CheckPassword_WrongNameOrPassword_GetTheSameAnswerAndKeepNoName()
    {
        await using var harness = await StorageHarness.StartAsync();
        var id = await harness.FirstAsync();

        (await harness.SignInAsync("ada", Wrong)).ShouldBe(new SignInAnswer(null, SignIns.Refused));
        (await harness.SignInAsync("hunter2", Wrong)).ShouldBe(new SignInAnswer(null, SignIns.Refused));

        (await harness.EventsAsync()).OfType<SignInFailed>().ShouldBe(
            [new(id, "127.0.0.1", "wrong password"), new(null, "127.0.0.1", "unknown name")]);
    }

    [Fact]
    public async Task CheckPassword_WrongOnes_MakeTheirSenderWaitLongerEachTime()
    {
        await using var harness = await StorageHarness.StartAsync();
        var id = await harness.FirstAsync();
        for (var i = 0; i < SignInThrottle.Free; i++)
            await harness.SignInAsync("ada", Wrong);

        // Five are free; then a minute, doubled by each further one, and never more than fifteen.
        foreach (var minutes in new[] { 1, 2, 4, 8, 15, 15 })
        {
            harness.Time.Advance(TimeSpan.FromMinutes(minutes) - TimeSpan.FromSeconds(1));
            (await harness.SignInAsync("ada")).ShouldBe(new SignInAnswer(null, SignIns.Refused));
            (await harness.EventsAsync()).Last().ShouldBe(new SignInFailed(id, "127.0.0.1", "too many tries"));
            harness.Time.Advance(TimeSpan.FromSeconds(1));
            await harness.SignInAsync("ada", Wrong);
            (await harness.EventsAsync()).Last().ShouldBe(new SignInFailed(id, "127.0.0.1", "wrong password"));
        }

        harness.Time.Advance(SignInThrottle.LongestWait);
        (await harness.SignInAsync("ada")).Account.ShouldNotBeNull();
    }

    [Fact]
    public async Task CheckPassword_RightOneInBetween_StartsTheCountAnew()
    {
        await using var harness = await StorageHarness.StartAsync();
        await harness.FirstAsync();
        for (var i = 0; i < 8; i++)
            ((await harness.SignInAsync("ada", i == 4 ? Password : Wrong)).Account is not null).ShouldBe(i == 4);

        (await harness.SignInAsync("ada")).Account.ShouldNotBeNull();
    }

    [Fact]
    public async Task CheckPassword_ManyGuessesAtOnce_OnlyFiveAreLookedAt()
    {
        await using var harness = await StorageHarness.StartAsync();
        await harness.FirstAsync();

        await Task.WhenAll(Enumerable.Range(0, 30).Select(i => Task.Run(() => harness.SignInAsync("ada", $"{Wrong} {i}"))));

        var reasons = (await harness.EventsAsync()).OfType<SignInFailed>().GroupBy(e => e.Reason).ToDictionary(g => g.Key, g => g.Count());
        reasons["wrong password"].ShouldBe(5);
        reasons["too many tries"].ShouldBe(25);
    }

    [Fact]
    public async Task SignOut_OneBrowser_EndsEverySession()
    {
        await using var harness = await StorageHarness.StartAsync();
        var id = await harness.FirstAsync();
        var stamp = harness.Stamp(id);

        await harness.SignInsAsync(async s =>
        {
            await s.SignOutAsync(id);
            return true;
        });

        (await harness.Accounts.FindAsync(id, stamp)).ShouldBeNull();
        (await harness.Accounts.FindAsync(id)).ShouldNotBeNull();
        (await harness.EventsAsync()).Last().ShouldBe(new SignedOut(id));
    }

    [Fact]
    public async Task ChangePassword_RightCurrentOne_EndsSessionsAndTheOldPassword()
    {
        await using var harness = await StorageHarness.StartAsync();
        var id = await harness.FirstAsync();
        var stamp = harness.Stamp(id);

        (await harness.SignInsAsync(s => s.ChangePasswordAsync(id, Password, "another good long one"))).ShouldBeEmpty();

        (await harness.Accounts.FindAsync(id, stamp)).ShouldBeNull();
        (await harness.EventsAsync()).Last().ShouldBe(new PasswordChanged(id));
        (await harness.SignInAsync("ada")).Account.ShouldBeNull();
        (await harness.SignInAsync("ada", "another good long one")).Account.ShouldNotBeNull();
    }

    [Fact]
    public async Task ChangePassword_WrongCurrentOrWeakNewOne_ChangesNothing()
    {
        await using var harness = await StorageHarness.StartAsync();
        var id = await harness.FirstAsync();
        var stamp = harness.Stamp(id);

        (await harness.SignInsAsync(s => s.ChangePasswordAsync(id, Password, "short"))).ShouldNotBeEmpty();
        for (var i = 0; i < 5; i++)
            (await harness.SignInsAsync(s => s.ChangePasswordAsync(id, Wrong, "another good long one"))).ShouldHaveSingleItem()
                .ShouldContain("current");
        (await harness.SignInsAsync(s => s.ChangePasswordAsync(id, Password, "another good long one"))).ShouldHaveSingleItem()
            .ShouldContain("too many");

        (await harness.Accounts.FindAsync(id, stamp)).ShouldNotBeNull();
    }
}
