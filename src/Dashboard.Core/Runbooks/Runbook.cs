using System.Collections.Immutable;
using Dashboard.Core.Runbooks.Diagnostics;

namespace Dashboard.Core.Runbooks;

/// <summary>A file whose content must never appear in any output.</summary>
/// <param name="File">The name of an input that holds its path, or an absolute path.</param>
/// <param name="Container">The container it lies in, when scripts on the host reach it there; null for where the step runs.</param>
public sealed record SecretFile(string File, string? Container = null);

/// <summary>A heading of level one or two with the steps below it.</summary>
/// <param name="Id">The heading's anchor.</param>
/// <param name="Title">The heading's text; the runbook's title for steps before the first heading.</param>
/// <param name="StepIds">Its steps, in the order of the document.</param>
public sealed record Section(string Id, string Title, ImmutableArray<string> StepIds)
{
    /// <summary>The input of type list for each of whose values a run does it once; null for a section that is not repeated.</summary>
    public string? Each { get; init; }
}

/// <summary>A piece of the document, in its order.</summary>
public abstract record DocumentBlock
{
    private DocumentBlock()
    {
    }

    /// <summary>Prose, tables, listings: rendered by Markdig with raw HTML disabled, not yet sanitised.</summary>
    public sealed record Prose(string Html) : DocumentBlock;

    /// <summary>A heading, kept apart so that the page can link to it.</summary>
    public sealed record Heading(int Level, string Text, string Anchor) : DocumentBlock
    {
        /// <summary>The list for each of whose values the section below it is repeated; null for none.</summary>
        public string? Each { get; init; }
    }

    /// <summary>The place of a step.</summary>
    /// <param name="StepId">The step.</param>
    /// <param name="Anchor">The anchor of the heading that only names the step and is not shown again; null when there is none.</param>
    public sealed record StepPlace(string StepId, string? Anchor = null) : DocumentBlock;

    /// <summary>Where a file is included: what follows, up to the next heading that is not of it, is that file's text.</summary>
    /// <param name="Path">The file's path below the runbooks folder.</param>
    /// <param name="Text">The heading that it, or its section, begins with, and that gives way to the including one; empty when it begins
    /// with none.</param>
    /// <param name="Anchor">That heading's anchor on this page; null when there is none.</param>
    public sealed record PartPlace(string Path, string Text, string? Anchor) : DocumentBlock;

    /// <summary>The place of a gate: before the first step that it unlocks.</summary>
    public sealed record GatePlace(string GateId) : DocumentBlock;
}

/// <summary>A runbook as it was read. It always exists, however broken the file; <see cref="Diagnostics"/> say what is wrong.</summary>
public sealed record Runbook
{
    /// <summary>The front matter's title, else the first heading, else the file's name.</summary>
    public required string Title { get; init; }

    /// <summary>Who looks after the runbook; null when it does not say.</summary>
    public string? Owner { get; init; }

    /// <summary>The values that steps get by their names.</summary>
    public ImmutableArray<RunbookInput> Inputs { get; init; } = [];

    /// <summary>What a run asks for when it is opened: the inputs that no step writes.</summary>
    public IEnumerable<RunbookInput> AskedInputs => Inputs.Where(i => !Steps.Any(s => s.Outputs.Any(o => o.Name == i.Name)));

    /// <summary>The files whose content is masked.</summary>
    public ImmutableArray<SecretFile> Secrets { get; init; } = [];

    /// <summary>Paths below the runbooks folder that are pinned with the runbook, with forward slashes.</summary>
    public ImmutableArray<string> Files { get; init; } = [];

    /// <summary>
    /// The images that prose shows, as they are written: addresses, or paths seen from the runbook's own folder. Those of the runbooks
    /// folder are pinned with the runbook, too (<see cref="RunbookImage"/>).
    /// </summary>
    public ImmutableArray<string> Images { get; init; } = [];

    /// <summary>Where images stand, in the order of the document; the path is null for what is no image of the runbooks folder.</summary>
    public ImmutableArray<DocumentLink> ImagePlaces { get; init; } = [];

    /// <summary>The files that it includes, each once, in the order of the document; those that could not be read, too.</summary>
    public ImmutableArray<RunbookPart> Parts { get; init; } = [];

    /// <summary>Whether the file says of itself that it is only to be included: no run is opened of it.</summary>
    public bool IsPart { get; init; }

    /// <summary>When changes of a live run may be made; null for at any time.</summary>
    public ChangeWindow? Window { get; init; }

    /// <summary>The gates, in the order of the front matter.</summary>
    public ImmutableArray<Gate> Gates { get; init; } = [];

    /// <summary>The sections that hold steps, in the order of the document.</summary>
    public ImmutableArray<Section> Sections { get; init; } = [];

    /// <summary>The steps, in the order of the document.</summary>
    public ImmutableArray<Step> Steps { get; init; } = [];

    /// <summary>The whole document, with the places of steps and gates.</summary>
    public ImmutableArray<DocumentBlock> Document { get; init; } = [];

    /// <summary>The links to its own headings and to other files of the runbooks folder, in the order of the document.</summary>
    public ImmutableArray<DocumentLink> Links { get; init; } = [];

    /// <summary>The anchors of all headings.</summary>
    public ImmutableHashSet<string> Anchors { get; init; } = [];

    /// <summary>What is wrong with the file, by line.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; init; } = [];

    /// <summary>Whether a step may be out of play: it can be skipped, or depends on a value.</summary>
    public bool IsConditional { get; init; }

    /// <summary>The runbook as it was written, where this one is without the steps that are out of play: what decides its shape.</summary>
    public Runbook Whole => Original ?? this;

    /// <summary>What this one was made from; null when it is as it was written.</summary>
    internal Runbook? Original { get; init; }

    /// <summary>Whether an error keeps the runbook from being run.</summary>
    public bool HasErrors => Diagnostics.Any(d => d.Severity == DiagnosticSeverity.Error);

    /// <summary>
    /// Whether the file is plain Markdown that never asked to be a runbook: it has no step and no gate, and nothing that was meant as one.
    /// </summary>
    public bool IsDocument => Steps.IsEmpty && Gates.IsEmpty && !HasErrors;

    /// <summary>The step with this id; null when there is none.</summary>
    public Step? FindStep(string id) => Steps.FirstOrDefault(s => s.Id == id);

    /// <summary>The gate with this id; null when there is none.</summary>
    public Gate? FindGate(string id) => Gates.FirstOrDefault(g => g.Id == id);

    /// <summary>The steps that an approval of the gate unlocks.</summary>
    public IEnumerable<Step> StepsBehind(string gateId) => Steps.Where(s => s.GateId == gateId && s.Kind.NeedsApproval());

    /// <summary>The rollbacks of a gate: once a step behind it has run, they may run without another approval.</summary>
    public IEnumerable<Step> RollbacksOf(string gateId) => Steps.Where(s => s.GateId == gateId && s.Kind == StepKind.Rollback);
}
