using Dashboard.Core.Ledger;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runs;
using Dashboard.Engine.Evidence.Queries;
using Dashboard.Engine.Ports;
using Dashboard.Engine.Runs;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Features.Evidence;

/// <summary>One attempt, whole: who, when, how long, what ran, what came of it, and every line it wrote.</summary>
public sealed partial class AttemptPage
{
    private const int MostOthers = 50;

    private StoredRun? _view;
    private Attempt? _attempt;
    private Step? _step;
    private AttemptSummary? _summary;
    private IReadOnlyList<AttemptSummary> _others = [];
    private Attempt? _previous;
    private LedgerEntry? _entry;
    private string? _unreadable;
    private bool _missing;

    /// <summary>The run's id.</summary>
    [Parameter]
    public required string RunId { get; set; }

    /// <summary>The attempt's id.</summary>
    [Parameter]
    public required string AttemptId { get; set; }

    [SupplyParameterFromQuery]
    private long? Line { get; set; }

    [SupplyParameterFromQuery]
    private string? Find { get; set; }

    [Inject]
    private IRunReader Runs { get; set; } = default!;

    [Inject]
    private IEvidenceQueries Queries { get; set; } = default!;

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        try
        {
            (_view, _unreadable) = (await Runs.FindAsync(RunId), null);
        }
        catch (UnreadableRunException e)
        {
            _unreadable = e.Message;
            return;
        }

        _attempt = _view?.State.Attempts.FirstOrDefault(a => a.Id == AttemptId);
        _missing = _attempt is null;
        if (_attempt is null)
            return;
        _step = _view!.Runbook.FindStep(_attempt.StepId);
        _previous = _view.State.AttemptsOf(_attempt.StepId).LastOrDefault(a => a.Sequence < _attempt.Sequence);
        _entry = await Queries.EntryAsync(_attempt.Sequence);
        _summary = await Queries.FindAttemptAsync(AttemptId);
        var same = await Queries.AttemptsAsync(new() { Slug = _view.State.Opened.Slug, StepId = _attempt.StepId }, count: MostOthers);
        _others = [.. same.Items.Where(a => a.AttemptId != AttemptId)];
    }
}
