using Dashboard.Core.Runbooks.Diagnostics;
using Dashboard.Linting;

namespace Dashboard.Engine.Tests.Linting;

/// <summary>The linter finds what would make a runbook read other than it is, in its place.</summary>
public sealed class DeceptionRuleTests
{
    // Prose of a document, which nobody approves, is left alone.
    private const string Step = "- [ ] It is done {#is-done}\n";

    [Theory]
    [InlineData("```bash {#a .preflight}\ntrue\nif [ \"$access\" != \"user\u202E \u2066# check\u2069 \u2066\" ]; then true; fi\n```", 3,
        24)]
    [InlineData("### Stop\u200B it\n```bash {#a .preflight}\ntrue\n```", 1, 9)]
    [InlineData("### Stop &#x202E;it\n```bash {#a .preflight}\ntrue\n```", 1, 1)]
    [InlineData("```bash {#a .preflight title=\"Stop\u00A0it\"}\ntrue\n```", 1, 35)]
    [InlineData("---\ntitle: \"St\\u200Bop\"\n---\n```bash {#a .preflight}\ntrue\n```", 1, 1)]
    [InlineData("---\nowner: me\u2028\n---\n```bash {#a .preflight}\ntrue\n```", 2, 10)]
    [InlineData("---\n# a comment \u202E\ntitle: x\n---\n```bash {#a .preflight}\ntrue\n```", 2, 13)]
    [InlineData("- [ ] Tell\u00AD them {#a}", 1, 11)]
    [InlineData("```http {#a .preflight}\nurl: http://127.0.0.1/\u200Bx\n```", 2, 23)]
    public void HiddenCharacter_InWhatIsApproved_IsAnErrorInItsPlace(string markdown, int line, int column)
    {
        var found = Lints.Of(markdown).Where(f => f.Diagnostic.Code == LintCodes.HiddenCharacter).Select(f => f.Diagnostic).ToArray();

        found.ShouldNotBeEmpty();
        found.ShouldAllBe(d => d.Severity == DiagnosticSeverity.Error && d.Message.Contains("U+", StringComparison.Ordinal));
        (found[0].Line, found[0].Column).ShouldBe((line, column));
    }

    [Theory]
    [InlineData("---\ngates: [{id: c, phrase: cut\u043Ever, unlocks: mutating}]\n---\n```bash {#a .preflight}\ntrue\n```", 2)]
    [InlineData("```bash {#a .preflight}\nls /srv/v\u0430ult\n```", 2)]
    [InlineData("### St\u043Ep it\n```bash {#a .preflight}\ntrue\n```", 1)]
    public void Lookalike_InWhatIsApproved_IsAnErrorInItsPlace(string markdown, int line)
    {
        var found = Lints.Of(markdown).Single(f => f.Diagnostic.Code == LintCodes.LookalikeLetter).Diagnostic;

        (found.Severity, found.Line).ShouldBe((DiagnosticSeverity.Error, line));
    }

    // bash passes over a NUL from the third line on; whoever takes the file for a picture reads none of it.
    [Theory]
    [InlineData("scripts/switch.sh", "scripts/switch.sh", "#!/bin/bash\nset -eu\n# \0\nrm -rf /srv\n", 3)]
    [InlineData("switch", "bash switch", "set -eu\n\0\nrm -rf /srv\n", 2)]
    [InlineData("switch", ". ./switch", "set -eu\n\0\nrm -rf /srv\n", 2)]
    [InlineData("switch", "python3 switch", "import os\n\0\n", 2)]
    [InlineData("switch", "\"./$(printf switch)\"", "#!/bin/sh\nrm -rf /\0srv\n", 2)]
    public void Nul_InAScript_IsAnErrorInItsPlace(string path, string command, string text, int line)
    {
        var found = Lints.Of($"---\nfiles: [{path}]\n---\n```bash {{#a .preflight}}\n{command}\n```",
            new Dictionary<string, string> { [path] = text })
            .First(f => f.Diagnostic.Code == LintCodes.HiddenCharacter);

        (found.File, found.Diagnostic.Line, found.Diagnostic.Severity).ShouldBe((path, line, DiagnosticSeverity.Error));
        found.Diagnostic.Message.ShouldContain("U+0000");
    }

    [Fact]
    public void Nul_InAPicture_IsNobodysBusiness() =>
        Lints.Of("---\nfiles: [logo.png]\n---\n```bash {#a .preflight}\nsha256sum logo.png\n```",
            new Dictionary<string, string> { ["logo.png"] = "\u0089PNG\n\0\0" })
            .ShouldNotContain(f => f.Diagnostic.Code == LintCodes.HiddenCharacter);

    [Fact]
    public void Prose_ThatAStepRuns_IsReadAsAScript() =>
        Lints.Of("---\nfiles: [read.md]\n---\n```bash {#a .preflight}\nbash read.md\n```",
            new Dictionary<string, string> { ["read.md"] = "rm\u00A0-r x\n" })
            .ShouldContain(f => f.File == "read.md" && f.Diagnostic.Code == LintCodes.HiddenCharacter);

    [Theory]
    [InlineData("phrase: \"go  go\"", "scripts/a.sh", "Write `phrase: go go`.")]
    [InlineData("phrase: go go", "scripts/run  now.sh", "Rename it, for example to `scripts/run now.sh`.")]
    [InlineData("phrase: go go", "scripts/ run.sh", "Rename it, for example to `scripts/run.sh`.")]
    [InlineData("phrase: go go", "scripts/run.sh ", "Rename it, for example to `scripts/run.sh`.")]
    public void Spaces_ThatNobodyCanCount_AreAnErrorThatSaysWhatToWrite(string phrase, string path, string remedy)
    {
        var book = $"---\nfiles: [\"{path}\"]\ngates: [{{id: c, {phrase}, unlocks: mutating}}]\n---\n```bash {{#a .preflight}}\ntrue\n```";

        var found = Lints.Of(book, new Dictionary<string, string> { [path] = "true\n" })
            .Single(f => f.Diagnostic.Code == LintCodes.UncountableSpaces).Diagnostic;

        (found.Severity, found.Remedy).ShouldBe((DiagnosticSeverity.Error, remedy));
    }

