using Dashboard.Testing;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Cli;

/// <summary><c>adopt</c> as people start it: where the draft goes, what is told beside it, and what is never written.</summary>
[Needs(Need.Packages, Need.Time)]
public sealed class AdoptCommandTests : IDisposable
{
    private const string Procedure = "# Stop the api\n\n```bash\nsystemctl stop api\n```\n\n- [ ] Tell the desk\n\n```yaml\na: 1\n```\n";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("adopt-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Procedure_IsPrintedAsADraft_AndWhatIsUnsureBesideIt()
    {
        Write("stop.md", Procedure);

        var (code, output, errors) = await RunAsync("stop.md");

        code.ShouldBe(0);
        output.ShouldBe(
            """
            ---
            gates:
              - id: change
                title: 'Change: Stop the api'
                phrase: stop-api-approved
                unlocks: mutating
            ---

            # Stop the api

            ```bash {#stop-api .mutating}
            systemctl stop api
            ```

            - [ ] Tell the desk {#tell-desk}

            ```yaml
            a: 1
            ```

            """);
        errors.ShouldContain("stop.md:9: (draft line 17) It stays a listing: `yaml` is not shell.\n");
        errors.ShouldContain("draft:3:1: warning LN203: The gate `change` unlocks changes that have no rollback.");
        errors.ShouldEndWith("Draft: 1 manual, 1 mutating; 0 inputs; 1 doubt, 0 errors, 2 warnings.\n");
        Read("stop.md").ShouldBe(Procedure);
        _folder.GetFiles().Length.ShouldBe(1);
    }

    [Fact]
    public async Task Draft_GoesIntoANewFile_ThatTheLinterTakes()
    {
        Write("stop.md", Procedure);

        var (code, output, _) = await RunAsync("stop.md", "-o", "new.md");

        (code, output).ShouldBe((0, ""));
        Read("stop.md").ShouldBe(Procedure);
        var (_, linted, _) = await ProgramRun.RunAsync(["lint", "new.md"], folder: _folder.FullName);
        linted.ShouldContain("1 runbook, 1 file: 0 errors,");
    }

    [Fact]
    public async Task File_ThatIsThere_IsNeverWrittenOver()
    {
        Write("stop.md", Procedure);
        Write("new.md", "precious");
        File.CreateSymbolicLink(Path.Combine(_folder.FullName, "link.md"), Path.Combine(_folder.FullName, "nowhere.md"));

        foreach (var taken in new[] { "new.md", "stop.md", "link.md" })
        {
            var (code, output, errors) = await RunAsync("stop.md", "-o", taken);

            (code, output).ShouldBe((2, ""));
            errors.ShouldContain("exists already");
            errors.ShouldNotContain("   at ");
        }

        (Read("new.md"), Read("stop.md")).ShouldBe(("precious", Procedure));
        File.Exists(Path.Combine(_folder.FullName, "nowhere.md")).ShouldBeFalse();
    }

    [Theory]
    [InlineData(1, "No draft.", "prose.md")]
    [InlineData(1, "It is a runbook already", "runbook.md")]
    [InlineData(1, "error RB106", "owner.md")]
    [InlineData(2, "No such file: nothing.md.", "nothing.md")]
    [InlineData(2, "notes.txt is no Markdown file.", "notes.txt")]
    [InlineData(2, "Required argument 'FILE' missing")]
    public async Task ExitCode_SaysWhetherThereIsADraftThatCanBeRun(int expected, string words, params string[] arguments)
    {
        Write("prose.md", "# Only prose\n");
        Write("runbook.md", "```bash {#look .preflight}\ndf -h\n```\n");
        Write("owner.md", "---\nowner: [a, b]\n---\n" + Procedure);
        Write("notes.txt", Procedure);

        var (code, _, errors) = await RunAsync(arguments);

        code.ShouldBe(expected);
        errors.ShouldContain(words);
        errors.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task Commands_AreNeverRun()
    {
        var mark = Path.Combine(_folder.FullName, "was-run");
        Write("mark.md", $"# Mark\n\n```bash\ntouch {mark}\n```\n\n```bash\necho \"$(touch {mark})\"\n```\n");

        var (code, output, _) = await RunAsync("mark.md");

        code.ShouldBe(0);
        output.ShouldContain("```bash {#");
        File.Exists(mark).ShouldBeFalse();
    }

    private Task<(int Code, string Output, string Errors)> RunAsync(params string[] arguments) =>
        ProgramRun.RunAsync(["adopt", .. arguments], folder: _folder.FullName);

    private string Read(string name) => File.ReadAllText(Path.Combine(_folder.FullName, name));

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder.FullName, name), text);
}
