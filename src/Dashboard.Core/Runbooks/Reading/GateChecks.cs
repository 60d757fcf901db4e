using Dashboard.Core.Gates;
using Dashboard.Core.Runbooks.Diagnostics;

namespace Dashboard.Core.Runbooks.Reading;

/// <summary>
/// Looks at gates and steps together: gates without a step, <c>after</c> without a meaning, gates that wait for each other.
/// </summary>
internal static class GateChecks
{
    private static readonly StepKind[] Kinds = Enum.GetValues<StepKind>();

    /// <summary>Says what is wrong with the gates of a runbook whose steps are known.</summary>
    public static void Check(Runbook runbook, Findings findings)
    {
        var twice = Repeats.Twice(runbook);
        var reached = Reachability.Of(runbook);
        CheckOrder(twice, ReferenceEquals(twice, runbook) ? reached : Reachability.Of(twice), findings);

        foreach (var gate in runbook.Gates)
        {
            var at = new SourceLocation(gate.Line, 1);
            if (gate.Id.Length > 0 && !runbook.StepsBehind(gate.Id).Any())
            {
                findings.Error(DiagnosticCodes.IdleGate, at, $"The gate `{gate.Id}` unlocks nothing.",
                    $"Add a {gate.Unlocks.DisplayName()} step, or take the gate out.");
            }

            foreach (var name in gate.After.Where(name => !Named(runbook, name).Any()))
            {
                findings.Error(DiagnosticCodes.UnknownAfter, at,
                    $"The gate `{gate.Id}` comes after `{name}`, and the runbook has no such step or kind of step.",
                    SpellingSuggestion.Remedy(name, [.. runbook.Steps.Select(s => s.Id), .. Kinds.Select(k => k.DisplayName())]));
            }

            if (WaitsFor(runbook, gate, gate.Id, [], out var through))
            {
                findings.Error(DiagnosticCodes.DeadGate, at,
                    $"The gate `{gate.Id}` can never be approved: it comes after `{through}`, which needs the gate itself.",
                    "Take that step out of `after`.");
            }
            else if (gate.After.SelectMany(name => Named(runbook, name)).FirstOrDefault(s => !reached.Contains(s.Id)) is { } never)
            {
                findings.Error(DiagnosticCodes.DeadGate, at,
                    $"The gate `{gate.Id}` can never be approved: it comes after `{never.Id}`, which no run reaches before that.",
                    never.Kind == StepKind.Manual
                        ? "Move that item up, in front of what the gate unlocks, or take it out of `after`."
                        : "Take that step out of `after`.");
            }
        }
    }

    // What may be out of play must not be what opens the way for others.
    private static void CheckOrder(Runbook runbook, HashSet<string> reached, Findings findings)
    {
        var least = runbook.IsConditional
            ? runbook with { Steps = [.. runbook.Steps.Where(s => !s.Optional && s.When is null)] }
            : runbook;
        var always = runbook.IsConditional ? Reachability.Of(least) : reached;
        var told = new HashSet<string>(StringComparer.Ordinal);
        foreach (var step in runbook.Steps)
        {
            var never = Reachability.Before(runbook, step).FirstOrDefault(s => !reached.Contains(s.Id) && !reached.Contains(step.Id))
                ?? Reachability.Before(runbook, step)
                    .FirstOrDefault(s => RollbackPath.Holds(runbook, s) && !RollbackPath.Holds(runbook, step))
                ?? step.After.Select(runbook.FindStep).OfType<Step>().FirstOrDefault(s => IsAbout(runbook, s, step))
                ?? (least.FindStep(step.Id) is null || always.Contains(step.Id) ? null
                    : Reachability.Before(least, step).FirstOrDefault(s => !always.Contains(s.Id)));
            if (never is not null && told.Add(Repeats.Written(step.Id)))
            {
                var (what, before) = (Repeats.Written(step.Id), Repeats.Written(never.Id));
                findings.Error(DiagnosticCodes.DeadStep, new(step.Line, 1, step.Part),
                    $"`{what}` can never be run: it comes after `{before}`, which no run reaches before it.",
                    $"Move `{before}` up, or take it out of `after` or `when`.");
            }
        }
    }

    private static bool IsAbout(Runbook runbook, Step check, Step change) => change.Kind.NeedsApproval()
        && Counted.LookedAt(runbook, check).Any(s => s.Id == change.Id);

    private static IEnumerable<Step> Named(Runbook runbook, string name) =>
        runbook.Steps.Where(s => GatePolicy.IsNamed(runbook, s, name));

    private static bool WaitsFor(Runbook runbook, Gate gate, string wanted, HashSet<string> seen, out string? through)
    {
        foreach (var step in gate.After.SelectMany(name => Named(runbook, name)))
        {
            through = step.Id;
            if (Needs(runbook, step) is not { } needed)
                continue;
            if (needed == wanted)
                return true;
            if (seen.Add(needed) && runbook.FindGate(needed) is { } next && WaitsFor(runbook, next, wanted, seen, out _))
                return true;
        }

        through = null;
        return false;
    }

    /// <summary>The gate without which the step cannot pass; null when there is none.</summary>
    private static string? Needs(Runbook runbook, Step step) => step.Kind switch
    {
        StepKind.Mutating or StepKind.Destructive or StepKind.Rollback => step.GateId,
        StepKind.Smoke => step.GateId
            ?? (runbook.Steps.Where(s => s.Kind == StepKind.Mutating).Select(s => s.GateId).Distinct().ToArray() is [var only]
                ? only
                : null),
        _ => null,
    };
}
