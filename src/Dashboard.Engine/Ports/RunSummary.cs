using Dashboard.Core.Runs;

namespace Dashboard.Engine.Ports;

/// <summary>A run in a list.</summary>
public sealed record RunSummary
{
    /// <summary>The run's id.</summary>
    public required string RunId { get; init; }

    /// <summary>Its number, from 1, for people.</summary>
    public required long Number { get; init; }

    /// <summary>The runbook.</summary>
    public required string Slug { get; init; }

    /// <summary>The runbook's title when the run was opened.</summary>
    public required string Title { get; init; }

    /// <summary>The target.</summary>
    public required string Target { get; init; }

    /// <summary>Live or rehearsal.</summary>
    public required RunMode Mode { get; init; }

    /// <summary>SHA-256 of the runbook.</summary>
    public required string RunbookDigest { get; init; }

    /// <summary>The change's reference elsewhere; null for none.</summary>
    public string? ChangeReference { get; init; }

    /// <summary>Who opened it.</summary>
    public required string OpenedBy { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>When it was closed; null while it is open.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>How it was closed; null while it is open.</summary>
    public RunResult? Result { get; init; }

    /// <summary>Whether the row says something else than the run's entries in the ledger: somebody has changed the list.</summary>
    public bool Differs { get; init; }
}
