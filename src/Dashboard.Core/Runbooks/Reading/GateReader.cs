using System.Collections.Immutable;
using Dashboard.Core.Runbooks.Diagnostics;
using Dashboard.Core.Runbooks.Yaml;

namespace Dashboard.Core.Runbooks.Reading;

/// <summary>Reads the gates of the front matter.</summary>
internal static class GateReader
{
    /// <summary>How many gates a runbook has at most: nobody weighs more phrases than that.</summary>
    public const int MaxGates = 50;

    private static readonly string[] Keys = ["id", "title", "phrase", "unlocks", "fresh", "valid", "after", "four-eyes", "protects"];

    /// <summary>
    /// Reads, for example:
    /// <code>
    /// gates:
    ///   - id: cleanup
    ///     phrase: cleanup-approved
    ///     unlocks: destructive
    ///     fresh: 30m
    ///     valid: 60m
    ///     after: [smoke]
    ///     four-eyes: required
    ///     protects: [vault]
    /// </code>
    /// </summary>
    public static ImmutableArray<Gate> Read(YamlFields front, Findings findings)
    {
        var gates = ImmutableArray.CreateBuilder<Gate>();
        foreach (var map in front.Maps("gates", "- id: cutover"))
        {
            if (gates.Count == MaxGates)
            {
                findings.Error(DiagnosticCodes.TooLong, map.At, $"A runbook has at most {MaxGates} gates.", "Split the runbook.");
                break;
            }

            var fields = new YamlFields(map, "a gate", Keys, findings);
            var gate = One(fields, findings);
            if (gate.Id.Length > 0 && gates.Any(g => g.Id == gate.Id))
            {
                findings.Error(DiagnosticCodes.DuplicateGate, fields.At("id"), $"Two gates have the id `{gate.Id}`.",
                    "Give each gate an id of its own.");
                continue;
            }

            if (gate.Phrase.Length > 0 && gates.FirstOrDefault(g => g.Phrase == gate.Phrase) is { } twin)
            {
                findings.Error(DiagnosticCodes.DuplicatePhrase, fields.At("phrase"),
                    $"The gates `{twin.Id}` and `{gate.Id}` have the same phrase.", "Give each gate a phrase of its own.");
            }

            gates.Add(gate);
        }

        return gates.ToImmutable();
    }

    private static Gate One(YamlFields fields, Findings findings)
    {
        var id = fields.RequiredText("id") ?? "";
        if (id.Length > 0)
            Ids.Check(id, fields.At("id"), findings);
        if (fields.Node("unlocks") is null)
            fields.RequiredText("unlocks");
        return new()
        {
            Id = id,
            Title = fields.Text("title") is { Length: > 0 } title ? title : id.Replace('-', ' '),
            Phrase = Phrase(fields, findings),
            Unlocks = fields.Choice("unlocks", ["mutating", "destructive"]) == "destructive" ? StepKind.Destructive : StepKind.Mutating,
            Fresh = fields.Duration("fresh"),
            Valid = fields.Duration("valid"),
            After = [.. fields.Texts("after").Select(t => t.Value).Distinct()],
            FourEyes = fields.Choice("four-eyes", ["no", "preferred", "required"]) switch
            {
                "preferred" => FourEyes.Preferred,
                "required" => FourEyes.Required,
                _ => FourEyes.No,
            },
            FourEyesStated = fields.Node("four-eyes") is not null,
            Protects = [.. fields.Texts("protects").Select(t => t.Value).Distinct()],
            Line = fields.SourceLocation.Line,
        };
    }

    private static string Phrase(YamlFields fields, Findings findings)
    {
        if (fields.RequiredText("phrase") is not { } phrase)
            return "";
        if (phrase.Any(c => char.IsControl(c) || char.GetUnicodeCategory(c) == System.Globalization.UnicodeCategory.Format)
            || phrase.Trim() != phrase)
        {
            findings.Error(DiagnosticCodes.BadPhrase, fields.At("phrase"),
                "The phrase begins or ends with white space, or holds a character that cannot be seen.",
                "Write a phrase that can be typed from the screen.");
        }

        return phrase;
    }
}
