using System.Collections.Immutable;
using System.Text;
using System.Text.Unicode;
using Dashboard.Core.Runbooks;
using Dashboard.Linting.Team;
using Microsoft.Extensions.Options;

namespace Dashboard.Engine.Runbooks;

/// <summary>
/// The runbooks folder of the settings. Looked at anew at each call: what lies in the folder is what counts. A text is parsed once.
/// </summary>
internal sealed class RunbookLibrary(IOptions<EngineOptions> options, RunbookReadings readings) : IRunbookLibrary
{
    private readonly RunbookFolder _folder = new(Path.GetFullPath(options.Value.Runbooks));

    /// <summary>The slugs of all runbooks.</summary>
    public ImmutableArray<string> Slugs()
    {
        ImmutableArray<string> slugs = [.. _folder.MarkdownFiles().Select(path => path[..^3])];
        readings.MakeRoom(slugs.Length);
        return slugs;
    }

    public async Task<ImmutableArray<LibraryRunbook>> ListAsync(CancellationToken cancellation = default)
    {
        var books = ImmutableArray.CreateBuilder<LibraryRunbook>();
        foreach (var slug in await Task.Run(Slugs, cancellation))
        {
            if (await FindAsync(slug, cancellation) is { } book)
                books.Add(book);
        }

        return books.ToImmutable();
    }

    public async Task<LibraryRunbook?> FindAsync(string slug, CancellationToken cancellation = default)
    {
        if (await Task.Run(() => Content(slug), cancellation) is not { } content)
            return null;
        var runbook = await readings.ReadAsync(Name(slug), Digests.Of(content), () => RunbookText.Decode(content), Problem)
            .WaitAsync(cancellation);
        return await Task.Run(() => Book(slug, content, runbook), cancellation);
    }

    /// <summary>A runbook that has been read before, as it is now.</summary>
    /// <returns>Whether there is such a file; and the runbook, null when its text has yet to be read.</returns>
    public (bool Exists, LibraryRunbook? Book) Known(string slug) => Content(slug) is not { } content ? (false, null)
        : (true, readings.Known(Name(slug), Digests.Of(content), Problem) is { } runbook ? Book(slug, content, runbook) : null);

    private static string Name(string slug) => Path.GetFileName(slug + ".md");

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
    private byte[]? Content(string slug) =>
        slug.Length == 0 || slug.Contains('\0', StringComparison.Ordinal) ? null : _folder.Read(slug + ".md").Content;

    private LibraryRunbook Book(string slug, byte[] content, Runbook runbook)
    {
        var path = slug + ".md";
        var files = ImmutableArray.CreateBuilder<PinnedFile>();
        var contents = ImmutableArray.CreateBuilder<ReadOnlyMemory<byte>>();
        Add(path, content, executable: false);
        foreach (var file in runbook.Files.Where(f => f != path).Distinct(StringComparer.Ordinal))
        {
            if (_folder.Read(file) is { Content: { } bytes } read)
                Add(file, bytes, read.Executable);
        }

        return new(slug, files[0].Digest, runbook, files.ToImmutable(), contents.ToImmutable())
        {
            Exists = file => _folder.Read(file).Problem is null,
            Programs = _folder.Read(TeamCatalogue.FileName).Content is { } programs ? Encoding.UTF8.GetString(programs) : null,
        };

        void Add(string name, byte[] bytes, bool executable)
        {
            files.Add(new(name, Digests.Of(bytes), bytes.Length, executable));
            contents.Add(bytes);
        }
    }
}
