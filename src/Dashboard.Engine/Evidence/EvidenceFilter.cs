using Dashboard.Core.Runbooks;
using Dashboard.Core.Runs;

namespace Dashboard.Engine.Evidence;

/// <summary>What a list is narrowed down to. What is null is not asked for; all that is asked for must hold.</summary>
public sealed record EvidenceFilter
{
    /// <summary>A list that is not narrowed down.</summary>
    public static EvidenceFilter None { get; } = new();

    /// <summary>The runbook.</summary>
    public string? Slug { get; init; }

    /// <summary>The target.</summary>
    public string? Target { get; init; }

    /// <summary>Live or rehearsal.</summary>
    public RunMode? Mode { get; init; }

    /// <summary>The step.</summary>
    public string? StepId { get; init; }

    /// <summary>The step's kind.</summary>
    public StepKind? Kind { get; init; }

    /// <summary>How it ended, verdicts included.</summary>
    public Outcome? Outcome { get; init; }

    /// <summary>Only those that nobody saw end, settled meanwhile or not: with <see cref="Outcome"/>, what they were settled as.</summary>
    public bool WasUnknown { get; init; }

    /// <summary>How the run ended; for lists of runs.</summary>
    public RunResult? Result { get; init; }

    /// <summary>Only runs that are open; for lists of runs.</summary>
    public bool OnlyOpen { get; init; }

    /// <summary>Who did it.</summary>
    public string? Person { get; init; }

    /// <summary>From this moment on.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Before this moment.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>The runbook's revision: its digest, or the beginning of it.</summary>
    public string? Revision { get; init; }

    /// <summary>The run.</summary>
    public string? RunId { get; init; }

    /// <summary>The oldest first; else the latest.</summary>
    public bool OldestFirst { get; init; }
}

/// <summary>A page of a list.</summary>
/// <typeparam name="T">What it lists.</typeparam>
/// <param name="Items">What is on it.</param>
/// <param name="Next">Where the next page begins; null when there is none.</param>
public sealed record EvidencePage<T>(IReadOnlyList<T> Items, string? Next);

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
    public string Word => RunWords.Word(Outcome, SettledBy);

    /// <summary>Whether its output can be searched and shown by line numbers.</summary>
    public bool Indexed { get; init; }

    /// <summary>Whether the row says something else than the run's entries in the ledger: somebody has changed the list.</summary>
    public bool Differs { get; init; }
}

/// <summary>An approval, or a try that was refused (<paramref name="ApprovalId"/> is null), in a list.</summary>
public sealed record ApprovalSummary(
    long Sequence, string? ApprovalId, string RunId, long RunNumber, string Slug, RunMode Mode, string GateId, string Target, string By, DateTimeOffset At)
{
    /// <summary>Whether the row says something else than the run's entries in the ledger: somebody has changed the list.</summary>
    public bool Differs { get; init; }
}

/// <summary>What there is to choose from in the filters.</summary>
public sealed record EvidenceFacets(
    IReadOnlyList<string> Slugs, IReadOnlyList<string> Targets, IReadOnlyList<string> People, IReadOnlyList<string> Steps);
