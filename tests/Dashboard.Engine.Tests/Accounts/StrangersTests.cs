using Dashboard.Core.Accounts;
using Dashboard.Core.Gates;
using Dashboard.Engine.Accounts;
using Dashboard.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Engine.Tests.Accounts;

/// <summary>Wrong passwords from anybody keep out whoever sends them, and nobody else.</summary>
public sealed class StrangersTests
{
    private const string Home = "192.0.2.10", Wrong = "not the right password";

    // More than strangers have; each costs a password hash.
    private const int Guesses = 30;

    private static readonly KnownDevice Laptop = new("", "laptop");

    [Fact]
    public async Task Owner_AtTheirUsualAddress_SignsInWhateverStrangersDo()
    {
        await using var harness = await StorageHarness.StartAsync();
        await harness.FirstAsync();
        (await harness.SignInAsync("ada", from: Home)).Account.ShouldNotBeNull();

        await GuessAsync(harness);

        (await harness.SignInAsync("ada", from: Home)).Account.ShouldNotBeNull();
    }

    [Fact]
    public async Task Owner_WithAKnownDeviceOnTheGuessersOwnAddress_SignsIn()
    {
        await using var harness = await StorageHarness.StartAsync();
        var id = await harness.FirstAsync();
        for (var i = 0; i < 30; i++)
            await harness.SignInAsync("ada", Wrong, Home);

        (await harness.SignInAsync("ada", from: Home, device: Laptop with { AccountId = id })).Account.ShouldNotBeNull();
    }

    // The negative control of both: who is known by nothing waits with the strangers, and so does who brings another account's device.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Owner_KnownByNothing_WaitsForTheStrangersAllowance(bool withAnotherAccountsDevice)
    {
        await using var harness = await StorageHarness.StartAsync();
        var lead = await harness.FirstAsync();
        var other = await harness.FurtherAsync(lead, "grace", Role.Reviewer);
        var device = withAnotherAccountsDevice ? Laptop with { AccountId = other } : null;
        await GuessAsync(harness);

        (await harness.SignInAsync("ada", from: Home, device: device)).Account.ShouldBeNull();
        harness.Time.Advance(SignInThrottle.StrangersEvery);
        (await harness.SignInAsync("ada", from: Home, device: device)).Account.ShouldNotBeNull();
    }

    [Fact]
    public async Task Guesses_AtOnceFromAsManyAddresses_AreLookedAtTwentyTimes()
    {
        await using var harness = await StorageHarness.StartAsync();
        await harness.FirstAsync();

        await GuessAsync(harness);

        var reasons = (await harness.EventsAsync()).OfType<SignInFailed>().GroupBy(e => e.Reason).ToDictionary(g => g.Key, g => g.Count());
        reasons["wrong password"].ShouldBe(SignInThrottle.Strangers);
        reasons["too many tries"].ShouldBe(Guesses - SignInThrottle.Strangers);
    }

    [Fact]
    public async Task Tries_ThousandsAtOnceFromAsManyAddresses_AreBoundedForEachAccount()
    {
        var throttle = new SignInThrottle(new FakeTimeProvider());
        var looked = 0;

        await Parallel.ForAsync(0, 10_000, (i, _) =>
        {
            if (throttle.TryTake(new("ada", 0, $"10.{i / 65536}.{i / 256 % 256}.{i % 256}", Known: false)))
                Interlocked.Increment(ref looked);
            return ValueTask.CompletedTask;
        });

        (looked, throttle.Count).ShouldBe((SignInThrottle.Strangers, SignInThrottle.Strangers));
    }

    [Fact]
    public void Tries_ForADayFromEverNewAddresses_AreBoundedAndForgotten()
    {
        var time = new FakeTimeProvider();
        var throttle = new SignInThrottle(time);
        var (looked, most) = (0, 0);
        for (var i = 0; i < 24 * 60; i++)
        {
            time.Advance(TimeSpan.FromMinutes(1));
            for (var n = 0; n < 5; n++)
                looked += throttle.TryTake(new("ada", 0, $"10.{n}.{i / 256}.{i % 256}", Known: false)) ? 1 : 0;
            most = Math.Max(most, throttle.Count);
        }

        looked.ShouldBeLessThanOrEqualTo(SignInThrottle.Strangers + (24 * 12));
        most.ShouldBeLessThan(60);
    }

