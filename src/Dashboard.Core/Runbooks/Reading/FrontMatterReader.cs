using System.Collections.Immutable;
using Dashboard.Core.Runbooks.Diagnostics;
using Dashboard.Core.Runbooks.Yaml;

namespace Dashboard.Core.Runbooks.Reading;

/// <summary>
/// Reads what the front matter says about the file as a whole; inputs by <see cref="InputReader"/>, gates by <see cref="GateReader"/>.
/// </summary>
internal sealed class FrontMatterReader(Findings findings, Func<string, string?>? fileProblem)
{
    private static readonly string[] Declared = ["inputs", "secrets", "files", "window", "gates"];

    /// <summary>Keys of the format that stand there, with a slip of their own or in what belongs to them.</summary>
    public HashSet<string> Unsure { get; } = new(StringComparer.Ordinal);

    /// <summary>Reads the whole mapping, for example <c>title: Cutover\nowner: platform</c>.</summary>
    public Runbook Read(FrontMatter front)
    {
        var empty = new Runbook { Title = "" };
        var root = front.Yaml is null ? null : YamlTree.Read(front.Yaml, front.FirstLine, findings);
        if (root is not YamlMap map)
        {
            if (root is not null)
                findings.Error(DiagnosticCodes.WrongShape, root.At, $"The front matter is {root.Shape}.", "Write `key: value` lines.");
            if (!findings.Sorted().IsEmpty)
                Unsure.UnionWith(FrontMatterKeys.Own);
            return empty;
        }

        // What stands below a key of somebody else is theirs.
        findings.Remove(d => KeyOf(map, d) is { } key && FrontMatterKeys.Meant(key) is null && !IsRepeated(map, d));
        var runbook = Read(map, empty);
        Unsure.UnionWith(findings.Sorted().Where(d => d.Severity == DiagnosticSeverity.Error)
            .Select(d => KeyOf(map, d) is { } key ? FrontMatterKeys.Meant(key) : null).OfType<string>());
        if (Unsure.Contains("inputs"))
            findings.Remove(d => d.Code == DiagnosticCodes.UnknownSecret);
        return runbook;
    }

    /// <summary>The key that a finding stands at, or below; null when it stands before all of them.</summary>
    private static string? KeyOf(YamlMap map, Diagnostic finding) =>
        map.Entries.LastOrDefault(e => (e.At.Line, e.At.Column).CompareTo((finding.Line, finding.Column)) <= 0)?.Key;

    /// <summary>Whether a key of the mapping itself stands there a second time.</summary>
    private static bool IsRepeated(YamlMap map, Diagnostic finding) =>
        finding.Code == DiagnosticCodes.DuplicateKey && finding.Column == map.At.Column;

    private Runbook Read(YamlMap map, Runbook empty)
    {
        var fields = new YamlFields(map, "the front matter", FrontMatterKeys.Own, findings, unknown: FrontMatterKeys.Severity);
        if (IsPart(fields))
            return empty with { Title = fields.Text("title") ?? "", Owner = fields.Text("owner"), IsPart = true };
        var inputs = InputReader.Read(fields, findings);
        return empty with
        {
            Title = fields.Text("title") ?? "",
            Owner = fields.Text("owner"),
            Inputs = inputs,
            Secrets = Secrets(fields, inputs),
            Files = Files(fields),
            Window = Window(fields),
            Gates = GateReader.Read(fields, findings),
        };
    }

    /// <summary>Reads <c>part: true</c>, and says what cannot stand beside it. Others may mean something else by <c>part: 2</c>.</summary>
    private bool IsPart(YamlFields fields)
    {
        if (fields.Node("part") is not { } value || value is YamlText { Value: "false" })
            return false;
        if (value is not YamlText { Value: "true" })
        {
            findings.Warning(DiagnosticCodes.BadValue, value.At, "`part` says nothing here.", "Write `part: true`, or leave it out.");
            return false;
        }

        foreach (var key in Declared.Where(k => fields.Node(k) is not null))
            findings.Error(DiagnosticCodes.PartDeclares, fields.At(key), $"`{key}` of a part is not read.",
                "Declare it in the front matter of the runbooks that include it.");
        return true;
    }

    /// <summary>Reads, for example, <c>secrets:\n  - file: CA_KEY_FILE</c>.</summary>
    private ImmutableArray<SecretFile> Secrets(YamlFields fields, ImmutableArray<RunbookInput> inputs)
    {
        var secrets = ImmutableArray.CreateBuilder<SecretFile>();
        foreach (var map in fields.Maps("secrets", "- file: KEY_FILE"))
        {
            var secret = new YamlFields(map, "a secret", ["file", "in"], findings);
            if (secret.RequiredText("file") is not { } file)
                continue;
            if (!file.StartsWith('/') && inputs.All(i => i.Name != file))
            {
                var near = SpellingSuggestion.To(file, inputs.Select(i => i.Name));
                findings.Error(DiagnosticCodes.UnknownSecret, secret.At("file"), $"`{file}` is neither an input nor an absolute path.",
                    near is null ? "Write the name of an input that holds the path, or an absolute path." : $"Write `{near}`.");
            }

            secrets.Add(new(file, secret.Text("in")));
        }

        return secrets.ToImmutable();
    }

    /// <summary>Reads, for example, <c>window: 22:00-04:00 Europe/Warsaw</c>.</summary>
    private ChangeWindow? Window(YamlFields fields)
    {
        if (fields.Text("window") is not { } text)
            return null;
        if (ChangeWindow.Parse(text) is { } window)
            return window;
        findings.Error(DiagnosticCodes.BadValue, fields.At("window"), $"`{text}` is no change window.",
            "Write from when to when, and a time zone of the tz database, such as `22:00-04:00 Europe/Warsaw` or `22:00-04:00 UTC`.");
        return null;
    }

    /// <summary>Reads, for example, <c>files: [scripts/preflight.sh, compose/overlay.yaml]</c>.</summary>
    private ImmutableArray<string> Files(YamlFields fields)
    {
        var files = ImmutableArray.CreateBuilder<string>();
        foreach (var (at, path, _) in fields.Texts("files"))
        {
            if (files.Contains(path))
            {
                findings.Error(DiagnosticCodes.FileProblem, at, $"`{path}` appears twice.", "Keep one of them.");
                continue;
            }

            if (ShapeProblem(path) is { } shape)
                findings.Error(DiagnosticCodes.FileProblem, at, $"`{path}` {shape}.",
                    "Write a path below the runbooks folder, with forward slashes, such as `scripts/preflight.sh`.");
            else if (fileProblem?.Invoke(path) is { } problem)
                findings.Error(DiagnosticCodes.FileProblem, at, $"`{path}`: {problem}",
                    "Put the file there, or write the path of one that is below the runbooks folder.");
            files.Add(path);
        }

        return files.ToImmutable();
    }

    private static string? ShapeProblem(string path) =>
        path.Length == 0 ? "is empty"
        : path[0] == '/' ? "is absolute"
        : path.Contains('\\', StringComparison.Ordinal) ? "holds a backslash"
        : path.Any(char.IsControl) ? "holds a control character"
        : path.Split('/') is var parts && parts.Contains("..") ? "leaves the folder"
        : parts.Any(p => p is "" or ".") ? "holds an empty part"
        : null;
}
