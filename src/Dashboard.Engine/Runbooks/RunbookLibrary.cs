using System.Collections.Immutable;
using System.Text;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runs;
using Microsoft.Extensions.Options;

namespace Dashboard.Engine.Runbooks;

/// <summary>The runbooks folder of the settings. Read anew at each call: what lies in the folder is what counts.</summary>
internal sealed class RunbookLibrary(IOptions<EngineOptions> options) : IRunbookLibrary
{
    private readonly RunbookFolder _folder = new(Path.GetFullPath(options.Value.Runbooks));

    public Task<ImmutableArray<LibraryRunbook>> ListAsync(CancellationToken cancellation = default) => Task.Run(() =>
        _folder.MarkdownFiles().Select(path => Load(path[..^3])).OfType<LibraryRunbook>().ToImmutableArray(), cancellation);

    public Task<LibraryRunbook?> FindAsync(string slug, CancellationToken cancellation = default) =>
        Task.Run(() => Load(slug), cancellation);

    private LibraryRunbook? Load(string slug)
    {
        // A NUL would end the path early for the kernel, so that one slug names another file.
        if (slug.Length == 0 || slug.Contains('\0', StringComparison.Ordinal))
            return null;
        var path = slug + ".md";
        var (content, _, _) = _folder.Read(path);
        if (content is null)
            return null;
        var runbook = RunbookParser.Parse(Path.GetFileName(path), Encoding.UTF8.GetString(content), file => _folder.Read(file).Problem);
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
        };

        void Add(string name, byte[] bytes, bool executable)
        {
            files.Add(new(name, Digests.Of(bytes), bytes.Length, executable));
            contents.Add(bytes);
        }
    }
}
