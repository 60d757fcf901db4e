using System.Collections.Immutable;
using Dashboard.Core.Runbooks;
using Dashboard.Engine.Catalog;
using Dashboard.Engine.Evidence.Queries;
using Dashboard.Engine.Linting;
using Dashboard.Engine.Ports;
using Dashboard.Engine.Runbooks;
using Dashboard.Engine.Runs;
using Dashboard.Linting;

namespace Dashboard.Tests.Doubles;

/// <summary>Runs and runbooks, in memory.</summary>
internal sealed class FakeLists : IRunQueries, IRunbookLibrary, IRunbookLint, IRunbookCatalog
{
    public List<RunSummary> Summaries { get; } = [];

    public List<LibraryRunbook> Books { get; } = [];

    /// <summary>What the linter finds in every runbook, besides what its parser says.</summary>
    public List<LintFinding> Findings { get; } = [];

    /// <summary>Runbooks that are there and have not been read yet.</summary>
    public List<string> BeingRead { get; } = [];

    /// <summary>Files that cannot be read, with the reason.</summary>
    public List<(string Path, string Problem)> Left { get; } = [];

    /// <summary>Tells whoever follows the catalog that there is news.</summary>
    public Action Changed { get; private set; } = () => { };

    public void Add(RunView view) => Summaries.Add(new()
    {
        RunId = view.State.RunId,
        Number = view.Number,
        Slug = view.State.Opened.Slug,
        Title = view.State.Opened.Title,
        Target = view.State.Opened.Target,
        Mode = view.State.Opened.Mode,
        RunbookDigest = view.State.Opened.RunbookDigest,
        ChangeReference = view.State.Opened.ChangeReference,
        OpenedBy = view.State.OpenedBy.Name,
        OpenedAt = view.State.OpenedAt,
        ClosedAt = view.State.ClosedAt,
        Result = view.State.Closed?.Result,
    });

    public void Add(string slug, Runbook book) => Books.Add(new(slug, Digests.Of(slug), book, [], []));

    /// <summary>Files that runbooks link to, by path.</summary>
    public Dictionary<string, byte[]> Linked { get; } = [];

    public Task<byte[]?> ReadLinkedAsync(string runbook, string path, CancellationToken cancellation = default) =>
        Task.FromResult(Linked.GetValueOrDefault(path));

    public Task<ImmutableArray<LintFinding>> LintAsync(LibraryRunbook book, CancellationToken cancellation = default) =>
        Task.FromResult<ImmutableArray<LintFinding>>(
            [.. book.Runbook.Diagnostics.Select(d => LintFinding.Of(book.Path, d)), .. Findings]);

    public async Task<ImmutableArray<ImmutableArray<LintFinding>>> LintAsync(ImmutableArray<LibraryRunbook> books,
        CancellationToken cancellation = default) =>
        [.. await Task.WhenAll(books.Select(b => LintAsync(b, cancellation)))];

    public Task<ImmutableArray<RunSummary>> OpenRunsAsync(CancellationToken cancellation = default) =>
        Task.FromResult<ImmutableArray<RunSummary>>([.. Summaries.Where(s => s.ClosedAt is null)]);

    public Task<ImmutableArray<RunSummary>> LatestRunsAsync(int count, CancellationToken cancellation = default) =>
        Task.FromResult<ImmutableArray<RunSummary>>([.. Summaries.Take(count)]);

    public Task<RunSummary?> FindRunAsync(string runId, CancellationToken cancellation = default) =>
        Task.FromResult(Summaries.FirstOrDefault(s => s.RunId == runId));

    public Task<RunSummary?> FindRunAsync(long number, CancellationToken cancellation = default) =>
        Task.FromResult(Summaries.FirstOrDefault(s => s.Number == number));

    public Task<ImmutableArray<RunSummary>> ApprovedRunsAsync(
        string slug, string target, string gateId, long before, CancellationToken cancellation = default) =>
        throw new NotSupportedException("Screens ask for pinned files, which know what was approved.");

    async Task<ImmutableArray<CatalogItem>> IRunbookCatalog.ListAsync(CancellationToken cancellation) =>
    [
        .. Left.Select(l => new CatalogItem(l.Path, null, []) { Problem = l.Problem }),
        .. BeingRead.Select(slug => new CatalogItem(slug, null, [])),
        .. Books.Zip(await LintAsync([.. Books], cancellation), (book, findings) => new CatalogItem(book.Slug, book, findings)),
    ];

    public IDisposable Subscribe(Action changed)
    {
        Changed = changed;
        return new CancellationTokenSource();
    }

    public Task<ImmutableArray<LibraryRunbook>> ListAsync(CancellationToken cancellation = default) =>
        Task.FromResult<ImmutableArray<LibraryRunbook>>([.. Books]);

    public byte[]? ReadImage(string path) => null;

    public Task<LibraryRunbook?> FindAsync(string slug, CancellationToken cancellation = default) =>
        Task.FromResult(Books.FirstOrDefault(b => b.Slug == slug));
}
