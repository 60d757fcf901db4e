using System.Collections.Immutable;
using Dashboard.Core.Runs;

namespace Dashboard.Core.Audit;

/// <summary>Something that a lead should look at.</summary>
/// <param name="Word">In a few words.</param>
/// <param name="IsBad">Whether it needs an explanation; else it is worth knowing.</param>
public sealed record AuditFlag(string Word, bool IsBad = false);

/// <summary>Evidence as it was when an approval rested on it.</summary>
/// <param name="StepId">The step.</param>
/// <param name="Title">Its title.</param>
/// <param name="AttemptId">The attempt.</param>
/// <param name="Outcome">How it had ended.</param>
/// <param name="Age">How old it was then.</param>
/// <param name="Sandbox">How it was confined, in words.</param>
public sealed record AuditedCheck(string StepId, string Title, string AttemptId, Outcome? Outcome, TimeSpan? Age, string? Sandbox)
{
    /// <summary>Who settled its outcome, which was unknown; null when nobody had to.</summary>
    public string? SettledBy { get; init; }
}

/// <summary>A step that ran under an approval.</summary>
/// <param name="StepId">The step.</param>
/// <param name="Title">Its title.</param>
/// <param name="AttemptId">The attempt.</param>
/// <param name="Outcome">How it ended; null while it runs.</param>
/// <param name="By">Who ran it.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="EndedAt">When it ended; null while it runs.</param>
public sealed record AuditedStep(string StepId, string Title, string AttemptId, Outcome? Outcome, string By, DateTimeOffset StartedAt,
    DateTimeOffset? EndedAt)
{
    /// <summary>How whoever ran it and the approver are tied by invitations; null when they are not, or when nobody looked.</summary>
    public ApproverTie? Tie { get; init; }

    /// <summary>Who settled its outcome, which was unknown; null when nobody had to.</summary>
    public string? SettledBy { get; init; }

    /// <summary>Whether it was a rollback: it needs no approval of its own once a step behind the gate has run.</summary>
    public bool IsRollback { get; init; }
}

/// <summary>The end of an approval before its time.</summary>
/// <param name="By">Who ended it.</param>
/// <param name="At">When.</param>
/// <param name="Reason">Why.</param>
public sealed record AuditedVoid(string By, DateTimeOffset At, string Reason);

/// <summary>
/// An approval, or a rejected approval, with all that belongs to it: a line of the audit, on the screen and in exports.
/// </summary>
public sealed record AuditRecord
{
    /// <summary>Its ledger entry.</summary>
    public required long Entry { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The run's id.</summary>
    public required string RunId { get; init; }

    /// <summary>The run's number.</summary>
    public required long Run { get; init; }

    /// <summary>The runbook.</summary>
    public required string Runbook { get; init; }

    /// <summary>The runbook's title.</summary>
    public required string Title { get; init; }

    /// <summary>SHA-256 of the runbook.</summary>
    public required string RunbookDigest { get; init; }

    /// <summary>Live or rehearsal.</summary>
    public required RunMode Mode { get; init; }

    /// <summary>The target.</summary>
    public required string Target { get; init; }

    /// <summary>The gate.</summary>
    public required string Gate { get; init; }

    /// <summary>The gate's title.</summary>
    public required string GateTitle { get; init; }

    /// <summary>Whether it was approved; else it was rejected.</summary>
    public bool Approved { get; init; }

    /// <summary>Who did it.</summary>
    public required string By { get; init; }

    /// <summary>The address they came from; null when it is not known.</summary>
    public string? From { get; init; }

    /// <summary>The phrase that was typed; empty for a rejected approval: what was typed then is not kept.</summary>
    public string Phrase { get; init; } = "";

    /// <summary>The reason they gave; for a rejected approval, why it was rejected.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Whether it renewed an approval of a gate whose changes were in progress.</summary>
    public bool Renewal { get; init; }

    /// <summary>When it ends; null for never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Whether the approver ran what they had approved; null while nothing was run.</summary>
    public bool? Solo { get; init; }

    /// <summary>How many approvals were rejected since the gate's approval before.</summary>
    public int RefusedBefore { get; init; }

    /// <summary>How it ended before its time; null when it did not.</summary>
    public AuditedVoid? Voided { get; init; }

    /// <summary>What it rested on.</summary>
    public ImmutableArray<AuditedCheck> RestedOn { get; init; } = [];

    /// <summary>What ran under it, in order.</summary>
    public ImmutableArray<AuditedStep> Ran { get; init; } = [];

    /// <summary>What is unusual about it.</summary>
    public ImmutableArray<AuditFlag> Flags { get; init; } = [];
}
