namespace Dashboard.Engine.Accounts;

/// <summary>Where a try to sign in comes from.</summary>
/// <param name="AccountId">The account that is tried.</param>
/// <param name="Forgiven">The ledger entry at which its wrong tries were last forgiven; what was counted before it is void.</param>
/// <param name="Source">The device that has signed in to this account before, else the sender's address.</param>
/// <param name="Known">Whether this device or address has signed in to this account before.</param>
internal sealed record SignInTry(string AccountId, long Forgiven, string Source, bool Known);

/// <summary>
/// How often a password may be tried. Wrong tries make their own sender wait, longer each time. Strangers share one small allowance for
/// each account, however many addresses they have; whoever has signed in from the same device or address before does not depend on it, so
/// nobody's guesses lock a person out (OWASP, “Device cookies”). Only tries that are looked at are remembered: its memory has a bound.
/// </summary>
internal sealed class SignInThrottle(TimeProvider time)
{
    /// <summary>How many wrong tries a sender has before it waits.</summary>
    public const int Free = 5;

    /// <summary>How many tries all strangers together have at once, for one account.</summary>
    public const int Strangers = 20;

    /// <summary>The wait after the last free try; it doubles with each further one.</summary>
    public static readonly TimeSpan FirstWait = TimeSpan.FromMinutes(1);

    /// <summary>No wait is longer.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(15);

    /// <summary>How long it takes until the strangers have one more try.</summary>
    public static readonly TimeSpan StrangersEvery = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan Remembered = TimeSpan.FromHours(2);

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Account, long Forgiven, string Source), Sender> _senders = [];
    private readonly Dictionary<(string Account, long Forgiven), Allowance> _strangers = [];
    private DateTimeOffset _swept;

    /// <summary>How many senders it remembers.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _senders.Count;
        }
    }

    /// <summary>Takes a try, before the password is looked at: guesses that are made at the same time count, too.</summary>
    /// <returns>Whether the password may be looked at.</returns>
    public bool TryTake(SignInTry attempt)
    {
        var now = time.GetUtcNow();
        lock (_gate)
        {
            Sweep(now);
            var sender = _senders.GetValueOrDefault(KeyOf(attempt));
            if (sender.Until > now || (!attempt.Known && !TakeOfStrangers(attempt, now)))
                return false;
            var count = sender.Count + 1;
            _senders[KeyOf(attempt)] = new(count, now, count < Free ? default : now + Wait(count));
            return true;
        }
    }

    /// <summary>The password was right: the sender begins anew, and a stranger's try is given back.</summary>
    public void Forgive(SignInTry attempt)
    {
        lock (_gate)
        {
            _senders.Remove(KeyOf(attempt));
            if (!attempt.Known && _strangers.TryGetValue((attempt.AccountId, attempt.Forgiven), out var left))
                _strangers[(attempt.AccountId, attempt.Forgiven)] = left with { Left = Math.Min(Strangers, left.Left + 1) };
        }
    }

    private static TimeSpan Wait(int count)
    {
        var wait = FirstWait * Math.Pow(2, Math.Min(count - Free, 10));
        return wait > LongestWait ? LongestWait : wait;
    }

    private static (string, long, string) KeyOf(SignInTry attempt) => (attempt.AccountId, attempt.Forgiven, attempt.Source);

    private bool TakeOfStrangers(SignInTry attempt, DateTimeOffset now)
    {
        var key = (attempt.AccountId, attempt.Forgiven);
        var allowance = _strangers.GetValueOrDefault(key, new(Strangers, now));
        var more = (long)((now - allowance.At) / StrangersEvery);
        allowance = allowance.Left + more >= Strangers
            ? new(Strangers, now)
            : new(allowance.Left + more, allowance.At + (more * StrangersEvery));
        _strangers[key] = allowance with { Left = Math.Max(0, allowance.Left - 1) };
        return allowance.Left > 0;
    }

    private void Sweep(DateTimeOffset now)
    {
        if (now - _swept < FirstWait)
            return;
        _swept = now;
        foreach (var (key, _) in _senders.Where(s => now - s.Value.At > Remembered).ToArray())
            _senders.Remove(key);
        foreach (var (key, _) in _strangers.Where(s => now - s.Value.At > Strangers * StrangersEvery).ToArray())
            _strangers.Remove(key);
    }

    private readonly record struct Sender(int Count, DateTimeOffset At, DateTimeOffset Until);

    private sealed record Allowance(long Left, DateTimeOffset At);
}
