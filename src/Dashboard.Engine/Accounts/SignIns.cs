using System.Collections.Immutable;
using Dashboard.Core.Accounts;
using Dashboard.Core.Runs;
using Dashboard.Engine.Ports;
using Microsoft.AspNetCore.Identity;

namespace Dashboard.Engine.Accounts;

/// <summary>What came of a try to sign in.</summary>
/// <param name="Account">Who may be signed in; null when nobody may.</param>
/// <param name="Problem">What to tell the person; null when they may be signed in.</param>
public sealed record SignInAnswer(Account? Account, string? Problem);

/// <summary>A browser that has signed in to an account before, as a signed cookie of the host says.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="DeviceId">The browser.</param>
public sealed record KnownDevice(string AccountId, string DeviceId);

/// <summary>
/// Passwords, and what the ledger keeps of their use. It sets no cookie: the host signs the account in with
/// <c>SignInManager.SignInAsync(answer.Account, …)</c>, and a cookie carries the account's security stamp from then on.
/// </summary>
public sealed class SignIns
{
    /// <summary>
    /// The one answer to a wrong name, a wrong password and too many tries, so that none of them tells which names exist.
    /// </summary>
    public const string Refused = "Wrong name or password, or too many attempts. After five failed attempts, wait one minute; each further "
        + "failure doubles the wait, up to 15 minutes.";

    /// <summary>What the right password of an account gets that a lead has locked.</summary>
    public const string Locked = "This account is locked. Ask a lead.";

    // Where the tries of an open page are counted: they come from somebody who is signed in.
    private const string ChangeOfPassword = "a change of the password";

    // A hash of nothing anybody knows: names that do not exist must take as long as those that do.
    private static readonly string Dummy = new PasswordHasher<Account>().HashPassword(new Account(), Tokens.New());

    private readonly UserManager<Account> _users;
    private readonly IAccountTables _tables;
    private readonly IAccountChanges _changes;
    private readonly ILedgerStore _ledger;
    private readonly AccountLedger _record;
    private readonly AccountHistory _history;
    private readonly SignInThrottle _throttle;
    private readonly TimeProvider _time;

    internal SignIns(
        UserManager<Account> users, IAccountTables tables, IAccountChanges changes, ILedgerStore ledger, AccountLedger record,
        AccountHistory history,
        SignInThrottle throttle, TimeProvider time) =>
        (_users, _tables, _changes, _ledger, _record, _history, _throttle, _time) =
            (users, tables, changes, ledger, record, history, throttle, time);

    /// <summary>
    /// Checks a name and a password, and records the sign-in or its failure. Each try is counted before the password is looked
    /// at, so that guesses made at the same time count, too.
    /// </summary>
    /// <param name="name">The account's name.</param>
    /// <param name="password">The password.</param>
    /// <param name="from">The address they come from.</param>
    /// <param name="device">The browser, when it has signed in before; null when it has not, or does not say.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<SignInAnswer> CheckPasswordAsync(
        string name, string password, string from, KnownDevice? device = null, CancellationToken cancellation = default)
    {
        var key = _users.NormalizeName(name.Trim());
        var account = await _tables.FindByNameAsync(key, cancellation);
        var attempt = await AttemptAsync(account?.Id ?? "", from, device, cancellation);
        var mayTry = account is not null && _throttle.TryTake(attempt);
        var right = Verify(mayTry ? account : null, password);
        // The table alone lets nobody in: somebody may have written the account into it, or taken its lock off.
        var recorded = Recorded(account?.Id ?? "");
        var failure = account is null ? "unknown name"
            : !mayTry ? "too many tries"
            : recorded is null ? "not on the record"
            : !right ? "wrong password"
                : account.LockedBecause is not null || recorded.Locked ? "locked" : null;
        if (right)
            _throttle.Forgive(attempt);
        if (failure is not null)
        {
            await _ledger.AppendAsync(Actor.System, new SignInFailed(account?.Id, from, failure), cancellation);
            return new(null, right && mayTry ? Locked : Refused);
        }

        var now = _time.GetUtcNow();
        await using var change = await _changes.BeginAsync(cancellation);
        await change.SetLastSignInAsync(account!.Id, now, cancellation);
        change.Record(new Actor(account!.Id, recorded!.Name), new SignedIn(account.Id, from));
        await change.CommitAsync(cancellation);
        return new(account, null);
    }

    /// <summary>Ends every session of an account: all its cookies and open pages, not just those of one browser.</summary>
    public async Task SignOutAsync(string accountId, CancellationToken cancellation = default)
    {
        await using var change = await _changes.BeginAsync(cancellation);
        if (await _users.FindByIdAsync(accountId) is not { } account)
            return;
        await _users.UpdateSecurityStampAsync(account);
        change.Record(new Actor(account.Id, Recorded(account.Id)?.Name ?? account.UserName!), new SignedOut(account.Id));
        await change.CommitAsync(cancellation);
    }

    /// <summary>Changes a password and ends every session. The host signs the account in anew to keep the browser that asked.</summary>
    /// <returns>What is in the way, in sentences that say what to write instead; empty when it was done.</returns>
    public async Task<ImmutableArray<string>> ChangePasswordAsync(
        string accountId, string current, string fresh, CancellationToken cancellation = default)
    {
        if (await _tables.FindAsync(accountId, cancellation) is not { } account
            || Recorded(accountId) is not { Locked: false } recorded)
            return ["Account not found."];
        if (PasswordRules.Problem(account.UserName!, fresh) is { } weak)
            return [weak];
        // Counted like a sign-in: an open page must be no way to guess the password.
        var attempt = new SignInTry(accountId, (await _history.SignInAsync(accountId, "", cancellation)).Forgiven,
            ChangeOfPassword, Known: true);
        if (!_throttle.TryTake(attempt))
            return ["Too many failed attempts. Wait one minute; each further failure doubles the wait, up to 15 minutes."];
        if (!Verify(account, current))
            return ["The current password is wrong."];
        _throttle.Forgive(attempt);
        await using var change = await _changes.BeginAsync(cancellation);
        if (await _users.ChangePasswordAsync((await _users.FindByIdAsync(accountId))!, current, fresh) is { Succeeded: false } failed)
            return [.. failed.Errors.Select(e => e.Description)];
        change.Record(new Actor(account.Id, recorded.Name), new PasswordChanged(account.Id));
        await change.CommitAsync(cancellation);
        return [];
    }

    private RecordedAccount? Recorded(string accountId) => _record.Read().Accounts.GetValueOrDefault(accountId);

    private bool Verify(Account? account, string password) =>
        _users.PasswordHasher.VerifyHashedPassword(account ?? new Account(), account?.PasswordHash ?? Dummy, password)
            is not PasswordVerificationResult.Failed && account is not null;

    // Names that do not exist ask the same questions: the time an answer takes tells nothing.
    private async Task<SignInTry> AttemptAsync(string accountId, string from, KnownDevice? device, CancellationToken cancellation)
    {
        var (usual, forgiven) = await _history.SignInAsync(accountId, from, cancellation);
        return device is not null && device.AccountId == accountId
            ? new(accountId, forgiven, $"device {device.DeviceId}", Known: true)
            : new(accountId, forgiven, AddressPrefix.Of(from), usual);
    }
}
