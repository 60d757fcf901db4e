using Dashboard.Core.Runbooks;
using Dashboard.Core.Text;

namespace Dashboard.Linting.Rules;

/// <summary>A text of a runbook that somebody reads before they approve.</summary>
/// <param name="Name">What it is called, at the beginning of a sentence.</param>
/// <param name="Value">The text, with escapes and entities resolved.</param>
/// <param name="Use">What it is for.</param>
/// <param name="Line">The line from which on it stands.</param>
internal sealed record RunbookText(string Name, string Value, TextUse Use, int Line);

/// <summary>All texts of a runbook that are read before an approval, but for the prose.</summary>
internal static class RunbookTexts
{
    /// <summary>The texts.</summary>
    public static IEnumerable<RunbookText> Of(Runbook runbook)
    {
        yield return new("The title", runbook.Title, TextUse.Title, 1);
        yield return new("The owner", runbook.Owner ?? "", TextUse.Title, 1);
        foreach (var input in runbook.Inputs)
        {
            yield return new("The name of an input", input.Name, TextUse.Code, 1);
            yield return new($"The description of {input.Name}", input.Description, TextUse.Title, 1);
            yield return new($"The default of {input.Name}", input.Default ?? "", TextUse.Code, 1);
            yield return new($"The pattern of {input.Name}", input.Pattern ?? "", TextUse.Code, 1);
        }

        foreach (var path in runbook.Files.Concat(runbook.Secrets.Select(s => s.File)))
            yield return new("A path", path, TextUse.Code, 1);
        foreach (var text in runbook.Gates.SelectMany(Gate))
            yield return text;
        foreach (var heading in runbook.Document.OfType<DocumentBlock.Heading>())
            yield return new("A heading", heading.Text, TextUse.Title, 1);
        foreach (var text in runbook.Steps.SelectMany(Step))
            yield return text;
    }

    private static IEnumerable<RunbookText> Gate(Gate gate)
    {
        var name = $"of the gate `{gate.Id}`";
        yield return new("The id of a gate", gate.Id, TextUse.Code, gate.Line);
        yield return new($"The title {name}", gate.Title, TextUse.Title, gate.Line);
        yield return new($"The phrase {name}", gate.Phrase, TextUse.Code, gate.Line);
        foreach (var other in gate.After.Concat(gate.Protects))
            yield return new($"A name {name}", other, TextUse.Code, gate.Line);
    }

    private static IEnumerable<RunbookText> Step(Step step)
    {
        var name = $"of the step `{step.Id}`";
        yield return new("The id of a step", step.Id, TextUse.Code, step.Line);
        // Its title may be the heading above it.
        yield return new($"The title {name}", step.Title, TextUse.Title, Math.Max(1, step.Line - 1));
        if (step.Kind != StepKind.Manual)
        {
            var (what, at) = (ScriptLanguage.IsScript(step.Language) ? $"The script {name}" : $"The check {name}", step.Line);
            foreach (var line in step.Body.Split('\n'))
                yield return new(what, line, TextUse.Code, ++at);
        }

        yield return new($"The reason of a waiver {name}", step.Waiver?.Reason ?? "", TextUse.Title, step.Line);
        foreach (var value in new[] { step.Language, step.ExpectOutput, step.Target, step.Container, step.Verify, step.GateId })
            yield return new($"An attribute {name}", value ?? "", TextUse.Code, step.Line);
    }
}
