using System.Diagnostics;
using System.Text;
using Dashboard.Core.Runbooks.Diagnostics;
using Dashboard.Engine.Runbooks;
using Dashboard.Testing;
using Microsoft.Extensions.Options;

namespace Dashboard.Engine.Tests.Runbooks;

/// <summary>
/// Whatever a path or a slug says, nothing outside of the runbooks folder is read, and nobody is kept waiting.
/// </summary>
public sealed class RunbookFolderTests : IDisposable
{
    private const string Inside = "# inside", Outside = "# outside";

    private readonly string _root = Directory.CreateTempSubdirectory("folder-").FullName;
    private readonly RunbookFolder _folder;

    public RunbookFolderTests()
    {
        var books = Directory.CreateDirectory(Path.Combine(_root, "books")).FullName;
        _folder = new(books);
        Directory.CreateDirectory(Path.Combine(books, "sub"));
        Directory.CreateDirectory(Path.Combine(books, "folder.md"));
        Directory.CreateDirectory(Path.Combine(books, ".hidden"));
        foreach (var name in new[] { "book.md", "sub/part.md", ".hidden/book.md" })
            File.WriteAllText(Path.Combine(books, name), Inside);
        File.WriteAllText(Path.Combine(_root, "outside.md"), Outside);
        File.CreateSymbolicLink(Path.Combine(books, "link.md"), "../outside.md");
        File.CreateSymbolicLink(Path.Combine(books, "absolute.md"), Path.Combine(_root, "outside.md"));
        File.CreateSymbolicLink(Path.Combine(books, "loop.md"), "loop.md");
        Directory.CreateSymbolicLink(Path.Combine(books, "away"), "..");
        using var pipe = Process.Start("mkfifo", [Path.Combine(books, "pipe.md")]);
        pipe.WaitForExit();
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [InlineData("../outside.md", "It leaves the runbooks folder.")]
    [InlineData("sub/../../outside.md", "It leaves the runbooks folder.")]
    [InlineData("{root}/outside.md", "It leaves the runbooks folder.")]
    [InlineData("/etc/passwd", "It leaves the runbooks folder.")]
    [InlineData("link.md", "It leaves the runbooks folder.")]
    [InlineData("absolute.md", "It leaves the runbooks folder.")]
    [InlineData("loop.md", "It is a symbolic link that leads back to itself.")]
    [InlineData("away/outside.md", "It leaves the runbooks folder.")]
    [InlineData("pipe.md", "It is not a regular file.")]
    [InlineData("folder.md", "It is a folder.")]
    [InlineData("book.md/more", "A part of its path is not a folder.")]
    [InlineData("missing.md", "It does not exist.")]
    public async Task Read_WhatIsNoFileOfTheFolder_SaysSoAtOnce(string path, string problem)
    {
        var read = await Task.Run(() => _folder.Read(path.Replace("{root}", _root, StringComparison.Ordinal)),
            TestContext.Current.CancellationToken)
            .WaitAsync(TestTimeout.Long, TestContext.Current.CancellationToken);

        (read.Content, read.Problem).ShouldBe((null, problem));
    }

    [Theory]
    [InlineData("../outside.md")]
    [InlineData("link.md")]
    [InlineData("absolute.md")]
    [InlineData("away/outside.md")]
    public void Path_OpenedWithoutThatDefence_LeadsOutside(string path) =>
        File.ReadAllText(Path.Combine(_folder.Root, path)).ShouldBe(Outside);

    [Fact]
    public void Read_TenThousandPaths_GivesWhatIsInsideAloneOrNothing()
    {
        var seed = Campaign.Seed();
        var random = new Random(seed);
        string[] parts = ["..", ".", "", "book.md", "sub", "part.md", "link.md", "absolute.md", "away", "outside.md", "books", "loop.md",
            "folder.md", _root, "/", "…", "\u202e"];
        var (inside, wouldBeOutside) = (0, 0);
        for (var i = 0; i < 10_000; i++)
        {
            var path = string.Join('/', Enumerable.Range(0, random.Next(1, 6)).Select(_ => parts[random.Next(parts.Length)]));
            var content = _folder.Read(path).Content;
            if (content is not null)
            {
                Encoding.UTF8.GetString(content).ShouldBe(Inside, $"seed {seed}, try {i}: {path}");
                inside++;
            }

            var plain = Path.Combine(_folder.Root, path);
            wouldBeOutside += File.Exists(plain) && new FileInfo(plain).Length == Outside.Length ? 1 : 0;
        }

        inside.ShouldBeGreaterThan(0, $"seed {seed}");
        wouldBeOutside.ShouldBeGreaterThan(0, $"seed {seed}: the paths must be ones that lead astray");
    }

    [Theory]
    [InlineData("../outside")]
    [InlineData("link")]
    [InlineData("away/outside")]
    [InlineData("pipe")]
    [InlineData("folder")]
    [InlineData("")]
    [InlineData("book.md\0")]
    [InlineData("../outside.md\0")]
    public async Task Find_SlugOfNoRunbook_IsNothing(string slug) =>
        (await Library().FindAsync(slug, TestContext.Current.CancellationToken)).ShouldBeNull();

    [Fact]
    public async Task List_LeavesLinksPipesFoldersAndHiddenOnesOut() =>
        (await Library().ListAsync(TestContext.Current.CancellationToken)).Select(b => b.Slug).ShouldBe(["book", "sub/part"]);

    [Fact]
    public async Task Runbook_PinningWhatLiesOutside_HasAnErrorForEachAndPinsNone()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.Root, "pins.md"),
            "---\ntitle: Pins\nfiles:\n  - ../outside.md\n  - link.md\n  - pipe.md\n---\n- [ ] It is done {#done}\n",
            TestContext.Current.CancellationToken);

        var book = (await Library().FindAsync("pins", TestContext.Current.CancellationToken))!;

        book.Files.Select(f => f.Path).ShouldBe(["pins.md"]);
        book.Runbook.Diagnostics.Count(d => d.Severity == DiagnosticSeverity.Error).ShouldBe(3);
    }

    private RunbookLibrary Library() => new(Options.Create(new EngineOptions { Runbooks = _folder.Root }), new(TimeProvider.System));
}
