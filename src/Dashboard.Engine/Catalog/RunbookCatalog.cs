using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Threading.Channels;
using Dashboard.Core.Runbooks;
using Dashboard.Engine.Linting;
using Dashboard.Engine.Runbooks;
using Dashboard.Linting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dashboard.Engine.Catalog;

/// <summary>
/// Keeps what is known of the runbooks folder. Whatever a list finds that nobody has read yet goes to a few readers in the background, so
/// that one that takes long delays no page, and little of what comes behind it.
/// </summary>
internal sealed partial class RunbookCatalog(RunbookLibrary library, RunbookLint lint, TimeProvider time, ILogger<RunbookCatalog> log)
    : BackgroundService, IRunbookCatalog
{
    // While thousands are read, a page that is told of each would list them all thousands of times.
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(500);

    private static readonly int Readers = Math.Max(2, Environment.ProcessorCount);

    private readonly Channel<string> _waiting = Channel.CreateUnbounded<string>();
    private readonly ConcurrentDictionary<string, bool> _taken = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<object, Action> _watchers = new();
    private readonly KnownFiles _known = new(time);
    private long _told = time.GetTimestamp();

    public Task<ImmutableArray<CatalogItem>> ListAsync(CancellationToken cancellation = default) => Task.Run(
        () =>
        {
            var entries = library.Entries();
            lint.MakeRoom(entries.Length);
            _known.Retain(entries, library.Team());
            var items = new CatalogItem?[entries.Length];
            var byPath = new Dictionary<string, FolderEntry>(entries.Length, StringComparer.Ordinal);
            foreach (var entry in entries)
                byPath[entry.Path] = entry;
            Parallel.For(0, entries.Length, new() { CancellationToken = cancellation }, i => items[i] = Item(entries[i], byPath));
            foreach (var item in items.OfType<CatalogItem>().Where(i => i is { Book: null, Problem: null }))
            {
                if (_taken.TryAdd(item.Path, true))
                    _waiting.Writer.TryWrite(item.Path);
            }

            return items.OfType<CatalogItem>().ToImmutableArray();
        },
        cancellation);

    private CatalogItem? Item(FolderEntry entry, Dictionary<string, FolderEntry> others)
    {
        if (_known.Find(entry, others) is { } known && Findings(known.Book!) is not null)
            return known;
        var slug = MarkdownFile.SlugOf(entry.Path);
        if (entry.Problem is not null)
            return new(entry.Path, null, []) { Problem = entry.Problem };
        var (book, problem) = library.Known(entry.Path);
        if (problem is not null)
            return File.Exists(Path.Combine(library.Root, entry.Path)) ? new(entry.Path, null, []) { Problem = problem }
                : null;
        if (book is null || Findings(book) is not { } findings)
            return new(slug, null, []);
        var item = new CatalogItem(slug, book with { Contents = [] }, findings);
        _known.Keep(entry, item, others);
        return item;
    }

    // The linter says nothing of a document.
    private ImmutableArray<LintFinding>? Findings(LibraryRunbook book) => !book.Runbook.IsDocument ? lint.Known(book)
        : [.. book.Runbook.Diagnostics.Select(d => LintFinding.Of(book.Path, d))];

    public IDisposable Subscribe(Action changed)
    {
        var key = new object();
        _watchers[key] = changed;
        return new Subscription(() => _watchers.TryRemove(key, out _));
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            // What lies in the folder when the server starts is read before anybody looks.
            await ListAsync(stoppingToken);
            await Parallel.ForEachAsync(_waiting.Reader.ReadAllAsync(stoppingToken),
                new ParallelOptions { MaxDegreeOfParallelism = Readers, CancellationToken = stoppingToken },
                async (path, stop) => await ReadAsync(path, stop));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    private async Task ReadAsync(string path, CancellationToken cancellation)
    {
        try
        {
            if (await library.FindAsync(path, cancellation) is { Runbook.IsDocument: false } book)
                await lint.LintAsync(book, cancellation);
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            // The next list asks for it again. Nobody is told: who lists again at once would ask for it without end.
            LogUnread(path, e);
            _taken.TryRemove(path, out _);
            return;
        }

        _taken.TryRemove(path, out _);
        if (!_waiting.Reader.TryPeek(out _) || time.GetElapsedTime(Interlocked.Read(ref _told)) >= Quiet)
            Tell();
    }

    private void Tell()
    {
        Interlocked.Exchange(ref _told, time.GetTimestamp());
        foreach (var watcher in _watchers.Values)
            watcher();
    }

    [LoggerMessage(LogLevel.Warning, "The runbook {Path} could not be read")]
    private partial void LogUnread(string path, Exception e);

    private sealed class Subscription(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
