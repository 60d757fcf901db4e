using Dashboard.Core.Runbooks.Diagnostics;
using Dashboard.Engine.Linting;
using Dashboard.Engine.Runbooks;
using Dashboard.Linting;
using Microsoft.Extensions.Options;

namespace Dashboard.Engine.Tests.Runbooks;

/// <summary>What a runbook of the folder may include, and what is said of what it may not.</summary>
public sealed class IncludedFilesTests : IDisposable
{
    private const string Book = "# A {#a include=part.md}\n\n- [ ] Done {#done}\n";

    private readonly string _above = Directory.CreateTempSubdirectory("include-").FullName;
    private readonly RunbookLibrary _library;

    public IncludedFilesTests()
    {
        Write("book.md", Book);
        _library = new(Options.Create(new EngineOptions { Runbooks = Root }), new(TimeProvider.System));
    }

    private string Root => Path.Combine(_above, "runbooks");

    public void Dispose() => Directory.Delete(_above, recursive: true);

    [Fact]
    public async Task Part_ThatComesChangesAndGoes_IsSeenThoughTheTextOfTheRunbookIsTheSame()
    {
        (await ProblemAsync()).ShouldBe("`part.md` cannot be included. It does not exist.");

        Write("part.md", "- [ ] One {#one}\n");
        var book = await FindAsync();
        book.Runbook.Steps.Select(s => s.Id).ShouldBe(["done", "a-one"]);
        book.Files.Select(f => f.Path).ShouldBe(["book.md", "part.md"]);
        var revision = book.Revision;

        Write("part.md", "- [ ] Two {#two}\n");
        book = await FindAsync();
        book.Runbook.Steps.Select(s => s.Id).ShouldBe(["done", "a-two"]);
        book.Revision.ShouldNotBe(revision);

        File.Delete(Path.Combine(Root, "part.md"));
        (await ProblemAsync()).ShouldContain("does not exist");
    }

    [Theory]
    [InlineData("folder", "It is a folder.")]
    [InlineData("link out", "It leaves the runbooks folder.")]
    [InlineData("link to itself", "It is a symbolic link that leads back to itself.")]
    [InlineData("pipe", "It is not a regular file.")]
    [InlineData("latin-1", "It is not UTF-8.")]
    [InlineData("huge", "It has more than 131072 characters.")]
    [InlineData("very huge", "It is larger than 16 MiB.")]
    public async Task Part_ThatCannotBeRead_IsAnErrorAndLosesNothing(string what, string problem)
    {
        var path = Path.Combine(Root, "part.md");
        switch (what)
        {
            case "folder":
                Directory.CreateDirectory(path);
                break;
            case "link out":
                await File.WriteAllTextAsync(Path.Combine(_above, "out.md"), "secret", TestContext.Current.CancellationToken);
                File.CreateSymbolicLink(path, "../out.md");
                break;
            case "link to itself":
                File.CreateSymbolicLink(path, "part.md");
                break;
            case "pipe":
                using (var made = System.Diagnostics.Process.Start("mkfifo", path))
                    await made.WaitForExitAsync(TestContext.Current.CancellationToken);
                break;
            case "latin-1":
                await File.WriteAllBytesAsync(path, [(byte)'a', 0xE9, (byte)'\n'], TestContext.Current.CancellationToken);
                break;
            default:
                Write("part.md", new string('x', what == "huge" ? 600_000 : RunbookFolder.MaxLength + 1));
                break;
        }

        var book = await FindAsync();

        var found = book.Runbook.Diagnostics.ShouldHaveSingleItem();
        (found.Code, found.Line, found.File).ShouldBe((DiagnosticCodes.PartProblem, 1, null));
        found.Message.ShouldContain(problem);
        book.Runbook.Steps.Select(s => s.Id).ShouldBe(["done"]);
        book.Files.Select(f => f.Path).ShouldBe(["book.md"]);
    }

    [Fact]
    public async Task Part_BehindALinkThatStaysInTheFolder_IsIncluded()
    {
        Write("..data/part.md", "- [ ] One {#one}\n");
        File.CreateSymbolicLink(Path.Combine(Root, "part.md"), "..data/part.md");

        (await FindAsync()).Runbook.FindStep("a-one").ShouldNotBeNull();
    }

