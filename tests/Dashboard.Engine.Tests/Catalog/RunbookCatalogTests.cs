using Dashboard.Core.Runbooks;
using Dashboard.Core.Runbooks.Diagnostics;
using Dashboard.Core.Runbooks.Reading;
using Dashboard.Engine.Catalog;
using Dashboard.Engine.Linting;
using Dashboard.Engine.Runbooks;
using Dashboard.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Engine.Tests.Catalog;

/// <summary>The list of runbooks never waits for a text that is hard to read, and reads each once.</summary>
public sealed class RunbookCatalogTests : IAsyncLifetime
{
    private readonly string _root = Directory.CreateTempSubdirectory("catalog-").FullName;
    private readonly ManualResetEventSlim _stuck = new();
    private readonly FakeTimeProvider _time = new();
    private readonly List<string> _parsed = [];
    private readonly RunbookLint _lint = new();
    private readonly RunbookLibrary _library;
    private readonly RunbookCatalog _catalog;

    public RunbookCatalogTests()
    {
        RunbookReadings readings = new(Parse, TimeSpan.FromSeconds(20), _time);
        _library = new(Options.Create(new EngineOptions { Runbooks = _root }), readings);
        _catalog = new(_library, _lint, _time, NullLogger<RunbookCatalog>.Instance);
    }

    public async ValueTask InitializeAsync()
    {
        Write("bad", "stuck");
        Write("good", SampleBooks.Preflight("true"));
        await _catalog.StartAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _stuck.Set();
        await _catalog.StopAsync(CancellationToken.None);
        _catalog.Dispose();
        _lint.Dispose();
        _stuck.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    [Fact]
    public async Task List_WhileATextIsBeingRead_AnswersWithWhatIsKnown()
    {
        var items = await _catalog.ListAsync(TestContext.Current.CancellationToken);

        items.Select(i => i.Slug).ShouldBe(["bad", "good"]);
        items[0].Book.ShouldBeNull();
        // The negative control: who reads the folder as a whole waits for it.
        _library.ListAsync(TestContext.Current.CancellationToken).IsCompleted.ShouldBeFalse();

        _stuck.Set();
        items = await WhenAsync(all => all.All(i => i.Book is not null));
        items[0].Book!.Runbook.Title.ShouldBe("stuck");
        items[1].Findings.ShouldBeEmpty();
    }

    [Fact]
    public async Task Text_ThatTakesTooLong_IsAFindingAndIsNotTriedAgain()
    {
        await ParsingAsync("bad.md");
        _time.Advance(TimeSpan.FromSeconds(21));

        var bad = (await WhenAsync(all => all[0].Book is not null))[0];
        bad.Book!.Runbook.HasErrors.ShouldBeTrue();
        bad.Findings.ShouldContain(f => f.Diagnostic.Code == DiagnosticCodes.TooComplex
            && f.Diagnostic.Message.Contains("takes too long to read", StringComparison.Ordinal));
        await _catalog.ListAsync(TestContext.Current.CancellationToken);
        (await _library.FindAsync("bad", TestContext.Current.CancellationToken))!.Runbook.HasErrors.ShouldBeTrue();
        Parsed("bad.md").ShouldBe(1);
    }

    [Fact]
    public async Task Text_AskedForByManyOften_IsReadOnce()
    {
        _stuck.Set();
        await WhenAsync(all => all.All(i => i.Book is not null));
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => _library.FindAsync("good", TestContext.Current.CancellationToken)));
        Parsed("good.md").ShouldBe(1);

