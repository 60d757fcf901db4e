using Dashboard.Core.Runs;

namespace Dashboard.Engine.Storage;

/// <summary>A ledger entry, as its exact bytes. Append-only.</summary>
internal sealed class LedgerRow
{
    public long Seq { get; set; }

    public string Stream { get; set; } = "";

    public string Hash { get; set; } = "";

    public byte[] Bytes { get; set; } = [];
}

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

/// <summary>Content by its digest: pinned files and attachments. Append-only.</summary>
internal sealed class BlobRow
{
    public string Digest { get; set; } = "";

    public byte[] Bytes { get; set; } = [];
}

/// <summary>A run in lists: a projection of its events.</summary>
internal sealed class RunRow
{
    public string RunId { get; set; } = "";

    public long Number { get; set; }

    public string Slug { get; set; } = "";

    public string Title { get; set; } = "";

    public string Target { get; set; } = "";

    public RunMode Mode { get; set; }

    public string RunbookDigest { get; set; } = "";

    public string? ChangeReference { get; set; }

    public string OpenedBy { get; set; } = "";

    /// <summary>In ticks of 100 ns, UTC.</summary>
    public long OpenedAt { get; set; }

    /// <summary>In ticks of 100 ns, UTC; null while the run is open.</summary>
    public long? ClosedAt { get; set; }

    public RunResult? Result { get; set; }
}

/// <summary>An attempt in lists: a projection of its events.</summary>
internal sealed class AttemptRow
{
    public string AttemptId { get; set; } = "";

    public string RunId { get; set; } = "";

    public string StepId { get; set; } = "";

    public int Number { get; set; }

    public string By { get; set; } = "";

    /// <summary>In ticks of 100 ns, UTC.</summary>
    public long StartedAt { get; set; }

    /// <summary>In ticks of 100 ns, UTC; null while it runs.</summary>
    public long? EndedAt { get; set; }

    /// <summary>Null while it runs.</summary>
    public Outcome? Outcome { get; set; }
}
