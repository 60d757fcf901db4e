using System.Collections.Immutable;
using System.Text.Unicode;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runbooks.Reading;
using Dashboard.Linting.Team;
using Microsoft.Extensions.Options;

namespace Dashboard.Engine.Runbooks;

/// <summary>
/// The runbooks folder of the settings. Looked at anew at each call: what lies in the folder is what counts. A text is parsed once.
/// </summary>
internal sealed class RunbookLibrary(IOptions<EngineOptions> options, RunbookReadings readings) : IRunbookLibrary
{
    private readonly RecentlyUsed<(string File, string Digest), ImmutableHashSet<string>> _anchors = new(500);
    private readonly RunbookFolder _folder = new(Path.GetFullPath(options.Value.Runbooks));
    private volatile KnownTeam? _team;
    private FolderReads? _reads;

    private FolderReads Reads => _reads ??= new(Problem, Part);

    /// <summary>Where the folder is.</summary>
    public string Root => _folder.Root;

    /// <summary>What the team says of its programs. The same bytes are the same object.</summary>
    public TeamFile Team()
    {
        var (content, _, problem) = _folder.Read(TeamCatalogue.FileName);
        if (content is null)
            return problem == RunbookFolder.NotThere ? TeamFile.None : TeamFile.Unread(problem!);
        if (_team is not { } known || !known.Content.AsSpan().SequenceEqual(content))
            _team = known = new(content, TeamFile.Of(content));
        return known.File;
    }

    /// <summary>What lies in the folder, by path.</summary>
    public ImmutableArray<FolderEntry> Entries()
    {
        var entries = _folder.Entries();
        readings.MakeRoom(entries.Length);
        return entries;
    }

    public async Task<ImmutableArray<LibraryRunbook>> ListAsync(CancellationToken cancellation = default)
    {
        var books = ImmutableArray.CreateBuilder<LibraryRunbook>();
        foreach (var entry in await Task.Run(Entries, cancellation))
        {
            if (entry.Problem is null && await FindAsync(entry.Path, cancellation) is { } book)
                books.Add(book);
        }

        return books.ToImmutable();
    }

    public async Task<LibraryRunbook?> FindAsync(string slug, CancellationToken cancellation = default)
    {
        var path = MarkdownFile.PathOf(slug);
        while (await Task.Run(() => Content(path).Content, cancellation) is { } content)
        {
            var runbook = await readings.ReadAsync(path, Digests.Of(content), () => RunbookText.Decode(content), Reads)
                .WaitAsync(cancellation);
            if (await Task.Run(() => Book(path, content, runbook), cancellation) is { } book)
                return book;
        }

        return null;
    }

    /// <summary>A runbook that has been read before, as it is now.</summary>
    /// <returns>The runbook, null when its text has yet to be read; and why it cannot be.</returns>
    public (LibraryRunbook? Book, string? Problem) Known(string path)
    {
        var (content, problem) = Content(path);
        return content is not null && readings.Known(path, Digests.Of(content), Reads) is { } runbook
            ? (Book(path, content, runbook), null)
            : (null, problem);
    }

    /// <inheritdoc/>
    public byte[]? ReadImage(string path) => !path.Contains('\0', StringComparison.Ordinal)
        && _folder.Read(path).Content is { } content && RunbookImage.MediaType(path, content) is not null ? content : null;

    /// <inheritdoc/>
    public async Task<byte[]?> ReadLinkedAsync(string runbook, string path, CancellationToken cancellation = default)
    {
        // A slug names another file than its path.
        if (!MarkdownFile.IsMarkdown(runbook) || await FindAsync(runbook, cancellation) is not { } book || book.Path != runbook
            || MarkdownFile.IsMarkdown(path) || path.Split('/').Any(part => part.StartsWith('.'))
            || book.Runbook.Links.All(l => l.Path != path))
            return null;
        return await Task.Run(() => _folder.Read(path).Content, cancellation);
    }

    private PartText Part(string path) => Content(path) switch
    {
        (null, var problem) => new(null, problem ?? PartText.Missing.Problem),
        // Longer than any text that is read, whatever its characters are.
        ({ Length: > 4 * RunbookParser.MaxLength }, _) => new(null, $"It has more than {RunbookParser.MaxLength} characters. Split it."),
        ({ } content, _) when !Utf8.IsValid(content) => new(null, "It is not UTF-8. Save it as UTF-8 text."),
        ({ } content, _) => new(RunbookText.Decode(content), null),
    };

