using Dashboard.Core.Ledger;

namespace Dashboard.Engine.Ports;

/// <summary>Copies of the whole database, made beside a running server, and their restore.</summary>
public interface IBackup
{
    /// <summary>Makes a copy. It gets its name only once it is verified and on the disk.</summary>
    /// <param name="file">Where to; must not exist yet.</param>
    /// <param name="progress">Told now and then how far it is.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>What the verification of the copy found; there is a copy only when all is as it should be.</returns>
    /// <exception cref="StorageException">It could not be made.</exception>
    Task<VerifyReport> CreateAsync(string file, IProgress<VerifyProgress>? progress = null, CancellationToken cancellation = default);

    /// <summary>Puts a copy back. The server must not run; a database that is there is kept under another name.</summary>
    /// <param name="file">A copy that <see cref="CreateAsync"/> made.</param>
    /// <param name="progress">Told now and then how far it is.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>What the verification found, and where the database that was there lies now (null when there was none). Nothing was put
    /// back unless all is as it should be.</returns>
    /// <exception cref="StorageException">It could not be put back.</exception>
    Task<(VerifyReport Report, string? Kept)> RestoreAsync(string file, IProgress<VerifyProgress>? progress = null,
        CancellationToken cancellation = default);
}