    [Theory]
    [InlineData(200, 100, 100, "")]
    [InlineData(201, 100, 100, "The title of the gate `c`")]
    [InlineData(200, 101, 100, "The phrase of the gate `c`")]
    [InlineData(200, 100, 101, "The name of input 1")]
    public void Length_BeyondWhatAnApproverReads_IsAnError(int title, int phrase, int input, string what)
    {
        var book = $"---\ninputs: [{{name: {new string('A', input)}, description: x}}]\n"
            + $"gates:\n  - {{id: c, title: {new string('t', title)}, phrase: {new string('p', phrase)}, unlocks: mutating}}\n---\n"
            + "```bash {#a .preflight}\ntrue\n```";

        Lints.Of(book).Where(f => f.Diagnostic.Code == LintCodes.TooLongToRead).Select(f => f.Diagnostic.Message.Split(" has ")[0])
            .ShouldBe(what.Length == 0 ? [] : [what]);
    }

    [Fact]
    public void PinnedScript_WithAHiddenCharacter_IsAnErrorInThatFile()
    {
        const string book = "---\nfiles: [scripts/a.sh, notes.md]\n---\n```bash {#a .preflight}\nbash scripts/a.sh\n```";
        var files = new Dictionary<string, string> { ["scripts/a.sh"] = "true\r\nls \u202Ex\r\n", ["notes.md"] = "Un mot\u00A0: oui.\n" };

        var found = Lints.Of(book, files).Single(f => f.Diagnostic.Code == LintCodes.HiddenCharacter);

        (found.File, found.Diagnostic.Line, found.Diagnostic.Column).ShouldBe(("scripts/a.sh", 2, 4));
    }

    [Fact]
    public void File_FullOfThem_IsToldTwentyTimes() =>
        Lints.Of($"```bash {{#a .preflight}}\n{string.Concat(Enumerable.Repeat("echo \u200B\n", 500))}```")
            .Count(f => f.Diagnostic.Code == LintCodes.HiddenCharacter).ShouldBe(20);

    [Theory]
    [InlineData("Approved {.gate-bar .is-open}", 10)]
    [InlineData("x {#run-main}", 3)]
    [InlineData("x {style=\"position:fixed\"}", 3)]
    [InlineData("a <div class=\"gate-bar\">b</div>", 3)]
    [InlineData("<button>Approve</button>", 1)]
    [InlineData("<dialog open>x</dialog>", 1)]
    [InlineData("<b accesskey=r>x</b>", 1)]
    [InlineData("<style>.command{display:none}</style>", 1)]
    [InlineData("[x](javascript:alert(1))", 3)]
    [InlineData("## Title {.gate-bar}", 10)]
    public void Prose_ThatTriesToBePartOfThePage_IsAWarning(string prose, int column)
    {
        var found = Lints.Of($"Before.\n\n{prose}\n\n{Step}").Single().Diagnostic;

        (found.Code, found.Severity, found.Line, found.Column).ShouldBe((LintCodes.ProseAttributes, DiagnosticSeverity.Warning, 3, column));
    }

    [Theory]
    [InlineData("A brace {name}, a template {{.State.Status}}, `{.code}` and \\{.escaped}.")]
    [InlineData("## Rollback {#rollback}")]
    [InlineData("- [ ] The window is\n  announced {#announced plan=5m}")]
    [InlineData("A line<br>break, <kbd>N</kbd>, <!-- a comment -->, a < b and c > d.")]
    [InlineData("```js {.highlight #x}\nlet a = {class: 1}\n```")]
    [InlineData("[a link](https://example.org/{id}) and <https://example.org>")]
    [InlineData("Приветствие, النسخ الاحتياطي, Un espace\u00A0: oui, ⚠\uFE0F 👩\u200D💻")]
    public void Prose_OfAnOrdinaryKind_IsLeftAlone(string prose) =>
        Lints.Of($"{prose}\n\n{Step}").ShouldBeEmpty();

    [Theory]
    [InlineData("Read \u202Eth\u202Cis", 6)]
    [InlineData("Read &#x202E;this", 6)]
    [InlineData("```\nlisting \U000E0072\n```", 9)]
    public void Prose_ThatHidesOrTurns_IsAWarning(string prose, int column)
    {
        var found = Lints.Of($"{prose}\n\n{Step}")[0].Diagnostic;

        (found.Code, found.Severity, found.Column).ShouldBe((LintCodes.HiddenInProse, DiagnosticSeverity.Warning, column));
    }

    [Fact]
    public void Heading_UnderlinedWithAnAnchor_IsNoAttempt() =>
        Lints.Of($"Go back {{#back}}\n------------\n\n{Step}").ShouldNotContain(f => f.Diagnostic.Code == LintCodes.ProseAttributes);

    [Fact]
    public void Messages_ThatRepeatTheFile_HideNothing() =>
        Lints.Of("```bash {#a\u202E .preflight}\nrm \u200Bx\n```\n[x]: y {.\u202E}\n")
            .SelectMany(f => f.Diagnostic.Message + f.Diagnostic.Remedy).ShouldNotContain(c => c == '\u202E' || c == '\u200B');
}
