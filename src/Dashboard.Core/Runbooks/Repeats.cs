using System.Collections.Immutable;
using System.Globalization;

namespace Dashboard.Core.Runbooks;

/// <summary>
/// Lays out the sections that are repeated for each value of a list, once a run's inputs are known: each time has steps of its own, named
/// like those of the runbook with a number behind a dot, which no author can write. All else follows from there: they are steps like any.
/// </summary>
public static class Repeats
{
    /// <summary>No run has more steps than this.</summary>
    public const int MaxSteps = 1000;

    /// <summary>The runbook as a run with these inputs has it; the same one when nothing in it is repeated.</summary>
    public static Runbook Of(Runbook runbook, IReadOnlyDictionary<string, string> inputs)
    {
        ArgumentNullException.ThrowIfNull(runbook);
        ArgumentNullException.ThrowIfNull(inputs);
        return runbook.Sections.All(s => s.Each is null) ? runbook : new Layout(runbook, inputs).Made();
    }

    /// <summary>The runbook as a run has it in which each section that is repeated is done twice: what no single time can show.</summary>
    internal static Runbook Twice(Runbook runbook)
    {
        var lists = runbook.Sections.Select(s => s.Each).OfType<string>().Distinct(StringComparer.Ordinal);
        return Of(runbook, lists.ToDictionary(l => l, _ => "1 2", StringComparer.Ordinal));
    }

    /// <summary>What a step is called in the runbook.</summary>
    internal static string Written(string stepId) =>
        stepId.IndexOf('.', StringComparison.Ordinal) is var dot and > 0 ? stepId[..dot] : stepId;

    /// <summary>How many steps a run with these inputs has.</summary>
    public static int Count(Runbook runbook, IReadOnlyDictionary<string, string> inputs)
    {
        ArgumentNullException.ThrowIfNull(runbook);
        ArgumentNullException.ThrowIfNull(inputs);
        return runbook.Sections.Sum(s => s.StepIds.Length * (s.Each is null ? 1 : Values(s.Each, inputs).Length));
    }

    private static ImmutableArray<string> Values(string name, IReadOnlyDictionary<string, string> inputs) =>
        InputValues.Items(inputs.GetValueOrDefault(name, ""));

    private sealed class Layout(Runbook runbook, IReadOnlyDictionary<string, string> inputs)
    {
        private readonly Dictionary<string, Section> _sectionOf =
            runbook.Sections.SelectMany(s => s.StepIds.Select(id => (id, s))).ToDictionary(p => p.id, p => p.s, StringComparer.Ordinal);

        public Runbook Made() => runbook with
        {
            Steps = [.. runbook.Sections.SelectMany(s => Times(s).SelectMany(time => s.StepIds.Select(id => Step(id, time))))],
            Sections = [.. runbook.Sections.SelectMany(s => Times(s).Select(time => new Section(Place(s.Id, time), Title(s.Title, time),
                [.. s.StepIds.Select(id => Id(id, time))])))],
            Gates = [.. runbook.Gates.Select(g => g with { After = [.. g.After.SelectMany(a => Ids(a, from: null))] })],
            Document = [.. Blocks()],
        };

        private IEnumerable<Repeat?> Times(Section section) => section.Each is null
            ? [null]
            : Values(section.Each, inputs).Select(Repeat? (value, i) => new(value, i + 1));

        private Step Step(string id, Repeat? time)
        {
            var step = runbook.FindStep(id)!;
            var made = step with
            {
                Id = Id(id, time),
                Title = Title(step.Title, time),
                SectionId = Place(step.SectionId, time),
                Repeat = time,
                Verify = step.Verify is { } verify ? Ids(verify, step, time).FirstOrDefault() : null,
                After = [.. step.After.SelectMany(a => Ids(a, step, time))],
                Needs = [.. step.Needs.SelectMany(n => Ids(n, step, time))],
            };
            return made with { Digest = Digests.OfStep(made) };
        }

        // What another step is called from there: in the same section the one of the same time, else all of its times.
        private IEnumerable<string> Ids(string id, Step? from, Repeat? time = null) =>
            !_sectionOf.TryGetValue(id, out var section) || section.Each is null ? [id]
            : from is not null && section.Id == from.SectionId ? [Id(id, time)]
            : Times(section).Select(t => Id(id, t));

        private IEnumerable<DocumentBlock> Blocks()
        {
            var rest = runbook.Document.AsSpan().ToArray();
            for (var at = 0; at < rest.Length;)
            {
                if (rest[at] is not DocumentBlock.Heading { Level: <= 2 } heading
                    || runbook.Sections.FirstOrDefault(s => s.Id == heading.Anchor) is not { Each: not null } section)
                {
                    yield return rest[at++];
                    continue;
                }

                var end = at + 1;
                while (end < rest.Length && rest[end] is not DocumentBlock.Heading { Level: <= 2 })
                    end++;
                foreach (var block in Times(section).SelectMany(time => rest[at..end].Select(b => Block(b, time!)).OfType<DocumentBlock>()))
                    yield return block;
                at = end;
            }
        }

        private static DocumentBlock? Block(DocumentBlock block, Repeat time) => block switch
        {
            DocumentBlock.Heading heading => heading with { Text = Title(heading.Text, time), Anchor = Place(heading.Anchor, time) },
            DocumentBlock.StepPlace place =>
                new DocumentBlock.StepPlace(Id(place.StepId, time), place.Anchor is null ? null : Place(place.Anchor, time)),
            DocumentBlock.PartPlace { Anchor: { } anchor } part => part with { Anchor = Place(anchor, time) },
            // It stands before the first step that it unlocks, and that is of the first time.
            DocumentBlock.GatePlace => time.Number == 1 ? block : null,
            _ => block,
        };

        private static string Id(string id, Repeat? time) =>
            time is null ? id : string.Create(CultureInfo.InvariantCulture, $"{id}.{time.Number}");

        // Links lead to the first time.
        private static string Place(string anchor, Repeat? time) => time is null or { Number: 1 } ? anchor : Id(anchor, time);

        private static string Title(string title, Repeat? time) => time is null ? title : $"{title} ({time.Value})";
    }
}
