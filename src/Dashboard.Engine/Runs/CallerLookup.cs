using Dashboard.Core.Gates;
using Dashboard.Engine.Accounts;

namespace Dashboard.Engine.Runs;

/// <summary>Looks up who calls.</summary>
internal static class CallerLookup
{
    /// <summary>The person as of now, with the address they call from; null when they may not call any more.</summary>
    public static async Task<Person?> FindAsync(this IAccounts accounts, Caller caller, CancellationToken cancellation = default) =>
        await accounts.FindAsync(caller.AccountId, caller.SecurityStamp, cancellation) is { } person
            ? person with { Actor = person.Actor with { From = caller.From } }
            : null;
}
