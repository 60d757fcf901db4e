namespace Dashboard.Storage.Database;

/// <summary>A piece of masked output. Append-only.</summary>
internal sealed class OutputChunkRow
{
    public string AttemptId { get; set; } = "";

    public long Number { get; set; }

    public int Channel { get; set; }

    /// <summary>When it came, in ticks of 100 ns, UTC.</summary>
    public long At { get; set; }

    public byte[] Bytes { get; set; } = [];
}
