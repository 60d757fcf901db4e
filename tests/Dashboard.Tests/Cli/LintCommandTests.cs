using System.Text.Json;
using Dashboard.Testing;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Cli;

/// <summary><c>lint</c> as people and build servers start it.</summary>
[Needs(Need.Time)]
public sealed class LintCommandTests : IDisposable
{
    private const string Bad = """
        ---
        files: [scripts/look.sh]
        ---
        ```bash {#look .preflight}
        bash scripts/look.sh
        ```
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lint-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task ShippedRunbooks_HaveNoFinding()
    {
        var (code, output, _) = await ProgramRun.RunAsync(["lint", RepositoryRoot.Runbooks, "--json", "--strict"]);

        using var report = JsonDocument.Parse(output);
        var root = report.RootElement;
        (code, root.GetProperty("exitCode").GetInt32(), root.GetProperty("errors").GetInt32(),
            root.GetProperty("warnings").GetInt32()).ShouldBe((0, 0, 0, 0));
        (root.GetProperty("runbooks").GetInt32(), root.GetProperty("files").GetInt32(),
            root.GetProperty("complete").GetBoolean()).ShouldBe((2, 5, true));
        root.GetProperty("findings").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Finding_InAPinnedFile_HasItsPlaceAndItsRemedy()
    {
        Write("runbooks/cutover.md", Bad);
        Write("runbooks/scripts/look.sh", "#!/bin/sh\necho looking\n  docker stop vault\n");

        var (code, output, _) = await ProgramRun.RunAsync(["lint", ".", "--json"], folder: _folder.FullName);

        code.ShouldBe(1);
        using var report = JsonDocument.Parse(output);
        var finding = report.RootElement.GetProperty("findings").EnumerateArray().ShouldHaveSingleItem();
        finding.GetProperty("code").GetString().ShouldBe("LN101");
        finding.GetProperty("severity").GetString().ShouldBe("error");
        finding.GetProperty("file").GetString().ShouldBe("runbooks/scripts/look.sh");
        (finding.GetProperty("line").GetInt32(), finding.GetProperty("column").GetInt32()).ShouldBe((3, 3));
        finding.GetProperty("message").GetString()
            .ShouldBe("`docker stop vault` changes something, but the preflight step `look` is read-only.");
        finding.GetProperty("remedy").GetString().ShouldNotBeNullOrEmpty();

        var (_, words, _) = await ProgramRun.RunAsync(["lint", "runbooks/cutover.md"], folder: _folder.FullName);
        words.ShouldStartWith("runbooks/scripts/look.sh:3:3: error LN101: `docker stop vault` changes something");
        words.ShouldEndWith("1 runbook, 2 files: 1 error, 0 warnings\n");
    }

    [Fact]
    public async Task Names_ThatActOnATerminal_AreShownAsTheyAre()
    {
        Write("runbooks/x\e[2J\n0 errors.md", Bad);

        var (code, output, _) = await ProgramRun.RunAsync(["lint", "runbooks"], folder: _folder.FullName);

        code.ShouldBe(1);
        output.ShouldContain("x⟨U+001B⟩[2J⟨U+000A⟩0 errors.md:");
        output.ShouldNotContain('\e');
    }

    [Fact]
    public async Task Sarif_NamesRulesFilesAndPlaces()
    {
        Write("runbooks/cutover.md", Bad);
        Write("runbooks/scripts/look.sh", "#!/bin/bash\nfor x in a; do\ndocker stop $x\ndone\n");

        var (code, output, _) = await ProgramRun.RunAsync(["lint", ".", "--sarif"], folder: _folder.FullName);

        code.ShouldBe(1);
        Snapshot.Match(output, "tests", "Dashboard.Tests", "Cli", "Snapshots", "lint.sarif");
        using var log = JsonDocument.Parse(output);
        log.RootElement.GetProperty("version").GetString().ShouldBe("2.1.0");
        var run = log.RootElement.GetProperty("runs").EnumerateArray().ShouldHaveSingleItem();
        var rules = run.GetProperty("tool").GetProperty("driver").GetProperty("rules").EnumerateArray()
            .Select(r => r.GetProperty("id").GetString()).ToArray();
        var result = run.GetProperty("results").EnumerateArray().First(r => r.GetProperty("ruleId").GetString() == "LN101");
        rules[result.GetProperty("ruleIndex").GetInt32()].ShouldBe("LN101");
        var place = result.GetProperty("locations")[0].GetProperty("physicalLocation");
        place.GetProperty("artifactLocation").GetProperty("uri").GetString().ShouldBe("runbooks/scripts/look.sh");
        place.GetProperty("region").GetProperty("startLine").GetInt32().ShouldBe(3);
    }

    [Fact]
    public async Task MissingTools_AreToldAndFailOnlyWhenStrict()
    {
        Write("runbooks/cutover.md", "```bash {#look .preflight}\ndocker ps\n```\n");
        // The program's own runtime is started by its full path; nothing else is found.
        var nothing = new Dictionary<string, string> { ["PATH"] = _folder.FullName };

        var (code, output, _) = await ProgramRun.RunAsync(["lint", "runbooks"], nothing, _folder.FullName);
        code.ShouldBe(0);
        output.ShouldContain("warning LN001: The scripts of this runbook were not checked: shfmt is not installed.");
        output.ShouldContain("warning LN002: The scripts of this runbook were not checked by shellcheck");

        (await ProgramRun.RunAsync(["lint", "runbooks", "--strict"], nothing, _folder.FullName)).Code.ShouldBe(1);
    }

    [Fact]
    public async Task Shellcheck_FindsWhatItFinds()
    {
        Write("runbooks/cutover.md",
            "text\n\n```bash {#look .preflight}\nif [ 1 = 1 ]; then\n  x=$(ls *.txt | wc -l)\nfi\nlocal y=1\n```\n");

        var (code, output, _) = await ProgramRun.RunAsync(["lint", "runbooks"], folder: _folder.FullName);

        code.ShouldBe(1);
        output.ShouldContain("runbooks/cutover.md:7:1: error SC2168: 'local' is only valid in functions.");
    }

    [Theory]
    [InlineData("No such file or folder: nowhere.", "nowhere")]
    [InlineData("notes.txt is not a runbook. Enter the path of a Markdown file", "notes.txt")]
    [InlineData("Write --json or --sarif, not both.", ".", "--json", "--sarif")]
    [InlineData("Required argument 'PATH' missing for command: 'lint'.")]
    public async Task Arguments_ThatMeanNothing_AreRefused(string words, params string[] arguments)
    {
        Write("notes.txt", "no runbook");
        var (code, _, errors) = await ProgramRun.RunAsync(["lint", .. arguments], folder: _folder.FullName);
        code.ShouldBe(2);
        errors.ShouldContain(words);
        errors.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task FolderWithoutRunbooks_IsClean()
    {
        Write("README.md", "# Only prose\n");

        var (code, output, _) = await ProgramRun.RunAsync(["lint", "."], folder: _folder.FullName);

        (code, output).ShouldBe((0, "0 runbooks, 0 files: 0 errors, 0 warnings\n"));
    }

    private void Write(string path, string text)
    {
        var file = Path.Combine(_folder.FullName, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