    [Fact]
    public async Task Device_WithWrongPasswords_WaitsByItself()
    {
        await using var harness = await StorageHarness.StartAsync();
        var id = await harness.FirstAsync();
        var device = Laptop with { AccountId = id };
        for (var i = 0; i < SignInThrottle.Free; i++)
            await harness.SignInAsync("ada", Wrong, Home, device);

        (await harness.SignInAsync("ada", from: "192.0.2.99", device: device)).Account.ShouldBeNull();
        (await harness.SignInAsync("ada", from: Home)).Account.ShouldNotBeNull();
    }

    [Fact]
    public async Task Session_OfTheOnlyLead_StaysWhileStrangersGuess()
    {
        await using var harness = await StorageHarness.StartAsync();
        var id = await harness.FirstAsync();
        var stamp = harness.Stamp(id);

        await GuessAsync(harness);

        (await harness.Accounts.FindAsync(id, stamp)).ShouldNotBeNull().Roles.ShouldContain(Role.Lead);
    }

    [Fact]
    public async Task Unlock_BesideTheServer_LetsTheOwnerInAtOnceAndIsOnTheLedger()
    {
        await using var harness = await StorageHarness.StartAsync();
        var id = await harness.FirstAsync();
        for (var i = 0; i < 10; i++)
            await harness.SignInAsync("ada", Wrong);
        await GuessAsync(harness);
        (await harness.SignInAsync("ada")).Account.ShouldBeNull();

        await using (var shell = harness.Compose())
            (await shell.GetRequiredService<AccountRecovery>().UnlockAsync("ADA", leadLock: false, "the command line (root)"))
                .ShouldBe(RecoveryAnswer.Done);

        (await harness.EventsAsync()).Last().ShouldBe(new TriesForgiven(id));
        (await harness.SignInAsync("ada")).Account.ShouldNotBeNull();
    }

    [Fact]
    public async Task Unlock_LockedByALead_TakesThatOffOnlyWhenAsked()
    {
        await using var harness = await StorageHarness.StartAsync();
        var lead = await harness.FirstAsync();
        var grace = await harness.FurtherAsync(lead, "grace", Role.Operator);
        (await harness.Accounts.SetLockedAsync(lead, grace, locked: true, "account taken over")).ShouldBeEmpty();
        var recovery = harness.Services.GetRequiredService<AccountRecovery>();

        (await recovery.UnlockAsync("nobody", leadLock: true, "root")).ShouldBe(RecoveryAnswer.NoSuchAccount);
        (await recovery.UnlockAsync("grace", leadLock: false, "root")).ShouldBe(RecoveryAnswer.LockedByLead);
        (await harness.Accounts.FindAsync(grace)).ShouldBeNull();
        (await recovery.UnlockAsync("grace", leadLock: true, "root")).ShouldBe(RecoveryAnswer.Done);
        (await harness.Accounts.FindAsync(grace)).ShouldNotBeNull();
        (await harness.EventsAsync()).Last().ShouldBe(new AccountUnlocked(grace));
    }

    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7")]
    [InlineData("::ffff:192.0.2.7", "192.0.2.7")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64")]
    [InlineData("unknown", "unknown")]
    [InlineData(null, "unknown")]
    public void AddressPrefix_IsOneForWhoeverHasTheAddress(string? address, string prefix) => AddressPrefix.Of(address).ShouldBe(prefix);

    private static Task GuessAsync(StorageHarness harness) => Task.WhenAll(Enumerable.Range(0, Guesses).Select(i => Task.Run(
        () => harness.SignInAsync("ada", $"{Wrong} {i}", $"198.51.{i / 250}.{i % 250}"))));
}
