using System.Collections.Immutable;

namespace Dashboard.Core.Runbooks;

/// <summary>Whether the person who approves may also run the steps.</summary>
public enum FourEyes
{
    /// <summary>One person may do both.</summary>
    No,

    /// <summary>One person may do both with a stated reason; the record then says <em>solo</em>.</summary>
    Preferred,

    /// <summary>The approver must not be the one who runs the steps.</summary>
    Required,
}

/// <summary>What stands before steps that change the host, until someone types its phrase.</summary>
public sealed record Gate
{
    /// <summary>The gate's id, unique in its runbook.</summary>
    public required string Id { get; init; }

    /// <summary>What a person reads: <c>title</c>, else the id with spaces for hyphens.</summary>
    public required string Title { get; init; }

    /// <summary>The exact text to type. Compared byte for byte, in UTF-8.</summary>
    public required string Phrase { get; init; }

    /// <summary>The kind it unlocks: <see cref="StepKind.Mutating"/> or <see cref="StepKind.Destructive"/>.</summary>
    public required StepKind Unlocks { get; init; }

    /// <summary>How old the evidence it rests on may be; null for any age.</summary>
    public TimeSpan? Fresh { get; init; }

    /// <summary>How long an approval lasts; null until it is spent or void.</summary>
    public TimeSpan? Valid { get; init; }

    /// <summary>Step ids or kinds (by <see cref="StepKinds.DisplayName"/>) that must have passed first.</summary>
    public ImmutableArray<string> After { get; init; } = [];

    /// <summary>Whether a second person must approve.</summary>
    public FourEyes FourEyes { get; init; }

    /// <summary>Whether the runbook says anything of a second person.</summary>
    public bool FourEyesStated { get; init; }

    /// <summary>What no step may stop or remove without this gate: names of services and containers, or of inputs that hold one.</summary>
    public ImmutableArray<string> Protects { get; init; } = [];

    /// <summary>The line of the front matter it is declared on, from 1.</summary>
    public int Line { get; init; }
}
