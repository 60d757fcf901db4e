using System.Collections.Immutable;
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Engine.Storage;

/// <summary>Lists of runs, from the projections.</summary>
internal sealed class RunQueries(IDbContextFactory<EvidenceDbContext> contexts) : IRunQueries
{
    public async Task<ImmutableArray<RunSummary>> OpenRunsAsync(CancellationToken cancellation = default) =>
        await ListAsync(runs => runs.Where(r => r.ClosedAt == null), cancellation);

    public async Task<ImmutableArray<RunSummary>> LatestRunsAsync(int count, CancellationToken cancellation = default) =>
        await ListAsync(runs => runs.Take(count), cancellation);

    public Task<RunSummary?> FindRunAsync(string runId, CancellationToken cancellation = default) => FindAsync(r => r.RunId == runId, cancellation);

    public Task<RunSummary?> FindRunAsync(long number, CancellationToken cancellation = default) => FindAsync(r => r.Number == number, cancellation);

    public async Task<RunSummary?> PreviousRunAsync(string slug, long number, CancellationToken cancellation = default) =>
        (await ListAsync(runs => runs.Where(r => r.Slug == slug && r.Number < number).Take(1), cancellation)).FirstOrDefault();

    private async Task<RunSummary?> FindAsync(Expression<Func<RunRow, bool>> which, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        return await context.Runs.AsNoTracking().FirstOrDefaultAsync(which, cancellation) is { } row ? Summary(row) : null;
    }

    private async Task<ImmutableArray<RunSummary>> ListAsync(Func<IQueryable<RunRow>, IQueryable<RunRow>> which, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var rows = await which(context.Runs.AsNoTracking().OrderByDescending(r => r.Number)).ToListAsync(cancellation);
        return [.. rows.Select(Summary)];
    }

    private static RunSummary Summary(RunRow row) => new()
    {
        RunId = row.RunId,
        Number = row.Number,
        Slug = row.Slug,
        Title = row.Title,
        Target = row.Target,
        Mode = row.Mode,
        RunbookDigest = row.RunbookDigest,
        ChangeReference = row.ChangeReference,
        OpenedBy = row.OpenedBy,
        OpenedAt = new DateTimeOffset(row.OpenedAt, TimeSpan.Zero),
        ClosedAt = row.ClosedAt is { } closed ? new DateTimeOffset(closed, TimeSpan.Zero) : null,
        Result = row.Result,
    };
}
