using System.Collections.Immutable;
using System.Globalization;
using Dashboard.Core.Runbooks.Checks;
using Dashboard.Core.Runbooks.Diagnostics;
using Dashboard.Core.Text;

namespace Dashboard.Core.Runbooks.Reading;

/// <summary>Turns drafts into steps.</summary>
internal static class StepReader
{
    private static readonly TimeSpan ForReading = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan ForChanging = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(168);

    /// <summary>Reads the steps of a document whose front matter is known.</summary>
    public static ImmutableArray<Step> Read(
        IReadOnlyList<StepDraft> drafts, Runbook front, ImmutableArray<Section> sections, Findings findings)
    {
        var gates = new GateResolver(front.Gates, findings);
        var steps = ImmutableArray.CreateBuilder<Step>(drafts.Count);
        foreach (var draft in drafts)
            steps.Add(One(draft, front.Inputs, gates, findings));
        var kinds = drafts.GroupBy(d => d.Id).ToDictionary(g => g.Key, g => g.First().Kind);
        var values = new ValueChecks(drafts, steps, front.Inputs, sections, findings);
        foreach (var draft in drafts)
        {
            CheckVerify(draft, kinds, findings);
            CheckAfter(draft, kinds, findings);
            values.Check(draft);
            if (CheckParser.Languages.Contains(draft.Language))
                CheckBody(draft, values, findings);
        }

        for (var i = 0; i < steps.Count; i++)
        {
            if (values.Needs(i) is { Length: > 0 } needs)
                steps[i] = steps[i] with { Needs = needs };
        }

        return steps.MoveToImmutable();
    }

    private static Step One(StepDraft draft, ImmutableArray<RunbookInput> inputs, GateResolver gates, Findings findings)
    {
        var attributes = new StepAttributes(draft, findings);
        attributes.CheckShape();
        var tries = draft.Kind.IsReadOnly() ? attributes.Number("retry", 1, 1000) ?? 1 : 1;
        var every = attributes.Duration("every") ?? TimeSpan.FromSeconds(1);
        var until = draft.Kind.IsReadOnly() ? attributes.Duration("until") : null;
        var waits = until ?? ((tries - 1) * every);
        var stated = attributes.Duration("timeout");
        if (until is not null && stated <= waits && draft.Attribute("timeout") is { } cut)
        {
            findings.Warning(DiagnosticCodes.TriesCutOff, cut.At,
                $"The time limit covers all tries, and it ends before {Durations.Exactly(waits)} are over.", "Leave `timeout` out.");
        }
        else if (stated <= waits && draft.Attribute("timeout") is { } timeout)
        {
            findings.Warning(DiagnosticCodes.TriesCutOff, timeout.At,
                $"The time limit covers all tries, and {tries} of them with {Durations.Exactly(every)} between two wait for "
                    + $"{Durations.Exactly(waits)}: the last ones are never made.",
                string.Create(CultureInfo.InvariantCulture,
                    $"Write `timeout={Math.Ceiling((waits + ForReading).TotalSeconds)}s`, or leave it out."));
        }

        var step = new Step
        {
            Id = draft.Id,
            Kind = draft.Kind,
            Title = draft.StatedTitle ?? (string.IsNullOrWhiteSpace(draft.Title) ? draft.Id : draft.Title),
            SectionId = draft.SectionId,
            Language = draft.Language,
            Body = draft.Body,
            Links = draft.Links,
            GateId = gates.Of(draft),
            Timeout = stated ?? (draft.Kind.ChangesHost() ? ForChanging : Min(waits + ForReading, Longest)),
            ExpectExit = attributes.Number("expect-exit", 0, 255) ?? 0,
            ExpectOutput = attributes.Pattern("expect-output"),
            MaxTries = tries,
            Every = every,
            Target = attributes.Name("on"),
            Container = attributes.Name("in"),
            Sockets = attributes.Paths("socket"),
            Terminal = attributes.Flag("tty"),
            Lenient = attributes.Word("strict", "yes", "no") == "no",
            Verify = draft.Attribute("verify")?.Value,
            After = attributes.Ids("after"),
            Optional = attributes.Flag("optional"),
            When = attributes.Condition("when"),
            Choices = attributes.Choices("choice"),
            Outputs = attributes.Outputs("outputs", inputs),
            NoteRequired = attributes.Word("note", "optional", "required") == "required",
            Until = until,
            Plan = attributes.Duration("plan"),
            Waiver = attributes.Waiver(),
            Line = draft.At.Line,
            Part = draft.Part,
            IdInPart = draft.IdInPart,
            Digest = "",
        };
        if (step.Outputs.Any(o => o.Type == InputKind.Secret) && (tries > 1 || until is not null))
            findings.Error(DiagnosticCodes.NotForThisStep, draft.Attribute("outputs")!.At,
                "A step that is tried again cannot write a secret: each try would write another one.",
                "Write it in a step of its own, below the one that waits.");
        return step with { Digest = Digests.OfStep(step) };
    }

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static void CheckVerify(StepDraft draft, Dictionary<string, StepKind> kinds, Findings findings)
    {
        if (!draft.Kind.ChangesHost() || draft.Attribute("verify") is not { } verify)
            return;
        if (!kinds.TryGetValue(verify.Value, out var kind))
        {
            findings.Error(DiagnosticCodes.BadVerify, verify.At, $"`verify` names the step `{verify.Value}`, which is not there.",
                SpellingSuggestion.To(verify.Value, kinds.Keys) is { } near
                    ? $"Write `verify={near}`."
                    : "Write the id of a preflight or smoke step.");
        }
        else if (!kind.IsReadOnly())
        {
            findings.Error(DiagnosticCodes.BadVerify, verify.At, $"`verify` names `{verify.Value}`, which is {kind.DisplayName()}.",
                "Write the id of a preflight or smoke step: verifying must change nothing.");
        }
    }

    private static void CheckAfter(StepDraft draft, Dictionary<string, StepKind> kinds, Findings findings)
    {
        if (draft.Attribute("after") is not { } after)
            return;
        foreach (var id in after.Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (id == draft.Id)
                findings.Error(DiagnosticCodes.UnknownAfter, after.At, $"`{id}` comes after itself.", "Take it out.");
            else if (!kinds.TryGetValue(id, out var kind))
                findings.Error(DiagnosticCodes.UnknownAfter, after.At, $"`after` names the step `{id}`, which is not there.",
                    SpellingSuggestion.Remedy(id, [.. kinds.Keys]));
            else if (kind == StepKind.Rollback)
                findings.Error(DiagnosticCodes.UnknownAfter, after.At,
                    $"`after` names `{id}`, a rollback, which a run that goes well never comes to.",
                    "Name a step that the way on comes to.");
        }
    }

    private static void CheckBody(StepDraft draft, ValueChecks values, Findings findings)
    {
        var check = CheckParser.Parse(draft.Language, draft.Body, draft.BodyLine);
        findings.Add(check.Diagnostics.Select(d => d with { File = draft.Part }));
        foreach (var reference in check.References.Where(r => !values.Has(draft, r.Name)))
        {
            findings.Error(DiagnosticCodes.UnknownInput, new(reference.Line, reference.Column, draft.Part),
                $"The runbook has no input {reference.Name}.",
                SpellingSuggestion.To(reference.Name, values.Names) is { } near
                    ? $"Write `${{{near}}}`."
                    : $"Declare {reference.Name} below `inputs:` in the front matter.");
        }
    }
}
