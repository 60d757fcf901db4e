using System.Collections.Immutable;
using System.Globalization;
using Dashboard.Auth;
using Dashboard.Core.Gates;
using Dashboard.Core.Runs;
using Dashboard.Engine.Accounts;
using Dashboard.Engine.Evidence.Queries;
using Dashboard.Engine.Live;
using Dashboard.Engine.Runs;
using Dashboard.Features.Runs.Model;
using Dashboard.Shared.Dialogs;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Dashboard.Features.Runs;

/// <summary>
/// A run, live. It reads the run again after each change and shows what it read: a reload, a lost connection or a restart of
/// the server brings back the same picture.
/// </summary>
public sealed partial class RunPage : IAsyncDisposable
{
    private RunActions? _actions;
    private RunView? _view;
    private Person? _me;
    private Caller? _caller;
    private RunSubscription? _watch;
    private IDisposable? _visit;
    private readonly RunTicks _ticks = new();
    private RunPageModel? _drawn;
    private ITimer? _tick;
    private PageScript<RunPage>? _script;
    private ImmutableArray<Person> _here = [];
    private string? _shownRun;
    private string _shownId = "";
    private string? _problem, _unreadable;
    private string _said = "";
    private bool _missing, _gone;
    private bool _rail;
    private bool _aside;

    /// <summary>The run's id, or its number.</summary>
    [Parameter]
    public required string RunId { get; set; }

    [Inject]
    private IRunService Runs { get; set; } = default!;

    [Inject]
    private IRunQueries Queries { get; set; } = default!;

    [Inject]
    private IAccounts Accounts { get; set; } = default!;

    [Inject]
    private CallerAccessor Callers { get; set; } = default!;

    [Inject]
    private DialogOpener Dialogs { get; set; } = default!;

    [Inject]
    private PresenceTracker Presence { get; set; } = default!;

    [Inject]
    private RunChangeNotifier Feed { get; set; } = default!;

    [Inject]
    private TimeProvider Clock { get; set; } = default!;

    [Inject]
    private IJSRuntime Js { get; set; } = default!;

    private RunPageModel? Model => _view is null || _actions is null ? null
        : new(_view, _me, Clock.GetUtcNow(), Presence.Who(_shownId), _actions.Refusals);

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (_shownRun == RunId)
            return;
        var shown = _shownRun = RunId;
        await LeaveAsync();
        var id = long.TryParse(shown, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? (await Queries.FindRunAsync(number))?.RunId ?? shown
            : shown;
        var caller = await Callers.GetAsync();
        RunView? view = null;
        string? unreadable = null;
        try
        {
            view = await Runs.FindAsync(id);
        }
        catch (UnreadableRunException e)
        {
            unreadable = e.Message;
        }

        // Whoever went on to another run while this one was being read is shown that one.
        if (_shownRun != shown)
            return;
        (_shownId, _caller, _view, _unreadable) = (id, caller, view, unreadable);
        if (_unreadable is not null)
            return;
        _missing = _view is null;
        if (_missing)
            return;
        await ReadPersonAsync();
        if (_shownRun != shown)
            return;
        _actions = new(id, ExecuteAsync, Dialogs, () => InvokeAsync(RefreshAsync));
        // Whoever has left meanwhile would never be let go again.
        if (!RendererInfo.IsInteractive || _gone)
            return;
        // Entering is news for the others. This page begins to follow afterwards: it would only read again what it has just read.
        _visit = _me is null ? null : Presence.Enter(id, _me);
        _watch = new(Feed, id, Clock, () => InvokeAsync(FollowAsync));
        // Of a run that is over nothing changes with time.
        if (_view!.State.IsOpen)
            _tick = Clock.CreateTimer(_ => InvokeAsync(TickAsync), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_script is null && Model is not null)
        {
            _script = new(Js, this);
            await _script.StartAsync();
        }
    }

    /// <summary>Called by run.js for a key that was pressed outside of any field and dialog.</summary>
    [JSInvokable]
    public Task KeyAsync(string key)
    {
        if (Model is not { } model || _actions is not { } actions)
            return Task.CompletedTask;
        return (key, model.Next) switch
        {
            ("?", _) => actions.KeysAsync(),
            ("n", { } next) =>
                _script?.ShowAsync(next is NextAction.Approve gate ? $"gate-{gate.Gate.Id}" : $"step-{next.StepId}") ?? Task.CompletedTask,
            ("r", NextAction.Run run) when model.MayRun => actions.StartAsync(run.Step, model.State),
            ("r", NextAction.Confirm confirm) when model.MayRun => actions.ConfirmAsync(confirm.Step, model.State),
            ("a", NextAction.Approve approve) when model.MayApprove => actions.ApproveAsync(approve.Gate, model),
            _ => Task.CompletedTask,
        };
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _gone = true;
        await LeaveAsync();
        if (_script is not null)
            await _script.DisposeAsync();
    }

    // The page as a whole changes with time when something expires or becomes too old; else what counts time changes, and nothing around
    // it.
    private async Task TickAsync()
    {
        if (_view is not { State.IsOpen: true })
            _tick?.Dispose();
        else if (_problem is not null)
            await RefreshAsync();
        else if (Clock.GetUtcNow() is var now && _drawn?.HoldsAt(now) == true)
            _ticks.Pass(now);
        else
            StateHasChanged();
    }

    private async Task LeaveAsync()
    {
        _visit?.Dispose();
        if (_tick is not null)
            await _tick.DisposeAsync();
        if (_watch is not null)
            await _watch.DisposeAsync();
        (_visit, _tick, _watch) = (null, null, null);
    }

    private async Task<CommandResult> ExecuteAsync(RunCommand command)
    {
        if (_caller is null || _view is null)
            return CommandResult.Refused(new LockReason(LockCode.Role, "You are no longer signed in.", "Sign in again."));
        var result = await Runs.ExecuteAsync(_caller, _view.State.RunId, command);
        // A refusal can mean that the person's roles are others by now.
        if (!result.Done)
            await ReadPersonAsync();
        return result;
    }

    private async Task ReadPersonAsync() =>
        _me = _caller is null ? null : await Accounts.FindAsync(_caller.AccountId, _caller.SecurityStamp);

    /// <summary>Shows what the feed tells of. Output alone changes nothing here: the panes follow it by themselves.</summary>
    private async Task FollowAsync()
    {
        var (before, here, problem) = (_view, Presence.Who(_shownId), _problem);
        await ReadAsync();
        if (_view?.State.Events.Length != before?.State.Events.Length || _view?.Drift.SequenceEqual(before?.Drift ?? []) != true
            || !here.SequenceEqual(_here) || problem != _problem || _view?.Trouble != before?.Trouble
            || _view?.Try != before?.Try)
        {
            StateHasChanged();
        }

        _here = here;
    }

    private async Task RefreshAsync()
    {
        await ReadAsync();
        StateHasChanged();
    }

    private async Task ReadAsync()
    {
        try
        {
            var before = _view?.State.Events[^1].Sequence ?? 0;
            // A slower read must not take back what a quicker one has shown.
            if (await Runs.FindAsync(_shownId) is { } found
                && (found.State.RunId != _view?.State.RunId || found.State.Events.Length >= _view.State.Events.Length))
                _view = found;
            _problem = null;
            if (_view is not null && _view.State.Events[^1] is var latest && latest.Sequence > before)
                _said = EventSummary.Of(latest, _view.State, _view.Runbook);
        }
        catch (Exception)
        {
            // The page stays as it was and says so; the next change, or the next second, tries again.
            _problem = "This page cannot be updated right now. The run's record is not affected.";
        }
    }
}
