using Dashboard.Core.Runbooks.Diagnostics;
using Dashboard.Engine.Catalog;
using Dashboard.Engine.Linting;
using Dashboard.Engine.Runbooks;
using Dashboard.Linting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Engine.Tests.Linting;

/// <summary><c>lint.yaml</c> of the runbooks folder counts, as it is now, and nothing outside the folder is read for it.</summary>
public sealed class TeamFileTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("team-");
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());
    private readonly RunbookLint _lint = new();
    private readonly RunbookLibrary _library;
    private readonly string _folder;

    public TeamFileTests()
    {
        _folder = _root.CreateSubdirectory("runbooks").FullName;
        _library = new(Options.Create(new EngineOptions { Runbooks = _folder }), new RunbookReadings(_time));
        Write("book.md", "```bash {#look .preflight}\nourctl status\n```\n");
    }

    public void Dispose()
    {
        _lint.Dispose();
        _root.Delete(recursive: true);
    }

    [Fact]
    public async Task Change_OfTheFile_IsLintedAnew()
    {
        (await CodesAsync()).ShouldBe([LintCodes.UnknownInReadOnlyStep]);

        Write("lint.yaml", "programs: {ourctl: reads}");
        (await CodesAsync()).ShouldBeEmpty();

        Write("lint.yaml", "programs: {ourctl: changes}");
        (await CodesAsync()).ShouldBe([LintCodes.ChangesInReadOnlyStep]);

        File.Delete(Path.Combine(_folder, "lint.yaml"));
        (await CodesAsync()).ShouldBe([LintCodes.UnknownInReadOnlyStep]);
    }

    [Fact]
    public async Task List_OfRunbooks_ShowsWhatTheFileSaysNow()
    {
        using var catalog = new RunbookCatalog(_library, _lint, _time, NullLogger<RunbookCatalog>.Instance);
        // What a list keeps of a file, it keeps when the file has not changed for a while.
        _time.Advance(TimeSpan.FromHours(1));
        await CodesAsync();
        (await ListedAsync(catalog)).ShouldBe([LintCodes.UnknownInReadOnlyStep]);

        Write("lint.yaml", "programs: {ourctl: reads}");
        await CodesAsync();

        (await ListedAsync(catalog)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Link_InsideTheFolder_IsFollowed_AndOneThatLeadsOutIsAFinding()
    {
        Write("shared/team.yaml", "programs: {ourctl: reads}");
        File.CreateSymbolicLink(Path.Combine(_folder, "lint.yaml"), "shared/team.yaml");
        (await CodesAsync()).ShouldBeEmpty();

        File.Delete(Path.Combine(_folder, "lint.yaml"));
        Write("../outside.yaml", "programs: {ourctl: reads}");
        File.CreateSymbolicLink(Path.Combine(_folder, "lint.yaml"), "../outside.yaml");
        (await FoundAsync()).Select(f => (f.File, f.Diagnostic.Code, f.Diagnostic.Severity)).ShouldBe(
        [
            ("book.md", LintCodes.UnknownInReadOnlyStep, DiagnosticSeverity.Warning),
            ("lint.yaml", LintCodes.BadTeamCatalogue, DiagnosticSeverity.Warning),
        ]);
        (await FoundAsync())[1].Diagnostic.Message.ShouldBe("The file cannot be read, and has no effect. It leaves the runbooks folder.");
    }

    [Fact]
    public async Task Folder_InPlaceOfTheFile_IsAFinding()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "lint.yaml"));

        (await FoundAsync()).Single(f => f.File == "lint.yaml").Diagnostic.Message
            .ShouldBe("The file cannot be read, and has no effect. It is a folder.");
    }

    [Fact]
    public async Task File_ThatIsNotUtf8_IsAFinding()
    {
        await File.WriteAllBytesAsync(Path.Combine(_folder, "lint.yaml"), [.. "programs: {ourctl: reads} # caf"u8, 0xE9],
            TestContext.Current.CancellationToken);

        (await FoundAsync()).Single(f => f.File == "lint.yaml").Diagnostic.Message
            .ShouldBe("The file cannot be read, and has no effect. It is not UTF-8.");
    }

    private static async Task<string[]> ListedAsync(RunbookCatalog catalog) =>
        [.. (await catalog.ListAsync(TestContext.Current.CancellationToken)).ShouldHaveSingleItem().Findings
            .Select(f => f.Diagnostic.Code)];

    private async Task<LintFinding[]> FoundAsync()
    {
        var book = (await _library.FindAsync("book", TestContext.Current.CancellationToken)).ShouldNotBeNull();
        return [.. await _lint.LintAsync(book, TestContext.Current.CancellationToken)];
    }

    private async Task<string[]> CodesAsync() => [.. (await FoundAsync()).Select(f => f.Diagnostic.Code)];

    private void Write(string path, string text)
    {
        var file = Path.Combine(_folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
