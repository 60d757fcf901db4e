using System.Collections.Concurrent;
using Dashboard.Core.Runbooks;

namespace Dashboard.Engine.Runbooks;

/// <summary>
/// Remembers what the folder answered while a runbook was read. Of what it includes the digests are kept: the texts would be kept once for
/// each runbook that includes them.
/// </summary>
/// <param name="folder">The folder.</param>
internal sealed class ReadingAnswers(FolderReads folder)
{
    private readonly Answers<string?> _files = new(folder.FileProblem);
    private readonly ConcurrentDictionary<string, string> _parts = new(StringComparer.Ordinal);

    /// <summary>What is wrong with a path below the runbooks folder; null when nothing is.</summary>
    public string? FileProblem(string path) => _files.Of(path);

    /// <summary>The text of a file that is included.</summary>
    public PartText Part(string path)
    {
        var part = folder.Part(path);
        _parts[path] = Mark(part);
        return part;
    }

    /// <summary>Whether the folder would answer all of it the same now.</summary>
    public bool StillHold(FolderReads now) => _files.StillHold(now.FileProblem) && _parts.All(p => Mark(now.Part(p.Key)) == p.Value);

    private static string Mark(PartText part) => part.Text is { } text ? Digests.Of(text) : part.Problem ?? "";
}
