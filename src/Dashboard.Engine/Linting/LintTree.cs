using System.Collections.Immutable;
using Dashboard.Core.Runbooks;
using Dashboard.Engine.Runbooks;
using Dashboard.Linting;
using Microsoft.Extensions.Options;

namespace Dashboard.Engine.Linting;

/// <summary>What the linter found below some paths.</summary>
/// <param name="Runbooks">How many runbooks it looked at: Markdown files that have steps or gates, or something wrong with them.</param>
/// <param name="Files">How many files it looked at: the runbooks and what is pinned with them.</param>
/// <param name="Findings">What it found; files as paths from the current folder.</param>
public sealed record LintReport(int Runbooks, int Files, ImmutableArray<LintFinding> Findings)
{
    /// <summary>What is wrong, without the tools that are missing and without what is waived.</summary>
    public IEnumerable<LintFinding> Faults => Findings.Where(f => f.Waived is null && !IsMissingTool(f));

    /// <summary>Whether something could not be looked at, because a tool is missing.</summary>
    public bool Incomplete => Findings.Any(IsMissingTool);

    private static bool IsMissingTool(LintFinding finding) => finding.Diagnostic.Code is LintCodes.NoShellParser or LintCodes.NoShellcheck;
}

/// <summary>Lints every runbook below some paths, without a database or a running server.</summary>
public static class LintTree
{
    private const string RunbooksFolder = "runbooks";

    /// <summary>Lints.</summary>
    /// <param name="paths">Files and folders. Paths in a runbook are relative to the nearest folder named <c>runbooks</c> above it, else to
    /// the folder that was named.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="FileNotFoundException">A path names nothing, or no Markdown file.</exception>
    public static async Task<LintReport> RunAsync(IReadOnlyList<string> paths, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(paths);
        using var lint = new RunbookLint();
        var books = new List<(string Root, LibraryRunbook Book)>();
        foreach (var folder in paths.SelectMany(Markdown).GroupBy(f => f.Root, f => f.File))
        {
            var library = new RunbookLibrary(Options.Create(new EngineOptions { Runbooks = folder.Key }), new(TimeProvider.System));
            foreach (var file in folder.Distinct(StringComparer.Ordinal))
            {
                if (await library.FindAsync(file, cancellation) is { } book && !book.Runbook.IsDocument)
                    books.Add((folder.Key, book));
            }
        }

        var found = await lint.LintAsync([.. books.Select(b => b.Book)], cancellation);
        return new(books.Count, books.SelectMany(b => b.Book.Files.Select(f => Path.Combine(b.Root, f.Path)))
            .Distinct(StringComparer.Ordinal).Count(),
        [
            .. books.Zip(found).SelectMany(b => b.Second.Select(f => f with { File = Shown(b.First.Root, f.File) }))
                .DistinctBy(f => (f.File, f.Diagnostic.Code, f.Diagnostic.Line, f.Diagnostic.Column, f.Waived)),
        ]);
    }

    private static string Shown(string root, string file) =>
        Path.GetRelativePath(Directory.GetCurrentDirectory(), Path.Combine(root, file)) is var path
            && path.StartsWith("../", StringComparison.Ordinal) ? Path.Combine(root, file) : path;

    private static IEnumerable<(string Root, string File)> Markdown(string path)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (File.Exists(full))
        {
            return MarkdownFile.IsMarkdown(full)
                ? [Rooted(full, Path.GetDirectoryName(full)!)]
                : throw new FileNotFoundException($"{path} is not a runbook. Enter the path of a Markdown file (.md), or of a folder.");
        }

        return Directory.Exists(full)
            ? new RunbookFolder(full).Entries().Where(e => e.Problem is null).Select(e => Rooted(Path.Combine(full, e.Path), full))
            : throw new FileNotFoundException(
                $"No such file or folder: {path}. Enter the path of a runbook, or of a folder with runbooks.");
    }

    /// <summary>A file with the folder that its paths are relative to.</summary>
    internal static (string Root, string File) Rooted(string file, string named)
    {
        var root = named;
        for (var folder = Path.GetDirectoryName(file); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (Path.GetFileName(folder) != RunbooksFolder)
                continue;
            root = folder;
            break;
        }

        return (root, Path.GetRelativePath(root, file));
    }
}
