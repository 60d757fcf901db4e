using Dashboard.Core.Runbooks;
using Dashboard.Engine.Runbooks;
using Dashboard.Linting.Adopt;
using Microsoft.Extensions.Options;

namespace Dashboard.Engine.Linting;

/// <summary>Makes a first runbook of a file, without a database or a running server. The file is only read.</summary>
public static class AdoptedFile
{
    /// <summary>The draft.</summary>
    /// <param name="path">The file. Paths in it are relative to the nearest folder named <c>runbooks</c> above it, else to its own.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="FileNotFoundException">The path names nothing, or no Markdown file that can be read.</exception>
    public static async Task<Adoption> ReadAsync(string path, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(path);
        var full = Path.GetFullPath(path);
        if (!File.Exists(full))
            throw new FileNotFoundException($"No such file: {path}. Enter the path of a Markdown file.");
        if (!MarkdownFile.IsMarkdown(full))
            throw new FileNotFoundException($"{path} is no Markdown file. Enter the path of a file whose name ends with .md.");
        var (root, file) = LintTree.Rooted(full, Path.GetDirectoryName(full)!);
        var library = new RunbookLibrary(Options.Create(new EngineOptions { Runbooks = root }), new(TimeProvider.System));
        if (await library.FindAsync(file, cancellation) is not { } book)
            throw new FileNotFoundException($"{path} cannot be read. Enter the path of a file that is no link out of its folder.");
        using var lint = new RunbookLint();
        return await new RunbookAdoption(lint).AdoptAsync(book, cancellation);
    }
}
