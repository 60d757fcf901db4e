using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Dashboard.Core.Runbooks.Diagnostics;
using Dashboard.Core.Runbooks.Yaml;

namespace Dashboard.Core.Runbooks.Reading;

/// <summary>Reads what a run asks for when it is opened.</summary>
internal static partial class InputReader
{
    private static readonly string[] Keys = ["name", "description", "type", "options", "pattern", "required", "default"];

    /// <summary>
    /// Reads, for example:
    /// <code>
    /// inputs:
    ///   - name: CA_KEY_FILE
    ///     description: path of the CA private key
    ///     pattern: ^/[A-Za-z0-9._/-]+$
    ///     required: true
    ///   - {name: COLOUR, type: choice, options: [blue, green]}
    /// </code>
    /// </summary>
    public static ImmutableArray<RunbookInput> Read(YamlFields fields, Findings findings)
    {
        var inputs = new Dictionary<string, RunbookInput>(StringComparer.Ordinal);
        var all = ImmutableArray.CreateBuilder<RunbookInput>();
        foreach (var map in fields.Maps("inputs", "- name: KEY_FILE"))
        {
            var input = new YamlFields(map, "an input", Keys, findings);
            var type = input.Choice("type", InputValues.TypeNames) is { } word
                ? Enum.Parse<InputKind>(word, ignoreCase: true)
                : InputKind.Text;
            var read = new RunbookInput(
                input.RequiredText("name") ?? "", input.Text("description") ?? "", input.Pattern("pattern"),
                input.Flag("required") ?? false, input.Text("default"), type)
            {
                Options = Options(input, type, findings),
            };
            CheckName(read.Name, input.At("name"), findings);
            CheckDefault(read, input.At("default"), findings);
            if (read.Name.Length > 0 && !inputs.TryAdd(read.Name, read))
                findings.Error(DiagnosticCodes.DuplicateInput, input.At("name"), $"The input {read.Name} is declared twice.",
                    "Keep one of them.");
            else
                all.Add(read);
        }

        return all.ToImmutable();
    }

    private static ImmutableArray<string> Options(YamlFields input, InputKind type, Findings findings)
    {
        var options = input.Texts("options").Select(t => t.Value.Trim()).ToImmutableArray();
        if (type != InputKind.Choice && input.Node("options") is not null)
        {
            findings.Error(DiagnosticCodes.BadValue, input.At("options"), "Only a choice has `options`.",
                "Write `type: choice`, or leave `options` out.");
            return [];
        }

        if (type == InputKind.Choice
            && (options.Length < 2 || options.Any(string.IsNullOrEmpty) || options.Distinct().Count() < options.Length))
            findings.Error(DiagnosticCodes.BadValue, input.At("options"), "A choice needs two or more different `options`.",
                "Write them as a list, such as `options: [blue, green]`.");
        return options;
    }

    private static void CheckName(string name, SourceLocation at, Findings findings)
    {
        if (name.Length > 0 && !Name().IsMatch(name))
        {
            findings.Error(DiagnosticCodes.InputName, at, $"`{name}` is not a valid input name.",
                "Write capital letters, digits and underscores, not beginning with a digit, such as `KEY_FILE`.");
        }
        else if (InputNames.IsReserved(name))
        {
            findings.Error(DiagnosticCodes.InputName, at, $"Steps rely on {name}; an input cannot set it.", "Give the input another name.");
        }
    }

    private static void CheckDefault(RunbookInput input, SourceLocation at, Findings findings)
    {
        if (input.Default is not { } value)
            return;
        if (input.Type == InputKind.Secret)
        {
            findings.Error(DiagnosticCodes.BadValue, at, $"{input.Name} is a secret, and its default stands in the file for all to read.",
                "Leave `default` out: whoever opens a run types it.");
        }
        else if (InputValues.Problem(input, value) is { } problem)
        {
            findings.Error(DiagnosticCodes.DefaultMismatch, at, $"The default does not fit: {problem.TrimEnd('.')}.",
                input.Pattern is null ? "Change the default." : "Change the default or the pattern.");
        }
    }

    [GeneratedRegex(@"\A[A-Z_][A-Z0-9_]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