    [Fact]
    public async Task Heading_ThatAPartBrings_CanBeLinkedToFromOtherRunbooks()
    {
        Write("part.md", "Text.\n\n### Fallback\n");
        Write("other.md", "# Other\n\n- [ ] See [it](book.md#a-fallback) {#see}\n");
        using var lint = new RunbookLint();

        (await lint.LintAsync((await _library.FindAsync("other", TestContext.Current.CancellationToken))!,
            TestContext.Current.CancellationToken)).ShouldBeEmpty();
        Write("part.md", "Text.\n\n### Another\n");
        (await lint.LintAsync((await _library.FindAsync("other", TestContext.Current.CancellationToken))!,
            TestContext.Current.CancellationToken)).ShouldHaveSingleItem().Diagnostic.Code.ShouldBe(LintCodes.LinkToNothing);
    }

    [Fact]
    public async Task Scripts_OfAPart_AreLintedAsThoseOfTheRunbookAtTheirOwnLines()
    {
        Write("scripts/known.sh", "true\n");
        Write("scripts/other.sh", "true\n");
        Write("part.md", "---\npart: true\n---\n# Part\n\n### Look\n```bash {#look .preflight}\nbash scripts/known.sh\ncat \"$KEY_FILE\"\n"
            + "bash scripts/other.sh\nrm -rf /srv\n```\n\n```bash {#change .mutating}\ndocker stop vault\nx=(1\n```\n\n[gone](gone.md)\n");
        Write("book.md", """
            ---
            inputs: [{name: KEY_FILE, description: the key, required: true}]
            secrets: [{file: KEY_FILE}]
            files: [scripts/known.sh]
            gates:
              - {id: g, phrase: g-approved, unlocks: mutating}
            ---
            ## A {#a include=part.md}

            ```bash {#back .rollback verify=a-look}
            true
            ```
            """);
        using var lint = new RunbookLint();

        var found = await lint.LintAsync(await FindAsync(), TestContext.Current.CancellationToken);

        found.Where(f => f.Diagnostic.Code.StartsWith("LN", StringComparison.Ordinal))
            .Select(f => (f.File, f.Diagnostic.Code, f.Diagnostic.Line))
            .ShouldBe([
                ("part.md", LintCodes.PrintsSecret, 9), ("part.md", LintCodes.NotPinned, 10),
                ("part.md", LintCodes.ChangesInReadOnlyStep, 11), ("part.md", LintCodes.NoVerify, 14), ("part.md", LintCodes.BadShell, 16),
                ("part.md", LintCodes.LinkToNothing, 19),
            ], ignoreOrder: true);
        found.ShouldContain(f => f.File == "part.md" && f.Diagnostic.Code.StartsWith("SC", StringComparison.Ordinal));
        // By itself it misses neither files nor gates nor secrets.
        (await lint.LintAsync((await _library.FindAsync("part", TestContext.Current.CancellationToken))!,
            TestContext.Current.CancellationToken)).Select(f => f.Diagnostic.Code).Where(c => c.StartsWith("LN", StringComparison.Ordinal))
            .ShouldBe([LintCodes.ChangesInReadOnlyStep, LintCodes.BadShell, LintCodes.LinkToNothing], ignoreOrder: true);
    }

    [Fact]
    public async Task Characters_ThatHideInAPart_AreFoundAtTheirPlace()
    {
        Write("part.md", "# P\u0430rt\n\nPro\u200Bse.\n\n```bash {#look .preflight}\necho \u202Ea\n```\n");
        using var lint = new RunbookLint();

        (await lint.LintAsync(await FindAsync(), TestContext.Current.CancellationToken))
            .Where(f => f.Diagnostic.Code.StartsWith("LN", StringComparison.Ordinal))
            .Select(f => (f.File, f.Diagnostic.Code, f.Diagnostic.Line)).ShouldBe([
                ("part.md", LintCodes.LookalikeLetter, 1), ("part.md", LintCodes.HiddenInProse, 3),
                ("part.md", LintCodes.HiddenCharacter, 6)]);
    }

    [Fact]
    public async Task CommandLine_LintsARunbookWithWhatItIncludes()
    {
        Write("part.md", "---\npart: true\n---\n```bash {#look .preflight}\nrm -rf /srv\n```\n");

        var report = await LintTree.RunAsync([Root], TestContext.Current.CancellationToken);

        // Once, though both the part and the runbook have it.
        report.Findings.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            f => f.File.ShouldEndWith("runbooks/part.md"), f => f.Diagnostic.Line.ShouldBe(5));
        (report.Runbooks, report.Files).ShouldBe((2, 2));
    }

    private async Task<LibraryRunbook> FindAsync() => (await _library.FindAsync("book", TestContext.Current.CancellationToken))!;

    private async Task<string> ProblemAsync() => (await FindAsync()).Runbook.Diagnostics.ShouldHaveSingleItem().Message;

    private void Write(string path, string text)
    {
        var file = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
