namespace Dashboard.Engine.Ports;

/// <summary>Content that entries name by its digest: pinned files and attachments.</summary>
public interface IBlobStore
{
    /// <summary>The content with this SHA-256; null when there is none.</summary>
    Task<byte[]?> ReadBlobAsync(string digest, CancellationToken cancellation = default);
}
