using System.Collections.Immutable;
using Dashboard.Core.Linting;
using Dashboard.Core.Runbooks;
using Dashboard.Engine;
using Dashboard.Engine.Linting;
using Dashboard.Engine.Runbooks;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Storage;
using Dashboard.Rendering;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;

namespace Dashboard.Components.Pages.Home;

/// <summary>What is going on: open runs, runbooks, latest runs.</summary>
public sealed partial class HomePage : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private ITimer? _tick;
    private List<OpenRunItem>? _open;
    private ImmutableArray<(LibraryRunbook Book, ImmutableArray<LintFinding> Findings)>? _runbooks;
    private ImmutableArray<RunSummary>? _latest;

    [Inject]
    private IRunQueries Queries { get; set; } = default!;

    [Inject]
    private IRunService Runs { get; set; } = default!;

    [Inject]
    private IRunbookLibrary Library { get; set; } = default!;

    [Inject]
    private IRunbookLint Lint { get; set; } = default!;

    [Inject]
    private IOptions<EngineOptions> Options { get; set; } = default!;

    [Inject]
    private TimeProvider Clock { get; set; } = default!;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_tick is not null)
            await _tick.DisposeAsync();
    }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        await ReadAsync();
        if (RendererInfo.IsInteractive)
            _tick = Clock.CreateTimer(_ => InvokeAsync(AgainAsync), null, Pause, Pause);
    }

    private async Task AgainAsync()
    {
        try
        {
            await ReadAsync();
            StateHasChanged();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The list stays as it was; the next round tries again.
        }
    }

    private async Task ReadAsync()
    {
        var open = new List<OpenRunItem>();
        foreach (var summary in await Queries.OpenRunsAsync())
        {
            var view = await Runs.FindAsync(summary.RunId);
            open.Add(view is null
                ? new(summary, null, "")
                : new(summary, RunProgress.Of(view.Runbook, view.State), NextStep.Of(view.Runbook, view.State, null, Clock.GetUtcNow()).Words));
        }

        _open = open;
        _latest = await Queries.LatestRunsAsync(10);
        var books = await Library.ListAsync();
        _runbooks = [.. books.Zip(await Lint.LintAsync(books))];
    }

    private static string Contents(Runbook runbook) => (runbook.Steps.Length, runbook.Gates.Length) switch
    {
        (0, _) => "no steps: a document to read",
        (1, 0) => "1 step",
        (var steps, 0) => $"{steps} steps",
        var (steps, gates) => $"{steps} steps, {gates} {(gates == 1 ? "gate" : "gates")}",
    };

    private sealed record OpenRunItem(RunSummary Summary, RunProgress? Progress, string Next);
}