    private string? Problem(string file) =>
        _folder.Read(file) is { Content: { } content } read ? ScriptProblem(file, content, read.Executable) : _folder.Read(file).Problem;

    // A shell takes the CR for a part of each line's last word, the BOM for one of its first, and leaves out the NUL that a person may not
    // see. What is not UTF-8 cannot be shown as it runs.
    private static string? ScriptProblem(string file, ReadOnlySpan<byte> content, bool executable) =>
        !ScriptFile.IsCalledOne(file, content)
            && !(executable && Path.GetExtension(file).Length == 0 && ScriptFile.IsRunnable(content)) ? null
        : content.Contains((byte)0) ? "It is a script with a NUL character, which a shell skips. Remove it."
        : content.IndexOf("\r\n"u8) >= 0
            ? "It is a script with Windows line ends (CR LF), which a shell treats as part of each line. Save it with LF line ends."
        : content.Contains((byte)'\r') ? "It is a script with a carriage return (CR) in it, which a shell treats as part of a word. Remove "
            + "it; write $'\\r' where one is meant."
        : content.StartsWith("\uFEFF"u8)
            ? "It is a script that begins with a byte order mark (BOM), which a shell treats as part of its first word. Save it as UTF-8 "
                + "without one."
        : !Utf8.IsValid(content) ? "It is a script that is not UTF-8, so what it runs cannot be shown. Save it as UTF-8."
        : null;

    // A NUL would end the path early for the kernel, so that one slug names another file.
    private (byte[]? Content, string? Problem) Content(string path)
    {
        if (path == MarkdownFile.UsualEnding || path.Contains('\0', StringComparison.Ordinal))
            return (null, RunbookFolder.NotThere);
        var (content, _, problem) = _folder.Read(path);
        return (content, problem);
    }

    private bool HasHeading(string file, string anchor)
    {
        if (_folder.Read(file).Content is not { } content)
            return false;
        var digest = Digests.Of(content);
        if (!_anchors.TryGet((file, digest), out var anchors))
        {
            var runbook = readings.Known(file, digest, Reads) ?? RunbookParser.Parse(file, RunbookText.Decode(content), part: Part);
            anchors = runbook.Anchors;
            // What it includes has headings, too, and may be another text tomorrow.
            if (runbook.Parts.IsEmpty)
                _anchors.Set((file, digest), anchors);
        }

        return anchors.Contains(anchor);
    }

    /// <returns>Null when a file that it includes is not what was read any more.</returns>
    private LibraryRunbook? Book(string path, byte[] content, Runbook runbook)
    {
        var files = ImmutableArray.CreateBuilder<PinnedFile>();
        var contents = ImmutableArray.CreateBuilder<ReadOnlyMemory<byte>>();
        Add(path, content, executable: false);
        foreach (var file in runbook.Files.Where(f => f != path).Distinct(StringComparer.Ordinal))
        {
            if (_folder.Read(file) is { Content: { } bytes } read)
                Add(file, bytes, read.Executable);
        }

        foreach (var part in runbook.Parts.Where(p => p.Digest is not null))
        {
            if (_folder.Read(part.Path).Content is not { } bytes || Digests.Of(bytes) != part.Digest)
                return null;
            if (files.All(f => f.Path != part.Path))
                Add(part.Path, bytes, executable: false);
        }

        var together = 0L;
        foreach (var image in runbook.Images.Select(i => RunbookImage.PathOf(path, i)).OfType<string>().Distinct(StringComparer.Ordinal))
        {
            if (files.All(f => f.Path != image) && ReadImage(image) is { } bytes && together + bytes.Length <= RunbookImage.MaxTogether)
            {
                together += bytes.Length;
                Add(image, bytes, executable: false);
            }
        }

        return new(MarkdownFile.SlugOf(path), files[0].Digest, runbook, files.ToImmutable(), contents.ToImmutable())
        {
            Exists = file => _folder.Read(file).Problem is null,
            HasHeading = HasHeading,
            Team = Team(),
        };

        void Add(string name, byte[] bytes, bool executable)
        {
            files.Add(new(name, Digests.Of(bytes), bytes.Length, executable));
            contents.Add(bytes);
        }
    }

    private sealed record KnownTeam(byte[] Content, TeamFile File);
}
