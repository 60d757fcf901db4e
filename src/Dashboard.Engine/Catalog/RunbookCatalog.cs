using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Threading.Channels;
using Dashboard.Engine.Linting;
using Dashboard.Engine.Runbooks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dashboard.Engine.Catalog;

/// <summary>
/// Keeps what is known of the runbooks folder. Whatever a list finds that nobody has read yet goes to one reader in the background, each
/// for itself, so that one that takes long delays what comes behind it, and no page.
/// </summary>
internal sealed partial class RunbookCatalog(RunbookLibrary library, RunbookLint lint, ILogger<RunbookCatalog> log)
    : BackgroundService, IRunbookCatalog
{
    private readonly Channel<string> _waiting = Channel.CreateUnbounded<string>(new() { SingleReader = true });
    private readonly ConcurrentDictionary<string, bool> _taken = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<object, Action> _watchers = new();

    public Task<ImmutableArray<CatalogItem>> ListAsync(CancellationToken cancellation = default) => Task.Run(
        () =>
        {
            var items = ImmutableArray.CreateBuilder<CatalogItem>();
            var slugs = library.Slugs();
            lint.MakeRoom(slugs.Length);
            foreach (var slug in slugs)
            {
                var (exists, book) = library.Known(slug);
                if (!exists)
                    continue;
                var findings = book is null ? null : lint.Known(book);
                items.Add(new(slug, findings is null ? null : book, findings ?? []));
                if (findings is null && _taken.TryAdd(slug, true))
                    _waiting.Writer.TryWrite(slug);
            }

            return items.ToImmutable();
        },
        cancellation);

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
            await foreach (var slug in _waiting.Reader.ReadAllAsync(stoppingToken))
                await ReadAsync(slug, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    private async Task ReadAsync(string slug, CancellationToken cancellation)
    {
        try
        {
            if (await library.FindAsync(slug, cancellation) is { } book)
                await lint.LintAsync(book, cancellation);
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            // The next list asks for it again. Nobody is told: who lists again at once would ask for it without end.
            LogUnread(slug, e);
            _taken.TryRemove(slug, out _);
            return;
        }

        _taken.TryRemove(slug, out _);
        foreach (var watcher in _watchers.Values)
            watcher();
    }

    [LoggerMessage(LogLevel.Warning, "The runbook {Slug} could not be read")]
    private partial void LogUnread(string slug, Exception e);

    private sealed class Subscription(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
