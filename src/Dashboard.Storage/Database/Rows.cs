using Dashboard.Core.Runbooks;
using Dashboard.Core.Runs;

namespace Dashboard.Storage.Database;

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

/// <summary>An attempt in lists: a projection of its events, with what the lists filter by.</summary>
internal sealed class AttemptRow
{
    /// <summary>The ledger number of its start: the order of lists, and what a page's cursor names.</summary>
    public long Seq { get; set; }

    public string AttemptId { get; set; } = "";

    public string RunId { get; set; } = "";

    public string Slug { get; set; } = "";

    public string RunbookDigest { get; set; } = "";

    public RunMode Mode { get; set; }

    public string StepId { get; set; } = "";

    public string Title { get; set; } = "";

    public StepKind? Kind { get; set; }

    public int Number { get; set; }

    public string Target { get; set; } = "";

    public string By { get; set; } = "";

    public string? ApprovalId { get; set; }

    /// <summary>In ticks of 100 ns, UTC.</summary>
    public long StartedAt { get; set; }

    /// <summary>In ticks of 100 ns, UTC; null while it runs.</summary>
    public long? EndedAt { get; set; }

    /// <summary>Null while it runs.</summary>
    public Outcome? Outcome { get; set; }

    /// <summary>Whether nobody saw it end, settled meanwhile or not.</summary>
    public bool WasUnknown { get; set; }

    /// <summary>Who settled its outcome, which was unknown; null when nobody did.</summary>
    public string? SettledBy { get; set; }

    /// <summary>Whether its output can be searched by now.</summary>
    public bool Indexed { get; set; }
}

/// <summary>An approval, or a rejected approval, in lists: a projection of its events.</summary>
internal sealed class ApprovalRow
{
    /// <summary>Its ledger number.</summary>
    public long Seq { get; set; }

    /// <summary>Null for a rejected approval.</summary>
    public string? ApprovalId { get; set; }

    public string RunId { get; set; } = "";

    public string Slug { get; set; } = "";

    public RunMode Mode { get; set; }

    public string GateId { get; set; } = "";

    public string Target { get; set; } = "";

    public string By { get; set; } = "";

    /// <summary>In ticks of 100 ns, UTC.</summary>
    public long At { get; set; }
}

/// <summary>Some lines of an attempt's output, as text that can be searched and shown from any line on.</summary>
internal sealed class OutputBlockRow
{
    public long Id { get; set; }

    public string AttemptId { get; set; } = "";

    /// <summary>The number of its first line, from 1.</summary>
    public long FirstLine { get; set; }

    /// <summary>The lines, each behind a letter for its stream: <c>o</c> or <c>e</c>; <c>g</c> for what was left out.</summary>
    public string Text { get; set; } = "";
}
