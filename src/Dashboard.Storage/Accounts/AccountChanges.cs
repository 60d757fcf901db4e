using Dashboard.Engine.Ports;
using Dashboard.Storage.Database;

namespace Dashboard.Storage.Accounts;

/// <summary>Begins changes on the context of its scope, which the <c>UserManager</c> writes to, too.</summary>
internal sealed class AccountChanges(EvidenceDbContext context, TimeProvider time) : IAccountChanges
{
    public async Task<IAccountChange> BeginAsync(CancellationToken cancellation = default) =>
        await AccountTransaction.BeginAsync(context, time, cancellation);
}
