using System.Collections.Immutable;
using Dashboard.Auth;
using Dashboard.Core.Gates;
using Dashboard.Core.Runbooks;
using Dashboard.Engine.Accounts;
using Dashboard.Engine.Linting;
using Dashboard.Engine.Runbooks;
using Dashboard.Engine.Runs;
using Dashboard.Linting;
using Dashboard.Shared.Dialogs;
using Dashboard.Shared.Rendering;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using MudBlazor;

namespace Dashboard.Features.Runbooks;

/// <summary>A runbook as it lies in the folder now: the document, what is wrong with it, and the way to a run.</summary>
public sealed partial class RunbookPage : IAsyncDisposable
{
    private LibraryRunbook? _book;
    private ImmutableArray<LintFinding> _findings = [];
    private Person? _me;
    private DocumentScript? _script;
    private string? _arrived;
    private bool _missing;
    private ProseImages? _images;

    /// <summary>The runbook's path below the runbooks folder, without <c>.md</c>.</summary>
    [Parameter]
    public required string Slug { get; set; }

    [Inject]
    private IRunbookLibrary Library { get; set; } = default!;

    [Inject]
    private IRunbookLint Lint { get; set; } = default!;

    [Inject]
    private IRunService Runs { get; set; } = default!;

    [Inject]
    private IAccounts Accounts { get; set; } = default!;

    [Inject]
    private CallerAccessor Callers { get; set; } = default!;

    [Inject]
    private DialogOpener Dialogs { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private IJSRuntime Js { get; set; } = default!;

    private bool MayOpen => _me is { MayRun: true } && _book is { Runbook: { Steps.IsEmpty: false, IsPart: false } };

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        // The address of the folder: home lists what is in it.
        if (string.IsNullOrEmpty(Slug))
        {
            Navigation.NavigateTo("");
            return;
        }

        _book = await Library.FindAsync(Slug);
        _images = _book is null ? null : ProseImages.Of(_book);
        _missing = _book is null;
        _findings = _book is null ? [] : await Lint.LintAsync(_book);
        if (await Callers.GetAsync() is { } caller)
            _me = await Accounts.FindAsync(caller.AccountId, caller.SecurityStamp);
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_script is null)
        {
            _script = new(Js);
            await _script.StartAsync();
        }

        // What the address names is there once the document is.
        if (_book?.Path != MarkdownFile.PathOf(Slug) || _arrived == Navigation.Uri)
            return;
        _arrived = Navigation.Uri;
        await _script.ArriveAsync();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _script?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task OpenAsync()
    {
        var result = await Dialogs.OpenAsync<OpenRunDialog>(new DialogParameters
        {
            [nameof(OpenRunDialog.Book)] = _book,
            [nameof(OpenRunDialog.Errors)] = _findings.Count(f => f.IsError),
            [nameof(OpenRunDialog.Submit)] = (Func<OpenRun, Task<CommandResult>>)SubmitAsync,
        });
        if (result is { Canceled: false, Data: string runId })
            Navigation.NavigateTo($"runs/{runId}");
    }

    private async Task<CommandResult> SubmitAsync(OpenRun request) => await Callers.GetAsync() is { } caller
        ? await Runs.OpenAsync(caller, request)
        : CommandResult.Refused(new LockReason(LockCode.Role, "You are no longer signed in.", "Sign in again."));
}
