using System.Collections.Immutable;
using Dashboard.Core.Gates;
using Dashboard.Engine;
using Dashboard.Engine.Catalog;
using Dashboard.Engine.Evidence.Queries;
using Dashboard.Engine.Ports;
using Dashboard.Engine.Runs;
using Dashboard.Shared.Steps;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;

namespace Dashboard.Features.Home;

/// <summary>What is going on: open runs, runbooks, latest runs.</summary>
public sealed partial class HomePage : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private bool _gone;
    private ITimer? _tick;
    private List<OpenRunItem>? _open;
    private IDisposable? _reading;
    private ImmutableArray<CatalogItem>? _runbooks;
    private ImmutableArray<RunSummary>? _latest;

    [Inject]
    private IRunQueries Queries { get; set; } = default!;

    [Inject]
    private IRunService Runs { get; set; } = default!;

    [Inject]
    private IRunbookCatalog Catalog { get; set; } = default!;

    [Inject]
    private IOptions<EngineOptions> Options { get; set; } = default!;

    [Inject]
    private TimeProvider Clock { get; set; } = default!;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _gone = true;
        _reading?.Dispose();
        if (_tick is not null)
            await _tick.DisposeAsync();
    }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        if (RendererInfo.IsInteractive)
            _reading = Catalog.Subscribe(() => InvokeAsync(RunbooksAsync));
        await ReadAsync();
        // Whoever has left meanwhile would never be let go again.
        if (RendererInfo.IsInteractive && !_gone)
            _tick = Clock.CreateTimer(_ => InvokeAsync(AgainAsync), null, Pause, Pause);
    }

    private Task AgainAsync() => AgainAsync(ReadAsync);

    private Task RunbooksAsync() => AgainAsync(async () => _runbooks = await Catalog.ListAsync());

    private async Task AgainAsync(Func<Task> read)
    {
        try
        {
            await read();
            StateHasChanged();
        }
        catch (Exception)
        {
            // The list stays as it was; the next round tries again.
        }
    }

    private async Task ReadAsync()
    {
        var open = new List<OpenRunItem>();
        foreach (var summary in await Queries.OpenRunsAsync())
        {
            try
            {
                var view = await Runs.FindAsync(summary.RunId);
                open.Add(view is null
                    ? new(summary, null, "")
                    : new(summary, RunProgress.Of(view.Runbook, view.State),
                        NextActionFinder.Of(view.Runbook, view.State, null, Clock.GetUtcNow()).Words));
            }
            catch (UnreadableRunException e)
            {
                open.Add(new(summary, null, "") { Problem = e.Message });
            }
        }

        _open = open;
        _latest = await Queries.LatestRunsAsync(10);
        _runbooks = await Catalog.ListAsync();
    }

    private sealed record OpenRunItem(RunSummary Summary, RunProgress? Progress, string Next)
    {
        /// <summary>Why the run cannot be read; null when it can.</summary>
        public string? Problem { get; init; }
    }
}
