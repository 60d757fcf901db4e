namespace Dashboard.Storage.Database;

/// <summary>Content by its digest: pinned files and attachments. Append-only.</summary>
internal sealed class BlobRow
{
    public string Digest { get; set; } = "";

    public byte[] Bytes { get; set; } = [];
}
