using Dashboard.Core.Runbooks;
using Dashboard.Core.Runs;

namespace Dashboard.Engine.Ports;

/// <summary>An attempt in a list.</summary>
public sealed record AttemptSummary
{
    /// <summary>The ledger number of its start.</summary>
    public required long Sequence { get; init; }

    /// <summary>Its id.</summary>
    public required string AttemptId { get; init; }

    /// <summary>Its run.</summary>
    public required string RunId { get; init; }

    /// <summary>The run's number.</summary>
    public required long RunNumber { get; init; }

    /// <summary>The runbook.</summary>
    public required string Slug { get; init; }

    /// <summary>The runbook's revision.</summary>
    public required string RunbookDigest { get; init; }

    /// <summary>Live or rehearsal.</summary>
    public required RunMode Mode { get; init; }

    /// <summary>The step.</summary>
    public required string StepId { get; init; }

    /// <summary>The step's title.</summary>
    public required string Title { get; init; }

    /// <summary>The step's kind; null in entries that do not tell.</summary>
    public StepKind? Kind { get; init; }

    /// <summary>Which attempt of the step in its run this is.</summary>
    public required int Number { get; init; }

    /// <summary>Where it ran.</summary>
    public required string Target { get; init; }

    /// <summary>Who started it.</summary>
    public required string By { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended; null while it runs.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>How it ended, verdicts included; null while it runs.</summary>
    public Outcome? Outcome { get; init; }

    /// <summary>Whether nobody saw it end, settled meanwhile or not.</summary>
    public bool WasUnknown { get; init; }

    /// <summary>Who settled its outcome, which was unknown; null when nobody did.</summary>
    public string? SettledBy { get; init; }

    /// <summary>How it ended, in words, and who said so when nobody had seen it.</summary>
    public string Word => RunDisplayNames.DisplayName(Outcome, SettledBy);

    /// <summary>Whether its output can be searched and shown by line numbers.</summary>
    public bool Indexed { get; init; }

    /// <summary>Whether the row says something else than the run's entries in the ledger: somebody has changed the list.</summary>
    public bool Differs { get; init; }
}
