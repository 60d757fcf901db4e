using System.Collections.Immutable;

namespace Dashboard.Core.Gates;

/// <summary>What kind of thing is in the way.</summary>
public enum LockCode
{
    /// <summary>The run is closed.</summary>
    RunClosed,

    /// <summary>The person's roles do not allow it.</summary>
    Role,

    /// <summary>The runbook has errors.</summary>
    RunbookErrors,

    /// <summary>No gate covers the step.</summary>
    NoGate,

    /// <summary>The gate is not approved.</summary>
    NotApproved,

    /// <summary>The approval's time is over.</summary>
    ApprovalExpired,

    /// <summary>The approval was used up by an attempt of this step, or by a rollback.</summary>
    ApprovalSpent,

    /// <summary>The approval was voided.</summary>
    ApprovalVoided,

    /// <summary>The approval was given for something else: another revision, target or inputs.</summary>
    ApprovalMismatch,

    /// <summary>The gate is approved already and has steps left to run.</summary>
    AlreadyApproved,

    /// <summary>A preflight step has not passed.</summary>
    PreflightMissing,

    /// <summary>A passed preflight step is too old.</summary>
    PreflightStale,

    /// <summary>Something that the gate's <c>after</c> names has not passed.</summary>
    AfterMissing,

    /// <summary>An earlier step behind the same gate has not passed.</summary>
    EarlierStep,

    /// <summary>The step's condition does not hold, so there is nothing to do.</summary>
    NotInPlay,

    /// <summary>The step depends on a choice that nobody has made.</summary>
    NotChosen,

    /// <summary>It is outside the change window.</summary>
    OutsideWindow,

    /// <summary>A secret has to be typed again.</summary>
    SecretMissing,

    /// <summary>An attempt's outcome is unknown and nobody has settled it.</summary>
    UnknownOutcome,

    /// <summary>The approver is the one who wants to run the step.</summary>
    FourEyes,

    /// <summary>A reason must be given.</summary>
    ReasonMissing,

    /// <summary>Nothing was changed yet.</summary>
    NothingChanged,

    /// <summary>The step's section is not reached.</summary>
    SectionNotReached,

    /// <summary>The typed phrase is not the gate's.</summary>
    PhraseDiffers,

    /// <summary>Another attempt of this run is under way.</summary>
    Busy,

    /// <summary>Another run is changing the same target.</summary>
    TargetHeld,

    /// <summary>Something between approval and run is not what it was.</summary>
    Changed,

    /// <summary>The input cannot be taken as it is.</summary>
    Invalid,

    /// <summary>There is no such run, step, gate or attempt.</summary>
    NotFound,

    /// <summary>It could not be saved, so it was not done.</summary>
    Storage,
}

/// <summary>One reason why something is locked, and what would unlock it.</summary>
/// <param name="Code">What kind of reason.</param>
/// <param name="Message">Why, in the words of the runbook.</param>
/// <param name="Remedy">What would unlock it.</param>
/// <param name="StepId">The step to go to for that; null when there is none.</param>
public sealed record LockReason(LockCode Code, string Message, string Remedy, string? StepId = null);

/// <summary>The answer to "may this be done now?": yes, or all reasons why not.</summary>
/// <param name="Reasons">Empty when it may.</param>
public sealed record GateDecision(ImmutableArray<LockReason> Reasons)
{
    /// <summary>Nothing is in the way.</summary>
    public static GateDecision Unlocked { get; } = new([]);

    /// <summary>Whether nothing is in the way.</summary>
    public bool IsUnlocked => Reasons.IsEmpty;
}
