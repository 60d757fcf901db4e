using Dashboard.Core.Ledger;

namespace Dashboard.Engine.Ports;

/// <summary>Begins changes of accounts. Of the same scope as the <c>UserManager</c>, whose changes are then part of them.</summary>
public interface IAccountChanges
{
    /// <summary>Begins, and waits until nobody else writes.</summary>
    /// <exception cref="StorageException">The database does not let it.</exception>
    Task<IAccountChange> BeginAsync(CancellationToken cancellation = default);
}
