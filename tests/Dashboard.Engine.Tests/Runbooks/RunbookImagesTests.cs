using Dashboard.Core.Runbooks;
using Dashboard.Engine.Runbooks;
using Dashboard.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Engine.Tests.Runbooks;

/// <summary>The images that a runbook shows are pinned with a run, as files are, and never come from outside of the folder.</summary>
public sealed class RunbookImagesTests : IAsyncLifetime
{
    private const string Book = "![a](images/a.png) ![gone](images/gone.png) ![out](images/out.png) ![no](images/no.png)\n\n"
        + "- [ ] It is done {#done}\n";

    private static readonly byte[] Png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1];

    private EngineHarness _engine = null!;

    private string Images => Path.Combine(_engine.Runbooks, "images");

    public async ValueTask InitializeAsync()
    {
        _engine = await EngineHarness.StartAsync();
        Directory.CreateDirectory(Images);
        await File.WriteAllBytesAsync(Path.Combine(Images, "a.png"), Png);
        await File.WriteAllTextAsync(Path.Combine(Images, "no.png"), "#!/bin/sh\n");
        await File.WriteAllBytesAsync(Path.Combine(_engine.Folder, "outside.png"), Png);
        File.CreateSymbolicLink(Path.Combine(Images, "out.png"), "../../outside.png");
    }

    public async ValueTask DisposeAsync() => await _engine.DisposeAsync();

    [Fact]
    public async Task Run_OfARunbookWithImages_PinsThoseOfTheFolderAlone()
    {
        var run = await _engine.OpenAsync(Book);
        var files = (await _engine.StateAsync(run)).Opened.Files;

        files.Select(f => f.Path).ShouldBe(["book.md", "images/a.png"]);
        (await _engine.Store.ReadBlobAsync(Digests.Of(Png), TestContext.Current.CancellationToken)).ShouldBe(Png);
    }

    [Fact]
    public async Task Image_ThatIsChangedDuringARun_IsToldAndTheRunKeepsIts()
    {
        var run = await _engine.OpenAsync(Book);
        await File.WriteAllBytesAsync(Path.Combine(Images, "a.png"), [.. Png, 2], TestContext.Current.CancellationToken);

        var library = _engine.Services.GetRequiredService<IRunbookLibrary>();
        var now = (await library.FindAsync("book", TestContext.Current.CancellationToken))!;
        (await FolderDrift.CompareAsync((await _engine.StateAsync(run)).Opened.Files, d => _engine.Store.ReadBlobAsync(d), now))
            .Select(d => (d.Path, d.What)).ShouldBe([("images/a.png", "changed")]);
        (await _engine.Store.ReadBlobAsync(Digests.Of(Png), TestContext.Current.CancellationToken)).ShouldBe(Png);
    }

    [Fact]
    public async Task Linter_OfARunbookWithImages_DoesNotReadThem()
    {
        await File.WriteAllTextAsync(Path.Combine(Images, "a.svg"), "<svg>\u202E</svg>", TestContext.Current.CancellationToken);
        _engine.Write("drawn", "![a](images/a.svg)\n\n- [ ] It is done {#done}\n");
        var library = _engine.Services.GetRequiredService<IRunbookLibrary>();
        var book = (await library.FindAsync("drawn", TestContext.Current.CancellationToken))!;

        book.Files.Select(f => f.Path).ShouldBe(["drawn.md", "images/a.svg"]);
        (await _engine.Services.GetRequiredService<Dashboard.Engine.Linting.IRunbookLint>()
            .LintAsync(book, TestContext.Current.CancellationToken)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Linter_OfImagesThatAreNotShown_WarnsOfEach()
    {
        _engine.Write("book", Book);
        var book = (await _engine.Services.GetRequiredService<IRunbookLibrary>().FindAsync("book", TestContext.Current.CancellationToken))!;
        var lint = _engine.Services.GetRequiredService<Dashboard.Engine.Linting.IRunbookLint>();

        (await lint.LintAsync(book, TestContext.Current.CancellationToken)).Select(f => f.Diagnostic.Message).ShouldBe(
        [
            "The image `images/gone.png` is not shown: the runbooks folder has no file `images/gone.png`.",
            "The image `images/out.png` is not shown: the runbooks folder has no file `images/out.png`.",
            "The image `images/no.png` is not shown: it is not what its name says, or too large: 5 MiB, and 20 MiB together.",
        ]);
    }
}
