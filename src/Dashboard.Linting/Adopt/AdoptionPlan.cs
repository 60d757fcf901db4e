using System.Collections.Immutable;
using Dashboard.Core.Runbooks;

namespace Dashboard.Linting.Adopt;

/// <summary>Which fences become which steps, which boxes become manual ones, and what stands before them.</summary>
internal sealed class AdoptionPlan
{
    private readonly DocumentScan _scan;
    private readonly ImmutableArray<Candidate> _candidates;
    private readonly IReadOnlyDictionary<int, (string Why, string Remedy)> _refused;
    private readonly StepNames _names;
    private readonly List<PlannedStep> _steps = [];
    private readonly InputPlan _inputs;

    private AdoptionPlan(DocumentScan scan, ImmutableArray<Candidate> candidates, Runbook document, bool hasInputs,
        IReadOnlyDictionary<int, (string Why, string Remedy)> refused)
    {
        (_scan, _candidates, _refused) = (scan, candidates, refused);
        _names = new(document.Steps.Select(s => s.Id));
        _inputs = new(document, hasInputs, Doubts);
    }

    /// <summary>The steps, in the order of the document.</summary>
    public IReadOnlyList<PlannedStep> Steps => _steps;

    /// <summary>The manual steps: boxes with their ids.</summary>
    public List<(CheckBox Box, string Id)> Boxes { get; } = [];

    /// <summary>The inputs.</summary>
    public IReadOnlyList<ProposedInput> Inputs => _inputs.Inputs;

    /// <summary>What is not certain.</summary>
    public Doubts Doubts { get; } = new();

    /// <summary>Makes a plan.</summary>
    /// <param name="scan">What the document has.</param>
    /// <param name="candidates">Its fences.</param>
    /// <param name="document">The document as it is read.</param>
    /// <param name="hasInputs">Whether its front matter has a list of inputs.</param>
    /// <param name="refused">The lines of what must stay as it is, with the reason.</param>
    public static AdoptionPlan Make(DocumentScan scan, ImmutableArray<Candidate> candidates, Runbook document, bool hasInputs,
        IReadOnlyDictionary<int, (string Why, string Remedy)> refused)
    {
        var plan = new AdoptionPlan(scan, candidates, document, hasInputs, refused);
        plan.AddSteps();
        plan.Verify();
        plan.AddBoxes();
        foreach (var (line, _) in scan.Indented)
            plan.Doubts.Add(line, "Indented code stays as it is: only a fence can be a step.",
                "If it is to be run, write it as a ```bash fence.");
        return plan;
    }

    private void AddSteps()
    {
        var changes = _candidates.Where(c => Refusal(c) is null && c.Nature!.Kind == StepKind.Mutating
            && c.Text.Listing.Headings.Rollback is null);
        var goesBack = changes.Any();
        PlannedStep? last = null;
        foreach (var candidate in _candidates)
        {
            if (Refusal(candidate) is { } refusal)
            {
                Doubts.Kept(candidate.Line, refusal.Why, refusal.Remedy);
                _inputs.Learn(candidate);
                continue;
            }

            var rollback = goesBack ? candidate.Text.Listing.Headings.Rollback : null;
            if (Kind(candidate, rollback, last) is not { } kind)
            {
                Doubts.Kept(candidate.Line, $"`{candidate.Nature!.Destroys}` deletes permanently, and a rollback may not",
                    "Keep the data, or make it a `.destructive` step behind a gate of its own.");
                _inputs.Learn(candidate);
                continue;
            }

            var (script, why, remedy) = _inputs.Use(candidate);
            _inputs.Learn(candidate);
            if (why is not null)
            {
                Doubts.Kept(candidate.Line, why, remedy);
                continue;
            }

            var step = Named(candidate, kind, script) with
            {
                Rollback = rollback,
                IsOptional = candidate.Text.Listing.IsOptional && kind != StepKind.Rollback,
            };
            _steps.Add(step);
            last = kind.ChangesHost() && rollback is null ? step : last;
            Doubt(step);
        }
    }

    private (string Why, string Remedy)? Refusal(Candidate candidate) => candidate.Refusal is { } why
        ? (why, candidate.Remedy)
        : _refused.TryGetValue(candidate.Line, out var refused) ? refused : null;

    private StepKind? Kind(Candidate candidate, int? rollback, PlannedStep? last) => (rollback, candidate.Nature!.Kind) switch
    {
        (null, StepKind.Preflight) => last is null ? StepKind.Preflight : StepKind.Smoke,
        (null, var kind) => kind,
        (_, StepKind.Preflight) => StepKind.Smoke,
        (_, StepKind.Mutating) => StepKind.Rollback,
        // Deleting belongs to the way back only behind a rollback, and a gate that waits for it.
        _ => _steps.Any(s => s.Kind == StepKind.Rollback && s.Rollback == rollback) ? StepKind.Destructive : null,
    };

