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
    [InlineData("Beside --commands, write --json and one runbooks folder at most.", "--commands", "list.tsv", "--strict")]
    [InlineData("Could not find file", "--commands", "nowhere.tsv")]
    [InlineData("Line 1: write a command, a tab, and `reads`, `changes` or `destroys`.", "--commands", "notes.txt")]
    [InlineData("No such folder: nowhere.", "--commands", "list.tsv", "nowhere")]
    [InlineData("lint.yaml, line 1: `x` is no part of the file. Write `programs` or `paths`.", "--commands", "list.tsv", "slip")]
    public async Task Arguments_ThatMeanNothing_AreRefused(string words, params string[] arguments)
    {
        Write("notes.txt", "no runbook");
        Write("list.tsv", "docker ps\treads\n");
        Write("slip/lint.yaml", "x: 1\n");
        var (code, _, errors) = await ProgramRun.RunAsync(["lint", .. arguments], folder: _folder.FullName);
        code.ShouldBe(2);
        errors.ShouldContain(words);
        errors.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task Commands_OfAList_AreCountedAndWhatIsWrongIsNamed()
    {
        Write("list.tsv", "# ours\ndocker ps\treads\nourctl status\treads\ndocker rm x\tdestroys\ndocker stop x\treads\n");
        Write("runbooks/lint.yaml", "programs: {ourctl: reads}\n");

        var (code, output, _) = await ProgramRun.RunAsync(["lint", "--commands", "list.tsv"], folder: _folder.FullName);

        (code, output).ShouldBe((1, """
                           it says: reads  changes  destroys  cannot tell
                 3 that read            1        1         0            1
                 0 that change          0        0         0            0
                 1 that destroy         0        0         1            0
            3: reads, not cannot tell: ourctl status
            5: reads, not changes: docker stop x

            """));

        (_, output, _) = await ProgramRun.RunAsync(["lint", "--commands", "list.tsv", "runbooks", "--json"], folder: _folder.FullName);
        using var report = JsonDocument.Parse(output);
        report.RootElement.GetProperty("exitCode").GetInt32().ShouldBe(1);
        report.RootElement.GetProperty("matrix").GetProperty("reads").GetProperty("reads").GetInt32().ShouldBe(2);
        report.RootElement.GetProperty("wrong").EnumerateArray().ShouldHaveSingleItem().GetProperty("line").GetInt32().ShouldBe(5);
    }

    [Fact]
    public async Task Team_SaysWhatItsProgramsDo_AndASlipHasItsPlace()
    {
        Write("runbooks/cutover.md", "```bash {#look .preflight}\nourctl status\n/opt/app/check.sh\n```\n");
        Write("runbooks/lint.yaml", "programs: {ourctl: reads}\npaths: {/opt/app/*.sh: reads}\n");
        (await ProgramRun.RunAsync(["lint", "runbooks"], folder: _folder.FullName)).Code.ShouldBe(0);

        Write("runbooks/lint.yaml", "programs:\n  ourctl: read\n");
        var (code, output, _) = await ProgramRun.RunAsync(["lint", "runbooks"], folder: _folder.FullName);

        code.ShouldBe(1);
        output.ShouldContain("runbooks/lint.yaml:2:11: warning LN701: `read` is no effect.\n"
            + "    Write `reads`, `changes`, `stops` or `destroys`.");
        output.ShouldContain("runbooks/cutover.md:2:1: warning LN105: The linter does not know the program `ourctl`");
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
