using System.Collections.Immutable;
using Dashboard.Core.Accounts;
using Dashboard.Core.Gates;
using Dashboard.Core.Ledger;
using Dashboard.Core.Runs;
using Dashboard.Engine.Ports;

namespace Dashboard.Engine.Accounts;

/// <summary>
/// What the ledger's stream of accounts says of where accounts came from and how they sign in. Reads on from where it was at each question.
/// </summary>
internal sealed class AccountHistory(ILedgerStore ledger) : IDisposable
{
    // Home, work, phone, and some more: whoever signs in from everywhere has no usual address.
    private const int UsualAddresses = 8;

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Dictionary<string, string> _invitations = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _invitedBy = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _forgiven = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _lost = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ImmutableList<string>> _usual = new(StringComparer.Ordinal);
    private long _seen;

    /// <summary>
    /// How an approver's account and that of whoever runs the steps are tied by invitations, over any number of them; null when they are
    /// not.
    /// </summary>
    public Task<ApproverTie?> TieAsync(string approver, string runner, CancellationToken cancellation = default) => AskAsync<ApproverTie?>(
        () => IsAbove(runner, approver) ? ApproverTie.InvitedByRunner : IsAbove(approver, runner) ? ApproverTie.InvitedRunner : null,
        cancellation);

    /// <summary>All accounts that this one was invited by or has invited, over any number of invitations.</summary>
    public Task<ImmutableHashSet<string>> TiedAsync(string account, CancellationToken cancellation = default) => AskAsync(
        () => _invitedBy.Keys.Where(other => IsAbove(account, other)).Concat(Above(account)).ToImmutableHashSet(StringComparer.Ordinal),
        cancellation);

    /// <summary>
    /// How an account signs in: the senders of its latest good sign-ins, and the entry at which its wrong tries were last forgiven.
    /// </summary>
    public Task<(bool Usual, long Forgiven)> SignInAsync(string account, string from, CancellationToken cancellation = default) => AskAsync(
        () => (_usual.GetValueOrDefault(account)?.Contains(AddressPrefix.Of(from)) == true, _forgiven.GetValueOrDefault(account)),
        cancellation);

    /// <summary>
    /// The entry since which an account can have approved: the last at which it was locked or might not approve any more; 0 for none.
    /// </summary>
    public Task<long> LostAsync(string account, CancellationToken cancellation = default) =>
        AskAsync(() => _lost.GetValueOrDefault(account), cancellation);

    public void Dispose() => _turn.Dispose();

    private async Task<T> AskAsync<T>(Func<T> answer, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            foreach (var entry in await ledger.ReadStreamAfterAsync(LedgerStreams.Accounts, _seen, cancellation))
            {
                // First, so that whatever an entry holds stops nobody for longer than one question.
                _seen = entry.Sequence;
                if (LedgerCodec.TryRead(entry.Bytes.ToArray()) is { } content)
                    Take(entry.Sequence, content);
            }

            return answer();
        }
        finally
        {
            _turn.Release();
        }
    }

    private void Take(long sequence, LedgerContent content)
    {
        // An event that this version cannot read is null, and none of it is about what is asked here.
        switch (AccountEvents.Read(content))
        {
            case InvitationMade e when content.Actor.Id != Actor.System.Id:
                _invitations[e.InvitationId] = content.Actor.Id;
                break;
            case AccountCreated e when _invitations.TryGetValue(e.InvitationId, out var inviter):
                _invitedBy[e.AccountId] = inviter;
                break;
            case TriesForgiven e:
                _forgiven[e.AccountId] = sequence;
                break;
            case AccountLocked e:
                _lost[e.AccountId] = sequence;
                break;
            case RolesChanged e when !new Person(Actor.System, [.. e.After]).MayApprove:
                _lost[e.AccountId] = sequence;
                break;
            case SignedIn e when AddressPrefix.Of(e.From) is var from:
                var known = _usual.GetValueOrDefault(e.AccountId, []).Remove(from).Add(from);
                _usual[e.AccountId] = known.Count > UsualAddresses ? known.RemoveAt(0) : known;
                break;
            default:
                break;
        }
    }

    private bool IsAbove(string upper, string lower) => Above(lower).Contains(upper);

    // A ledger that was tampered with may hold a circle.
    private HashSet<string> Above(string account)
    {
        var above = new HashSet<string>(StringComparer.Ordinal);
        for (var at = account; _invitedBy.TryGetValue(at, out var inviter) && above.Add(inviter); at = inviter)
        {
        }

        return above;
    }
}
