using System.Collections.Immutable;
using Dashboard.Core.Runbooks;

namespace Dashboard.Core.Tests.Gates;

/// <summary>Makes runbooks of every shape that the parser lets pass without an error.</summary>
internal static class RandomRunbook
{
    public static Runbook Make(Random random)
    {
        var gates = new List<Gate>();
        for (var i = 0; i < random.Next(1, 4); i++)
        {
            gates.Add(new()
            {
                Id = $"gate-{i}",
                Title = $"gate {i}",
                Phrase = $"phrase-{i}",
                Unlocks = i > 0 && random.Next(2) == 0 ? StepKind.Destructive : StepKind.Mutating,
                Fresh = random.Next(2) == 0 ? TimeSpan.FromMinutes(random.Next(5, 60)) : null,
                Valid = random.Next(2) == 0 ? TimeSpan.FromMinutes(random.Next(5, 60)) : null,
                FourEyes = (FourEyes)random.Next(3),
            });
        }

        var steps = new List<Step>();
        foreach (var gate in gates)
        {
            for (var i = random.Next(0, 3); i > 0; i--)
                steps.Add(Step(StepKind.Preflight, random.Next(3) == 0 ? gate.Id : null));
            if (random.Next(3) == 0)
                steps.Add(Step(StepKind.Manual, null));
            for (var i = random.Next(1, 3); i > 0; i--)
                steps.Add(Step(gate.Unlocks, gate.Id));
            if (random.Next(2) == 0)
                steps.Add(Step(StepKind.Smoke, random.Next(2) == 0 ? gate.Id : null));
            if (gate.Unlocks == StepKind.Mutating && random.Next(4) > 0)
                steps.Add(Step(StepKind.Rollback, gate.Id));
        }

        for (var i = 0; i < gates.Count; i++)
        {
            // What stands before a gate's first step cannot wait for the gate.
            var before = steps.TakeWhile(s => s.GateId != gates[i].Id).ToArray();
            if (before.Length > 0 && random.Next(2) == 0)
                gates[i] = gates[i] with { After = [before[random.Next(before.Length)].Id] };
        }

        var cut = random.Next(steps.Count + 1);
        var all = steps.Select((s, i) => s with { SectionId = i < cut ? "one" : "two" }).ToImmutableArray();
        return new()
        {
            Title = "random",
            Gates = [.. gates],
            Steps = all,
            Sections = [.. all.GroupBy(s => s.SectionId).Select(g => new Section(g.Key, g.Key, [.. g.Select(s => s.Id)]))],
        };

        Step Step(StepKind kind, string? gate)
        {
            var step = new Step
            {
                Id = $"{kind.DisplayName()}-{steps.Count}",
                Kind = kind,
                Title = $"{kind} {steps.Count}",
                SectionId = "",
                Language = "sh",
                Body = "true\n",
                GateId = gate,
                Digest = "",
            };
            return step with { Digest = Digests.OfStep(step) };
        }
    }
}
