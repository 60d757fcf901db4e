using Dashboard.Core.Ledger;

namespace Dashboard.Engine.Ports;

/// <summary>The database as a whole: made, brought up to date and checked at start, and held by one server at a time.</summary>
public interface IDatabase
{
    /// <summary>Whether there is a database.</summary>
    bool Exists { get; }

    /// <summary>Takes the database for this process, brings it up to date, and checks that it protects its evidence.</summary>
    /// <exception cref="StorageException">What is wrong, in words for people.</exception>
    Task InitialiseAsync(CancellationToken cancellation = default);

    /// <summary>Checks that there is a database that can be used beside a running server, for the command line.</summary>
    /// <exception cref="StorageException">There is none.</exception>
    void RequireExisting();
}
