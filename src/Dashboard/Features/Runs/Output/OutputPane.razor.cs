using System.Collections.Immutable;
using Dashboard.Core.Attempts;
using Dashboard.Core.Output;
using Dashboard.Engine.Live;
using Dashboard.Execution.Output;
using Dashboard.Features.Runs.Model;
using Dashboard.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;

namespace Dashboard.Features.Runs.Output;

/// <summary>The output of one attempt: its tail at first, then every chunk as it is stored.</summary>
public sealed partial class OutputPane : IAsyncDisposable
{
    private const long FirstTail = 256 << 10;
    private const long MostTail = 4 << 20;
    private const long PageBytes = 1 << 20;
    private const int BlockLines = 100;

    private readonly string _prefix = $"out-{Guid.NewGuid():N}";
    private OutputLines _output = new();
    private OutputFind _find = OutputFind.None;
    private long _tail = FirstTail;
    private RunSubscription? _watch;
    private ElementReference _scroll;
    private ElementReference _findBox;
    private IJSObjectReference? _script;
    private string? _shownAttempt;
    private bool _wasRunning;
    private bool _finding;
    private bool _focusFind;
    private bool _copied;
    private bool _attached;
    private bool _gone;

    /// <summary>The run.</summary>
    [Parameter, EditorRequired]
    public required string RunId { get; set; }

    /// <summary>The attempt.</summary>
    [Parameter, EditorRequired]
    public required string AttemptId { get; set; }

    /// <summary>The step's title, for names that tell panes apart.</summary>
    [Parameter, EditorRequired]
    public required string Title { get; set; }

    /// <summary>Whether the attempt is under way, so that more is to come.</summary>
    [Parameter]
    public bool Running { get; set; }

    /// <summary>The tries that did not pass; null while the attempt is under way.</summary>
    [Parameter]
    public ImmutableArray<TryEnd>? Tries { get; set; }

    /// <summary>How many bytes the middle lost, when that is known.</summary>
    [Parameter]
    public long Omitted { get; set; }

    [Inject]
    private IOutputStore Store { get; set; } = default!;

    [Inject]
    private RunChangeNotifier Feed { get; set; } = default!;

    [Inject]
    private TimeProvider Clock { get; set; } = default!;

    [Inject]
    private IJSRuntime Js { get; set; } = default!;

    private string Summary
    {
        get
        {
            if (_output.Lines.Count == 0)
                return Running ? "No output yet" : "No output";
            var errors = _output.Lines.Count(l => l.Channel == OutputChannel.Stderr);
            var lines = _output.Lines.Count(l => l.Gap is null);
            var count = _output.HasEarlier ? $"last {lines:N0} lines" : lines == 1 ? "1 line" : $"{lines:N0} lines";
            return errors == 0 ? count : $"{count}, {errors:N0} from standard error";
        }
    }

    private IEnumerable<(long First, OutputLine[] Lines)> Blocks =>
        _output.Lines.GroupBy(l => l.Number / BlockLines).Select(g => (g.Key, g.ToArray()));

    /// <summary>Where an attempt's whole output can be downloaded.</summary>
    public static string Address(string runId, string attemptId) => $"runs/{runId}/attempts/{attemptId}/output";

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        // At once: while something is read here the step may end, and this is called again.
        var hasEnded = !Running && _wasRunning;
        _wasRunning = Running;
        // Where one try ended and the next began is known at the end.
        if (_shownAttempt != AttemptId || (hasEnded && Tries is { Length: > 0 }))
        {
            _shownAttempt = AttemptId;
            _output = new();
            _output.Add(await Store.ReadOutputTailAsync(AttemptId, _tail), Omitted, Tries);
        }

        if (Running && _watch is null && RendererInfo.IsInteractive && !_gone)
        {
            _watch = new(Feed, RunId, Clock, () => InvokeAsync(ReadOnAsync));
            // Chunks that came between the first read and the subscription have nobody to tell of them.
            await ReadOnAsync();
        }
        else if (hasEnded)
        {
            await ReadOnAsync();
            await StopAsync();
        }
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_output.Lines.Count > 0 && !_attached)
        {
            _attached = true;
            _script = await RunScript.LoadAsync(Js);
            await _script.InvokeVoidAsync("follow", _scroll);
        }

        if (_focusFind)
        {
            _focusFind = false;
            await _findBox.FocusAsync();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _gone = true;
        await StopAsync();
        try
        {
            if (_script is not null)
                await _script.DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone, and its script with it.
        }
    }

    private async Task StopAsync()
    {
        if (_watch is { } watch)
        {
            _watch = null;
            await watch.DisposeAsync();
        }
    }

    private async Task ReadOnAsync()
    {
        for (var before = -1L; before != _output.LastChunk;)
        {
            before = _output.LastChunk;
            _output.Add(await Store.ReadOutputAsync(AttemptId, before + 1, PageBytes), Omitted, Tries);
            // A step that writes faster than this reads is caught up with at its end.
            if (_output.LastChunk - before > 64)
                break;
        }

        _find = _find.Again(_output.Lines);
        StateHasChanged();
    }

    private async Task ShowEarlierAsync()
    {
        _tail = Math.Min(_tail * 4, MostTail);
        var output = new OutputLines(OutputLines.MostLines * 10);
        output.Add(await Store.ReadOutputTailAsync(AttemptId, _tail), Omitted, Tries);
        _output = output;
        _find = _find.Again(_output.Lines);
    }

    private void ToggleFind()
    {
        _finding = !_finding;
        _focusFind = _finding;
        if (!_finding)
            _find = OutputFind.None;
    }

    private void Find(string text) => _find = OutputFind.Of(_output.Lines, text);

    private async Task FindKeyAsync(KeyboardEventArgs e)
    {
        if (e.Key == "Enter")
            await MoveAsync(e.ShiftKey ? -1 : 1);
        else if (e.Key == "Escape")
            ToggleFind();
    }

    private async Task MoveAsync(int by)
    {
        _find = _find.Move(by);
        if (_find.Line is { } line && _script is not null)
            await _script.InvokeVoidAsync("show", $"{_prefix}-{line}");
    }

    private async Task CopyAsync()
    {
        if (_script is not null)
            _copied = await _script.InvokeAsync<bool>("copy", _scroll);
    }
}
