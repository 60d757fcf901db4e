using Dashboard.Core.Runbooks.Diagnostics;
using Dashboard.Engine.Catalog;
using Dashboard.Engine.Linting;
using Dashboard.Engine.Runbooks;
using Dashboard.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Dashboard.Engine.Tests.Runbooks;

/// <summary>Whatever a Markdown file is called, and however it came into the folder, it is listed and opens.</summary>
public sealed class RunbookNamesTests : IDisposable
{
    private static readonly string[] Names =
    [
        "a#b.md", "a+b.md", "what?.md", "100% ready & done.md", "Übergabe Montag.md", "日本語.md", "UPPER.MD", "notes.markdown", "a%23b.md",
        "sub folder/it's \"so\".md", "both.md", "both.markdown", "both.md.md", "back\\slash.md", "עברית.md", "..dots.. .md",
    ];

    private readonly string _root = Directory.CreateTempSubdirectory("names-").FullName;
    private readonly RunbookLint _lint = new();
    private readonly RunbookLibrary _library;
    private readonly RunbookCatalog _catalog;

    public RunbookNamesTests()
    {
        _library = new(Options.Create(new EngineOptions { Runbooks = _root }), new(TimeProvider.System));
        _catalog = new(_library, _lint, TimeProvider.System, NullLogger<RunbookCatalog>.Instance);
    }

    public void Dispose()
    {
        _catalog.Dispose();
        _lint.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    [Fact]
    public async Task File_OfAnyName_IsListedAndOpensByItsSlugAndItsPath()
    {
        foreach (var name in Names.Where(n => n[0] != '.'))
            Write(name, $"# {name}\n");

        var books = await _library.ListAsync(TestContext.Current.CancellationToken);
        books.Select(b => b.Path).ShouldBe(Names.Where(n => n[0] != '.'), ignoreOrder: true);
        books.Select(b => b.Slug).Distinct().Count().ShouldBe(books.Length);
        foreach (var book in books)
        {
            var text = File.ReadAllText(Path.Combine(_root, book.Path));
            foreach (var name in new[] { book.Slug, book.Path })
                System.Text.Encoding.UTF8.GetString((await FindAsync(name)).Contents[0].Span).ShouldBe(text, name);
        }
    }

    [Fact]
    public async Task ConfigMap_OfKubernetes_ListsEachRunbookOnce()
    {
        Write("..2026_01_01/cutover.md", SampleBooks.Preflight("true"));
        Write("..2026_01_01/night/drain.md", SampleBooks.Preflight("true"));
        Link("..data", "..2026_01_01");
        Link("cutover.md", "..data/cutover.md");
        Link("night", "..data/night");

        (await _catalog.ListAsync(TestContext.Current.CancellationToken)).Select(i => (i.Path, i.Problem))
            .ShouldBe([("cutover.md", null), ("night/drain.md", null)]);
        (await FindAsync("cutover")).Runbook.Steps.ShouldHaveSingleItem();
        (await FindAsync("night/drain")).Runbook.Steps.ShouldHaveSingleItem();

        // An update puts a new folder there and exchanges the link.
        Write("..2026_01_02/cutover.md", "# The new one\n");
        File.Delete(Path.Combine(_root, "..data"));
        Link("..data", "..2026_01_02");
        (await FindAsync("cutover")).Runbook.Title.ShouldBe("The new one");
        var items = await _catalog.ListAsync(TestContext.Current.CancellationToken);
        items.Select(i => i.Path).ShouldBe(["cutover.md"]);
    }

    [Fact]
    public async Task Link_ThatLeadsOutOfTheFolder_IsNamedWithItsReason()
    {
        var outside = Directory.CreateTempSubdirectory("outside-");
        try
        {
            File.WriteAllText(Path.Combine(outside.FullName, "secret.md"), "# secret\n");
            Write("in.md", "# in\n");
            Link("out.md", Path.Combine(outside.FullName, "secret.md"));
            Link("folder", outside.FullName);
            Link("gone.md", "nothing.md");
            Link("loop.md", "loop.md");
            Link("self", ".");
            Link("again.md", "in.md");
            Link("a.txt", "/etc/passwd");

            (await _catalog.ListAsync(TestContext.Current.CancellationToken)).Select(i => (i.Path, i.Problem)).ShouldBe(
            [
                ("folder", "It leaves the runbooks folder."), ("gone.md", "It does not exist."), ("in.md", null),
                ("loop.md", "It is a symbolic link that leads back to itself."), ("out.md", "It leaves the runbooks folder."),
            ]);
            (await _library.FindAsync("out", TestContext.Current.CancellationToken)).ShouldBeNull();
            (await _library.FindAsync("folder/secret", TestContext.Current.CancellationToken)).ShouldBeNull();
            (await FindAsync("again")).Runbook.Title.ShouldBe("in");
        }
        finally
        {
            outside.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Runbook_ThatIsNotUtf8_IsRefusedWithAFinding()
    {
        File.WriteAllBytes(Path.Combine(_root, "latin.md"), [.. "- [ ] It is done {#done}\n\nÜ"u8[..^2], 0xDC, (byte)'\n']);

        var found = (await FindAsync("latin")).Runbook.Diagnostics.ShouldHaveSingleItem();

        (found.Code, found.Severity, found.Line).ShouldBe((DiagnosticCodes.NotText, DiagnosticSeverity.Error, 3));
        found.Message.ShouldContain("0xDC");
    }

    [Fact]
    public async Task List_OfFilesThatHaveNotChanged_IsTheSameAndSeesWhatHas()
    {
        Write("page.md", "# Before\n", TimeSpan.FromMinutes(2));
        Write("book.md", SampleBooks.Preflight("true"), TimeSpan.FromMinutes(2));
        foreach (var book in await _library.ListAsync(TestContext.Current.CancellationToken))
            await _lint.LintAsync(book, TestContext.Current.CancellationToken);

        var first = await _catalog.ListAsync(TestContext.Current.CancellationToken);
        var second = await _catalog.ListAsync(TestContext.Current.CancellationToken);
        first.Length.ShouldBe(2);
        first.Zip(second).ShouldAllBe(pair => ReferenceEquals(pair.First, pair.Second));

        Write("page.md", "# Behind\n", TimeSpan.FromMinutes(1));
        (await _library.FindAsync("page", TestContext.Current.CancellationToken)).ShouldNotBeNull();
        var changed = (await _catalog.ListAsync(TestContext.Current.CancellationToken)).Single(i => i.Slug == "page");
        changed.Book!.Runbook.Title.ShouldBe("Behind");
        File.Delete(Path.Combine(_root, "page.md"));
        (await _catalog.ListAsync(TestContext.Current.CancellationToken)).Select(i => i.Slug).ShouldBe(["book"]);
    }

    private async Task<LibraryRunbook> FindAsync(string slug) =>
        (await _library.FindAsync(slug, TestContext.Current.CancellationToken)).ShouldNotBeNull(slug);

    private void Write(string path, string text, TimeSpan? age = null)
    {
        var full = Path.Combine(_root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
        if (age is { } old)
            File.SetLastWriteTimeUtc(full, TimeProvider.System.GetUtcNow().UtcDateTime - old);
    }

    private void Link(string path, string target) => File.CreateSymbolicLink(Path.Combine(_root, path), target);
}
