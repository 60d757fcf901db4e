using Dashboard.Core.Gates;

namespace Dashboard.Core.Runbooks.Reading;

/// <summary>
/// Which steps a run can come to at all, by the rules of <see cref="GatePolicy"/>, when everything passes that is run and every gate is
/// approved as soon as it may be. What is not among them waits for itself.
/// </summary>
internal static class Reachability
{
    /// <summary>What must have come to its end before a step, whatever its kind: what is in order before it, and its choice.</summary>
    public static IEnumerable<Step> Before(Runbook runbook, Step step) =>
        StepOrder.Before(runbook, step).Concat(InPlay.ChoiceFor(runbook, step) is { } choice ? [choice] : []);

    /// <summary>The ids of these steps.</summary>
    public static HashSet<string> Of(Runbook runbook)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var back = runbook.Steps.Where(s => RollbackPath.Holds(runbook, s)).Select(s => s.Id).ToHashSet(StringComparer.Ordinal);
        var evidence = runbook.Gates.DistinctBy(g => g.Id)
            .ToDictionary(g => g.Id,
                g => GatePolicy.EvidenceSteps(runbook, g).Concat(InPlay.ChoicesBefore(runbook, g)).Select(s => s.Id).ToArray(),
                StringComparer.Ordinal);
        int before;
        do
        {
            before = reached.Count;
            var sectionsBefore = new List<Step>();
            var changed = runbook.Steps.Where(s => s.Kind == StepKind.Mutating && reached.Contains(s.Id)).Select(s => s.GateId ?? "")
                .ToHashSet(StringComparer.Ordinal);
            var shut = new HashSet<string>(StringComparer.Ordinal);
            foreach (var section in runbook.Sections)
            {
                foreach (var step in section.StepIds.Select(runbook.FindStep).OfType<Step>())
                {
                    if (IsOpen(step) && Before(runbook, step).All(s => reached.Contains(s.Id)))
                        reached.Add(step.Id);
                    else if (step.Kind.NeedsApproval())
                        shut.Add(step.GateId ?? "");
                }

                sectionsBefore.AddRange(section.StepIds.Where(id => !back.Contains(id)).Select(runbook.FindStep).OfType<Step>());
            }

            bool IsOpen(Step step) => step.Kind switch
            {
                StepKind.Preflight => true,
                StepKind.Smoke =>
                    Counted.ChangesMeant(runbook, step) is var meant && (meant.Length == 0 || meant.Any(s => reached.Contains(s.Id))),
                StepKind.Rollback => changed.Contains(step.GateId ?? ""),
                StepKind.Manual when back.Contains(step.Id) =>
                    RollbackPath.RollbacksAround(runbook, step).Any(s => changed.Contains(s.GateId ?? "")),
                StepKind.Manual => sectionsBefore.All(s => reached.Contains(s.Id) || Counted.IsAboutLaterThan(runbook, s, step)),
                // Behind a gate one comes after the other.
                _ => step.GateId is { } gate && evidence.TryGetValue(gate, out var asked) && asked.All(reached.Contains)
                    && !shut.Contains(gate),
            };
        }
        while (reached.Count > before);
        return reached;
    }
}
