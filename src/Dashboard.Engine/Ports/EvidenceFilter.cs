using Dashboard.Core.Runbooks;
using Dashboard.Core.Runs;

namespace Dashboard.Engine.Ports;

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
