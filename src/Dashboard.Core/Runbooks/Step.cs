using System.Collections.Immutable;

namespace Dashboard.Core.Runbooks;

/// <summary>One thing to do in a runbook: a fenced block with a step class, or a task-list item with an id.</summary>
public sealed record Step
{
    /// <summary>The step's id, unique in its runbook: <c>[a-z0-9][a-z0-9-]*</c>.</summary>
    public required string Id { get; init; }

    /// <summary>What the step is for.</summary>
    public required StepKind Kind { get; init; }

    /// <summary>What a person reads: the <c>title</c> attribute, else the nearest heading or the item's text, else the id.</summary>
    public required string Title { get; init; }

    /// <summary>The id of the <see cref="Section"/> the step stands in.</summary>
    public required string SectionId { get; init; }

    /// <summary>The fence's language, which names the runner; empty for a manual step.</summary>
    public string Language { get; init; } = "";

    /// <summary>The fence's text, byte for byte, without the fences; for a manual step the item's text.</summary>
    public string Body { get; init; } = "";

    /// <summary>The links in a manual step's text, in its order.</summary>
    public ImmutableArray<TextLink> Links { get; init; } = [];

    /// <summary>
    /// The gate that covers the step: its <c>gate</c> attribute, else the gate that unlocks its kind; null when none does.
    /// </summary>
    public string? GateId { get; init; }

    /// <summary>How long an attempt may take before it is ended as timed out.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The exit code that counts as passed.</summary>
    public int ExpectExit { get; init; }

    /// <summary>A .NET regular expression that the masked output must match; null when any output will do.</summary>
    public string? ExpectOutput { get; init; }

    /// <summary>How many times a read-only step is tried at most (1: once).</summary>
    public int MaxTries { get; init; } = 1;

    /// <summary>How long to wait between two tries.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The host the step runs on, as named in the settings; null for the run's target.</summary>
    public string? Target { get; init; }

    /// <summary>The container the step runs in; null for the host itself.</summary>
    public string? Container { get; init; }

    /// <summary>The Unix sockets that a read-only script may open, by their paths; without them it can open none.</summary>
    public ImmutableArray<string> Sockets { get; init; } = [];

    /// <summary>Whether a script writes to a terminal of its own instead of two pipes.</summary>
    public bool Terminal { get; init; }

    /// <summary>
    /// Whether a shell script goes on after a command that fails, and takes a variable that is not set as empty.
    /// </summary>
    public bool Lenient { get; init; }

    /// <summary>The id of the read-only step that tells whether an interrupted attempt of this one took effect.</summary>
    public string? Verify { get; init; }

    /// <summary>The ids of steps that must have passed, and still count, before this one.</summary>
    public ImmutableArray<string> After { get; init; } = [];

    /// <summary>Whether it can be skipped, with a reason.</summary>
    public bool Optional { get; init; }

    /// <summary>When it is in play; null for always.</summary>
    public Condition? When { get; init; }

    /// <summary>What a manual step lets a person choose from; empty when it is no choice.</summary>
    public ImmutableArray<string> Choices { get; init; } = [];

    /// <summary>
    /// The values that a script writes for later steps, as <c>NAME=value</c> lines into the file <c>$CUTOVER_OUTPUT</c>.
    /// </summary>
    public ImmutableArray<RunbookInput> Outputs { get; init; } = [];

    /// <summary>The ids of the steps above it that write values which its text names.</summary>
    public ImmutableArray<string> Needs { get; init; } = [];

    /// <summary>Which time it is of a repeated section; null when its section is not, or is not yet.</summary>
    public Repeat? Repeat { get; init; }

    /// <summary>Whether whoever confirms a manual step must write a note.</summary>
    public bool NoteRequired { get; init; }

    /// <summary>The value that a choice sets, named like an input: <c>which-way</c> sets <c>WHICH_WAY</c>.</summary>
    /// <remarks>A choice of a part keeps the name that it has there: the part's scripts read it by that.</remarks>
    public string ChoiceName => ValueName(IdInPart ?? Id);

    /// <summary>The included file that it stands in, as a path below the runbooks folder; null for the runbook itself.</summary>
    public string? Part { get; init; }

    /// <summary>Its id as the included file writes it; null for a step of the runbook itself.</summary>
    public string? IdInPart { get; init; }

    /// <summary>How long a read-only step is tried again until it passes; null when tries are counted.</summary>
    public TimeSpan? Until { get; init; }

    /// <summary>How long the step is planned to take; null when the runbook does not say.</summary>
    public TimeSpan? Plan { get; init; }

    /// <summary>The lint findings that its author accepts; null for none. It changes nothing of what runs.</summary>
    public Waiver? Waiver { get; init; }

    /// <summary>The line the step begins on, from 1, of the runbook's file or of <see cref="Part"/>.</summary>
    public int Line { get; init; }

    /// <summary>
    /// SHA-256, lower-case hex, over everything that decides what runs: kind, runner, body and attributes (see
    /// <see cref="Digests.OfStep"/>).
    /// </summary>
    public required string Digest { get; init; }

    /// <summary>Whether it sets a value of that name: a choice does, and a step that writes it.</summary>
    public bool Sets(string name) =>
        (Choices.Length > 0 && ChoiceName == name) || (Outputs.Length > 0 && Outputs.Any(o => o.Name == name));

    /// <summary>Whether what this step sets is there for another one: of a repeated section it stays within its time.</summary>
    public bool IsSeenBy(Step other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Repeat is null || (Repeat == other.Repeat && SectionId == other.SectionId);
    }

    /// <summary>How the value is called that a step of this id sets.</summary>
    public static string ValueName(string stepId)
    {
        ArgumentNullException.ThrowIfNull(stepId);
        return stepId.ToUpperInvariant().Replace('-', '_');
    }
}
