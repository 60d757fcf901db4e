namespace Dashboard.Core.Runbooks;

/// <summary>What a step is for, which decides whether it may change the host and what unlocks it.</summary>
public enum StepKind
{
    /// <summary>A task-list item that a person carries out and confirms.</summary>
    Manual,

    /// <summary>A read-only check before the change.</summary>
    Preflight,

    /// <summary>A change of the host that a rollback can undo.</summary>
    Mutating,

    /// <summary>A read-only check after the change.</summary>
    Smoke,

    /// <summary>Rollback: undoes mutating steps.</summary>
    Rollback,

    /// <summary>A change of the host that nothing can undo.</summary>
    Destructive,
}

/// <summary>What follows from a step's kind.</summary>
public static class StepKinds
{
    /// <summary>Whether steps of this kind may change the host.</summary>
    public static bool ChangesHost(this StepKind kind) =>
        kind is StepKind.Mutating or StepKind.Rollback or StepKind.Destructive;

    /// <summary>Whether steps of this kind need an approval of their gate.</summary>
    public static bool NeedsApproval(this StepKind kind) => kind is StepKind.Mutating or StepKind.Destructive;

    /// <summary>Whether steps of this kind are confined to a read-only sandbox.</summary>
    public static bool IsReadOnly(this StepKind kind) => kind is StepKind.Preflight or StepKind.Smoke;

    /// <summary>The word that runbooks, evidence and screens use for the kind.</summary>
    public static string DisplayName(this StepKind kind) => kind switch
    {
        StepKind.Manual => "manual",
        StepKind.Preflight => "preflight",
        StepKind.Mutating => "mutating",
        StepKind.Smoke => "smoke",
        StepKind.Rollback => "rollback",
        StepKind.Destructive => "destructive",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