        Write("good", SampleBooks.Preflight("false"));
        (await _library.FindAsync("good", TestContext.Current.CancellationToken))!.Runbook.Steps[0].Body.ShouldContain("false");
        Parsed("good.md").ShouldBe(2);
    }

    [Fact]
    public async Task PinnedFile_ThatComesAndGoes_IsSeenThoughTheTextIsTheSame()
    {
        _stuck.Set();
        Write("pins", SampleBooks.Preflight("true", frontMatter: "title: pins\nfiles: [script.sh]"));
        (await _library.FindAsync("pins", TestContext.Current.CancellationToken))!.Runbook.HasErrors.ShouldBeTrue();
        await File.WriteAllTextAsync(Path.Combine(_root, "script.sh"), "true\n", TestContext.Current.CancellationToken);

        var book = (await _library.FindAsync("pins", TestContext.Current.CancellationToken))!;
        book.Runbook.HasErrors.ShouldBeFalse();
        (await _lint.LintAsync(book, TestContext.Current.CancellationToken)).ShouldBeEmpty();
        await File.WriteAllTextAsync(Path.Combine(_root, "script.sh"), "x=$(\n", TestContext.Current.CancellationToken);
        (await _lint.LintAsync((await _library.FindAsync("pins", TestContext.Current.CancellationToken))!,
            TestContext.Current.CancellationToken)).ShouldNotBeEmpty();
        File.Delete(Path.Combine(_root, "script.sh"));
        (await _library.FindAsync("pins", TestContext.Current.CancellationToken))!.Runbook.HasErrors.ShouldBeTrue();
    }

    [Fact]
    public async Task Part_ThatChangesComesOrGoes_IsSeenInTheListOfWhatIncludesIt()
    {
        _stuck.Set();
        Directory.CreateDirectory(Path.Combine(_root, "parts"));
        Write("parts/move", "- [ ] One {#one}\n");
        Write("with", "# With {#a include=parts/move.md}\n");
        Age("with", 2);
        Age("parts/move", 2);
        await StepsAsync("a-one");
        // What is known of it does not ask for the part again, as long as the part is what it was.
        var before = (await _catalog.ListAsync(TestContext.Current.CancellationToken)).Single(i => i.Slug == "with").Book;
        (await _catalog.ListAsync(TestContext.Current.CancellationToken)).Single(i => i.Slug == "with").Book.ShouldBeSameAs(before);

        Write("parts/move", "- [ ] Two {#two}\n");
        Age("parts/move", 1);
        await StepsAsync("a-two");
        File.Delete(Path.Combine(_root, "parts/move.md"));
        await StepsAsync();
        Write("parts/move", "- [ ] Three {#three}\n");
        await StepsAsync("a-three");

        Task StepsAsync(params string[] ids) => WhenAsync(all => all.Any(i => i.Slug == "with" && i.Book is { } book
            && book.Runbook.Steps.Select(s => s.Id).SequenceEqual(ids)));

        // The clock stands in the year 2000.
        void Age(string slug, int hours) =>
            File.SetLastWriteTimeUtc(Path.Combine(_root, slug + ".md"), _time.GetUtcNow().UtcDateTime.AddHours(-hours));
    }

    [Fact]
    public async Task Folder_OfManyRunbooks_ComesToRestAndReadsEachOnce()
    {
        _stuck.Set();
        for (var i = 0; i < 600; i++)
            Write($"number-{i}", $"# Number {i}\n");
        using var changed = new SemaphoreSlim(0);
        using var subscription = _catalog.Subscribe(() => changed.Release());

        // As an open home page does: whenever something was read, all are listed anew.
        while ((await _catalog.ListAsync(TestContext.Current.CancellationToken)).Any(i => i.Book is null))
        {
            Parsed().ShouldBeLessThan(700);
            await changed.WaitAsync(TestContext.Current.CancellationToken);
            while (await changed.WaitAsync(0, TestContext.Current.CancellationToken))
            {
            }
        }

        await _catalog.ListAsync(TestContext.Current.CancellationToken);
        Parsed().ShouldBe(602);
    }

    [Fact]
    public void Recent_WhenItIsFull_ForgetsWhatWasUsedLongestAgo()
    {
        var recent = new RecentlyUsed<int, int>(3);
        for (var i = 0; i < 3; i++)
            recent.Set(i, i);
        recent.TryGet(0, out _).ShouldBeTrue();
        recent.Set(3, 3);

        Enumerable.Range(0, 4).Where(i => recent.TryGet(i, out _)).ShouldBe([0, 2, 3]);
        recent.MakeRoom(10);
        for (var i = 0; i < 20; i++)
            recent.GetOrAdd(i, () => i);
        Enumerable.Range(0, 20).Count(i => recent.TryGet(i, out _)).ShouldBe(20);
    }

    private int Parsed()
    {
        lock (_parsed)
            return _parsed.Count;
    }

    private Runbook Parse(string name, string text, FolderReads folder)
    {
        lock (_parsed)
        {
            _parsed.Add(name);
            Monitor.PulseAll(_parsed);
        }

        if (text == "stuck")
            _stuck.Wait();
        return text == "stuck" ? new() { Title = "stuck" } : RunbookParser.Parse(name, text, folder.FileProblem, folder.Part);
    }

    private Task ParsingAsync(string name) => Task.Run(() =>
    {
        lock (_parsed)
        {
            while (!_parsed.Contains(name))
                Monitor.Wait(_parsed);
        }
    });

    private int Parsed(string name)
    {
        lock (_parsed)
            return _parsed.Count(n => n == name);
    }

    private async Task<System.Collections.Immutable.ImmutableArray<CatalogItem>> WhenAsync(
        Func<System.Collections.Immutable.ImmutableArray<CatalogItem>, bool> wanted)
    {
        using var changed = new SemaphoreSlim(0);
        using var subscription = _catalog.Subscribe(() => changed.Release());
        while (true)
        {
            var items = await _catalog.ListAsync(TestContext.Current.CancellationToken);
            if (wanted(items))
                return items;
            await changed.WaitAsync(TestContext.Current.CancellationToken);
        }
    }

    // In one go: a reader never finds half a file, which would be read once more.
    private void Write(string slug, string text)
    {
        var half = Path.Combine(_root, slug + ".half");
        File.WriteAllText(half, text);
        File.Move(half, Path.Combine(_root, slug + ".md"), overwrite: true);
    }
}
