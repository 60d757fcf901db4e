using System.Collections.Immutable;
using Dashboard.Core.Runbooks.Diagnostics;
using Dashboard.Core.Runbooks.Reading;
using Dashboard.Engine.Linting;
using Dashboard.Linting;
using Dashboard.Linting.Rules;
using Dashboard.Linting.Shell.Syntax;
using Dashboard.Linting.Team;

namespace Dashboard.Engine.Tests.Linting;

/// <summary>Lints texts with the real tools.</summary>
internal static class Lints
{
    /// <summary>One reader for all tests: what it has read once it does not read again.</summary>
    private static readonly Shfmt Shfmt = new();

    /// <summary>What the rules say of a runbook.</summary>
    public static ImmutableArray<LintFinding> Of(string markdown, IReadOnlyDictionary<string, string>? files = null,
        params string[] others) => RunbookLinter.Lint(new()
        {
            Path = "runbook.md",
            Runbook = RunbookParser.Parse("runbook.md", markdown),
            Text = markdown,
            Files = Texts(files, withNul: false),
            NotText = Texts(files, withNul: true),
            Exists = path => others.Contains(path) || files?.ContainsKey(path) == true,
            HasHeading = (path, anchor) => others.Contains($"{path}#{anchor}"),
            Catalogue = files?.GetValueOrDefault(TeamCatalogue.FileName) is { } team ? TeamCatalogue.Read(team) : TeamCatalogue.None,
            Hosts = ["web-1", "web-2"],
            Read = Shfmt.Read,
        });

    private static Dictionary<string, string> Texts(IReadOnlyDictionary<string, string>? files, bool withNul) =>
        (files ?? new Dictionary<string, string>()).Where(f => f.Value.Contains('\0', StringComparison.Ordinal) == withNul)
            .ToDictionary(StringComparer.Ordinal);

    /// <summary>The codes of the errors in a step with this script, in a runbook where nothing else is wrong.</summary>
    public static string[] Codes(string kind, string script, IReadOnlyDictionary<string, string>? files = null) =>
        [.. Of(Book(kind, script, files), files).Where(f => f.Diagnostic.Severity == DiagnosticSeverity.Error)
            .Select(f => f.Diagnostic.Code).Distinct()];

    /// <summary>The findings in a step with this script, in a runbook where nothing else is wrong.</summary>
    public static LintFinding[] Found(string kind, string script, IReadOnlyDictionary<string, string>? files = null) =>
        [.. Of(Book(kind, script, files), files)];

    /// <summary>Reads scripts ahead, as the linter does for all runbooks at once.</summary>
    public static Task ReadAheadAsync(IEnumerable<string> scripts) =>
        Shfmt.ReadAheadAsync(scripts.Select(s => (s, ShellDialect.Bash)), CancellationToken.None);

    private static string Book(string kind, string script, IReadOnlyDictionary<string, string>? files) => $$"""
        ---
        inputs:
          - {name: KEY_FILE, description: the key, required: true}
          - {name: VAULT_CONTAINER, description: Vault, default: vault}
          - {name: SERVICE, description: the service, default: api}
        secrets: [{file: KEY_FILE}, {file: /etc/app/secret}]
        {{(files is null ? "" : $"files: [{string.Join(", ", files.Keys)}]")}}
        gates:
          - {id: change, phrase: change-approved, unlocks: mutating}
          - {id: clean-up, phrase: clean-up-approved, unlocks: destructive, four-eyes: required, protects: [VAULT_CONTAINER]}
        ---
        ```bash {#look .preflight}
        true
        ```
        ```bash {#change .mutating verify=look}
        true
        ```
        ```bash {#back .rollback verify=look}
        true
        ```
        ```bash {#destroy .destructive verify=look}
        true
        ```
        ````bash {#step .{{kind}} {{(kind is "preflight" or "smoke" ? "" : "verify=look")}}}
        {{script}}
        ````
        """;
}
