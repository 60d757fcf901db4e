using System.Collections.Immutable;
using System.IO.Enumeration;
using Dashboard.Core.Runbooks;

namespace Dashboard.Engine.Runbooks;

/// <summary>
/// Finds the Markdown files of a folder. Hidden files and folders are left out, but a link may lead to them, as in a folder that Kubernetes
/// mounts (<c>cutover.md -> ..data/cutover.md</c>). Each file is found once, under its own name when it has one that is not hidden. What
/// cannot be followed is named.
/// </summary>
/// <param name="root">The folder.</param>
/// <param name="follow">Where a path below the folder leads without leaving it, or why it does not.</param>
internal sealed class FolderWalk(string root, Func<string, (string? Real, string? Problem)> follow)
{
    private const int MaxDepth = 16;

    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    private readonly List<FolderEntry> _found = [];
    private readonly SortedSet<string> _links = new(StringComparer.Ordinal);
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    /// <summary>All of them, sorted by path.</summary>
    public ImmutableArray<FolderEntry> Entries()
    {
        if (!Directory.Exists(root))
            return [];
        Walk("", follow(".").Real ?? root);
        // Links come last: what has a name of its own is listed by that.
        while (_links.Min is { } link)
        {
            _links.Remove(link);
            Link(link);
        }

        return [.. _found.OrderBy(f => f.Path, StringComparer.Ordinal)];
    }

    private void Walk(string folder, string real)
    {
        if (!_known.Add(real))
            return;
        if (folder.Count(c => c == '/') >= MaxDepth)
        {
            _found.Add(new(folder, default, 0, $"It lies more than {MaxDepth} folders deep."));
            return;
        }

        foreach (var (name, attributes, modified, length) in Names(folder))
        {
            var path = folder.Length == 0 ? name : $"{folder}/{name}";
            if (attributes.HasFlag(FileAttributes.ReparsePoint))
                _links.Add(path);
            else if (attributes.HasFlag(FileAttributes.Directory))
                Walk(path, $"{real}/{name}");
            else if (MarkdownFile.IsMarkdown(name) && _known.Add($"{real}/{name}"))
                _found.Add(new(path, modified, length, name.Contains('\uFFFD', StringComparison.Ordinal)
                    ? "Its name is not UTF-8."
                    : null));
        }
    }

    private (string Name, FileAttributes Attributes, DateTimeOffset Modified, long Length)[] Names(string folder)
    {
        try
        {
            return [.. new FileSystemEnumerable<(string, FileAttributes, DateTimeOffset, long)>(Path.Combine(root, folder),
                (ref e) => (e.FileName.ToString(), e.Attributes, e.LastWriteTimeUtc, e.Length), Everything)
            {
                ShouldIncludePredicate = (ref e) => e.FileName[0] != '.',
            }];
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _found.Add(new(folder, default, 0, "The server may not read this folder."));
            return [];
        }
    }

    private void Link(string path)
    {
        var (real, problem) = follow(path);
        if (real is null)
        {
            // A link to something else than a runbook or a folder is nothing to tell of.
            if (MarkdownFile.IsMarkdown(path) || Directory.Exists(Path.Combine(root, path)))
                _found.Add(new(path, default, 0, problem));
        }
        else if (Directory.Exists(real))
        {
            Walk(path, real);
        }
        else if (MarkdownFile.IsMarkdown(path) && _known.Add(real))
        {
            var file = new FileInfo(real);
            _found.Add(new(path, file.LastWriteTimeUtc, file.Exists ? file.Length : 0));
        }
    }
}
