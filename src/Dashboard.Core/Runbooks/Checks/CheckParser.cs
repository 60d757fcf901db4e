using System.Collections.Immutable;
using Dashboard.Core.Runbooks.Diagnostics;
using Dashboard.Core.Runbooks.Yaml;

namespace Dashboard.Core.Runbooks.Checks;

/// <summary>An input that a check's body refers to by <c>${NAME}</c>.</summary>
/// <param name="Name">The input.</param>
/// <param name="Line">The line of the value it stands in, from 1.</param>
/// <param name="Column">The column of that value, from 1.</param>
public sealed record InputReference(string Name, int Line, int Column);

/// <summary>A check's body as it was read.</summary>
/// <param name="Check">What it expects; null when an error keeps that from being known.</param>
/// <param name="Diagnostics">What is wrong with it, by line.</param>
/// <param name="References">The inputs it refers to.</param>
public sealed record ParsedCheck(Check? Check, ImmutableArray<Diagnostic> Diagnostics, ImmutableArray<InputReference> References);

/// <summary>Reads the bodies of typed checks. Total: any text gives diagnostics, never an exception.</summary>
public static class CheckParser
{
    /// <summary>The languages of typed checks.</summary>
    public static ImmutableArray<string> Languages { get; } = ["container", "file", "http", "tcp"];

    /// <summary>Reads a check's body.</summary>
    /// <param name="language">The fence's language, one of <see cref="Languages"/>.</param>
    /// <param name="body">The YAML.</param>
    /// <param name="firstLine">The line of the file that the body begins on.</param>
    /// <param name="inputs"> The run's inputs, which stand for <c>${NAME}</c> in values, as plain text (in a regular expression: escaped).
    /// Null while there is no run: then texts keep their <c>${NAME}</c>, and a number, a flag or a choice that is one takes its default.
    /// </param>
    public static ParsedCheck Parse(string language, string body, int firstLine = 1, IReadOnlyDictionary<string, string>? inputs = null)
    {
        var findings = new Findings();
        var values = new Substitution(true, inputs, findings);
        Check? check = null;
        if (YamlTree.Read(body ?? "", firstLine, findings) is { } root)
        {
            if (root is not YamlMap map)
                findings.Error(DiagnosticCodes.WrongShape, root.At, $"The check is {root.Shape}.", "Write `key: value` lines.");
            else
                check = Read(language, map, findings, values);
        }
        else if (findings.Sorted().IsEmpty)
        {
            findings.Error(DiagnosticCodes.EmptyStep, new(firstLine, 1), "The check is empty.",
                "Write what it expects as `key: value` lines.");
        }

        var diagnostics = findings.Sorted();
        return new(
            diagnostics.Any(d => d.Severity == DiagnosticSeverity.Error) ? null : check,
            diagnostics,
            [.. values.Names.Distinct().Select(n => new InputReference(n.Name, n.At.Line, n.At.Column))]);
    }

    private static Check? Read(string language, YamlMap map, Findings findings, Substitution values)
    {
        switch (language)
        {
            case "container":
                return ContainerCheckReader.Read(map, findings, values);
            case "file":
                return FileCheckReader.Read(map, findings, values);
            case "http":
                return HttpCheckReader.Read(map, findings, values);
            case "tcp":
                return TcpCheckReader.Read(map, findings, values);
            default:
                findings.Error(DiagnosticCodes.UnknownLanguage, map.At, $"Unknown typed check `{language}`.",
                    SpellingSuggestion.Remedy(language ?? "", Languages));
                return null;
        }
    }
}