    private PlannedStep Named(Candidate candidate, StepKind kind, string script)
    {
        var (title, isHeading) = _names.Title(candidate.Text.Listing, candidate.Text.Typed);
        var command = StepNames.Command(candidate.Text.Typed);
        var isCommand = StepNames.Clean(candidate.Text.Typed).Contains(title[..Math.Min(title.Length, 20)], StringComparison.Ordinal);
        return new(candidate, _names.Id(isCommand ? command : title, command, title, candidate.Text.Listing.Headings.Nearest), kind)
        {
            Script = script,
            Title = isHeading ? null : title,
        };
    }

    private void Doubt(PlannedStep step)
    {
        var (candidate, nature, kind) = (step.Of, step.Of.Nature!, step.Kind.DisplayName());
        var acts = nature.Destroys ?? nature.Changes;
        if (acts is null && nature.Unclear is null && nature.Unlisted is { } unlisted && step.Kind.IsReadOnly())
        {
            Doubts.Add(candidate.Line,
                $"Cannot tell whether `{unlisted}` changes something: it reads as if it only looked, so `{step.Id}` is {kind}.",
                "If it changes something, make it `.mutating`.");
        }
        else if (acts is null && (nature.Unclear ?? nature.Unlisted) is { } unclear)
        {
            Doubts.Add(candidate.Line, $"Cannot tell whether `{unclear}` changes something: `{step.Id}` is {kind}, to be safe.",
                "If it only looks, make it `.preflight` or `.smoke`.");
        }

        if (nature.Looks is { } looks)
        {
            var other = acts ?? nature.Unclear ?? nature.Unlisted;
            Doubts.Add(candidate.Line,
                $"Commands of two kinds in one fence: `{looks}` looks, `{other}` does not. `{step.Id}` is {kind}.",
                "Split it into two fences.");
        }

        if (nature.Files is [var file, ..])
        {
            Doubts.Add(candidate.Line,
                $"`{file}` is a path from a folder that the draft does not know: steps begin in the runbooks folder.",
                "Write its absolute path, or put it below the runbooks folder and name it in `files`.");
        }

        if (step.IsOptional)
            Doubts.Add(candidate.Line, $"`{step.Id}` stands where not everybody has to follow: it is optional.",
                "Remove `optional` if all do.");
        if (candidate.Text.Place is { } place)
        {
            Doubts.Add(candidate.Line,
                $"`{step.Id}` was typed at `{place}`; a step runs on the run's target. What was typed stands below it, as a listing.",
                "If that is another host, name it with `on=HOST`.");
        }
        else if (candidate.Text.Output.Length > 0)
            Doubts.Add(candidate.Line, $"What `{step.Id}` printed for the author stands below it, as a listing.",
                "Let `expect-output` hold what matters of it.");
    }

    /// <summary>The check that comes next after a change tells whether it took effect.</summary>
    private void Verify()
    {
        var isSplit = _steps.Any(s => s is { Kind: StepKind.Destructive, Rollback: null })
            && _steps.Any(s => s is { Kind: StepKind.Destructive, Rollback: not null });
        PlannedStep? last = null;
        for (var i = 0; i < _steps.Count; i++)
        {
            var step = _steps[i];
            if (step.Kind == StepKind.Destructive && isSplit)
                step = step with { Gate = step.Rollback is null ? GatePlan.Deletion : GatePlan.RollbackDeletion };
            if (step.Kind.ChangesHost() && i + 1 < _steps.Count && _steps[i + 1] is { Kind: StepKind.Smoke, IsOptional: false } check
                && check.Rollback == step.Rollback)
                step = step with { Verify = check.Id };
            if (step.Kind == StepKind.Smoke && last is { Kind: StepKind.Destructive, Rollback: null } && step.Rollback is null)
                step = step with { Gate = GatePlan.Deletion };
            last = step.Kind.ChangesHost() ? step : last;
            _steps[i] = step;
        }
    }

    private void AddBoxes()
    {
        foreach (var box in _scan.Boxes.Where(b => !b.HasId && b.Text.Length > 0))
        {
            if (_refused.TryGetValue(box.Line, out var refused))
                Doubts.Add(box.Line, $"The box stays as it is: {refused.Why}.", refused.Remedy);
            else if (box.IsTicked)
                Doubts.Add(box.Line, "The box is ticked already, so nobody has to confirm it.",
                    "Write `[ ]`, and `{#id}` at its end, if somebody has to.");
            else if (_steps.FirstOrDefault(s => s.Of.Line > box.Line && s.Of.Line <= box.LastLine) is { } inside)
                Doubts.Add(box.Line, $"The box holds `{inside.Id}`, which is a step of its own: nobody has to tick the box too.",
                    "Write `{#id}` at its end if somebody has to.");
            else
                Boxes.Add((box, _names.Id(box.Text)));
        }
    }
}
