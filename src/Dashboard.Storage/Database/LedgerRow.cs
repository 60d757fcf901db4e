namespace Dashboard.Storage.Database;

/// <summary>A ledger entry, as its exact bytes. Append-only.</summary>
internal sealed class LedgerRow
{
    public long Seq { get; set; }

    public string Stream { get; set; } = "";

    public string Hash { get; set; } = "";

    public byte[] Bytes { get; set; } = [];
}
