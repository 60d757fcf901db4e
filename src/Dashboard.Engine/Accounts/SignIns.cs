using System.Collections.Immutable;
using Dashboard.Core.Runs;
using Dashboard.Engine.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Engine.Accounts;

/// <summary>What came of a try to sign in.</summary>
/// <param name="Account">Who may be signed in; null when nobody may.</param>
/// <param name="Problem">What to tell the person; null when they may be signed in.</param>
public sealed record SignInAnswer(Account? Account, string? Problem);

/// <summary>
/// Passwords, and what the ledger keeps of their use. It sets no cookie: the host signs the account in with
/// <c>SignInManager.SignInAsync(answer.Account, …)</c>, and a cookie carries the account's security stamp from then on.
/// </summary>
public sealed class SignIns(UserManager<Account> users, EvidenceDbContext context, ILedgerStore ledger, TimeProvider time)
{
    /// <summary>The one answer to a wrong name, a wrong password and too many tries, so that none of them tells which names exist.</summary>
    public const string Refused = "The name or the password is wrong, or there were too many tries. After five wrong ones an account rests for 15 minutes.";

    /// <summary>What the right password of an account gets that a lead has locked.</summary>
    public const string Locked = "This account is locked. Ask a lead.";

    // A hash of nothing anybody knows: names that do not exist must take as long as those that do.
    private static readonly string Dummy = new PasswordHasher<Account>().HashPassword(new Account(), Tokens.New());

    /// <summary>
    /// Checks a name and a password, and records the sign-in or its failure. Each try is counted before the password is looked
    /// at, so that guesses made at the same time count, too.
    /// </summary>
    /// <param name="name">The account's name.</param>
    /// <param name="password">The password.</param>
    /// <param name="from">The address they come from.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<SignInAnswer> CheckPasswordAsync(string name, string password, string from, CancellationToken cancellation = default)
    {
        var key = users.NormalizeName(name.Trim());
        var account = await context.Users.AsNoTracking().FirstOrDefaultAsync(a => a.NormalizedUserName == key, cancellation);
        var mayTry = account is not null && await CountTryAsync(account.Id, cancellation);
        var right = Verify(mayTry ? account : null, password);
        var failure = account is null ? "unknown name" : !mayTry ? "too many tries" : !right ? "wrong password" : account.LockedBecause is not null ? "locked" : null;
        if (failure is not null)
        {
            await ledger.AppendAsync(Actor.System, new SignInFailed(account?.Id, from, failure), cancellation);
            return new(null, right && mayTry ? Locked : Refused);
        }

        await ForgiveAsync(account!.Id, time.GetUtcNow(), cancellation);
        await ledger.AppendAsync(new Actor(account.Id, account.UserName!), new SignedIn(account.Id, from), cancellation);
        return new(account, null);
    }

    /// <summary>Ends every session of an account: all its cookies and open pages, not just those of one browser.</summary>
    public async Task SignOutAsync(string accountId, CancellationToken cancellation = default)
    {
        if (await users.FindByIdAsync(accountId) is not { } account)
            return;
        await users.UpdateSecurityStampAsync(account);
        await ledger.AppendAsync(new Actor(account.Id, account.UserName!), new SignedOut(account.Id), cancellation);
    }

    /// <summary>Changes a password and ends every session. The host signs the account in anew to keep the browser that asked.</summary>
    /// <returns>What is in the way, in sentences that say what to write instead; empty when it was done.</returns>
    public async Task<ImmutableArray<string>> ChangePasswordAsync(
        string accountId, string current, string fresh, CancellationToken cancellation = default)
    {
        if (await context.Users.AsNoTracking().FirstOrDefaultAsync(a => a.Id == accountId, cancellation) is not { } account)
            return ["There is no such account."];
        if (PasswordRules.Problem(account.UserName!, fresh) is { } weak)
            return [weak];
        // Counted like a sign-in: an open page must be no way to guess the password.
        if (!await CountTryAsync(accountId, cancellation))
            return ["There were too many wrong tries. Wait for 15 minutes."];
        if (!Verify(account, current))
            return ["The current password is wrong."];
        await ForgiveAsync(accountId, account.LastSignIn, cancellation);
        if (await users.ChangePasswordAsync((await users.FindByIdAsync(accountId))!, current, fresh) is { Succeeded: false } failed)
            return [.. failed.Errors.Select(e => e.Description)];
        await ledger.AppendAsync(new Actor(account.Id, account.UserName!), new PasswordChanged(account.Id), cancellation);
        return [];
    }

    private bool Verify(Account? account, string password) =>
        users.PasswordHasher.VerifyHashedPassword(account ?? new Account(), account?.PasswordHash ?? Dummy, password)
            is not PasswordVerificationResult.Failed && account is not null;

    // Identity's own count is read and written in two steps, and takes the time from the system clock.
    private async Task<bool> CountTryAsync(string accountId, CancellationToken cancellation)
    {
        await using var transaction = await context.Database.BeginTransactionAsync(cancellation);
        var account = await context.Users.AsNoTracking().FirstAsync(a => a.Id == accountId, cancellation);
        var (now, limits) = (time.GetUtcNow(), users.Options.Lockout);
        if (account.LockoutEnd > now)
            return false;
        var last = account.AccessFailedCount + 1 >= limits.MaxFailedAccessAttempts;
        var (count, end) = last ? (0, now + limits.DefaultLockoutTimeSpan) : (account.AccessFailedCount + 1, (DateTimeOffset?)null);
        await context.Users.Where(a => a.Id == accountId).ExecuteUpdateAsync(
            s => s.SetProperty(a => a.AccessFailedCount, count).SetProperty(a => a.LockoutEnd, end), cancellation);
        await transaction.CommitAsync(cancellation);
        return true;
    }

    private Task<int> ForgiveAsync(string accountId, DateTimeOffset? signedIn, CancellationToken cancellation) =>
        context.Users.Where(a => a.Id == accountId).ExecuteUpdateAsync(
            s => s.SetProperty(a => a.AccessFailedCount, 0).SetProperty(a => a.LockoutEnd, (DateTimeOffset?)null).SetProperty(a => a.LastSignIn, signedIn),
            cancellation);
}
