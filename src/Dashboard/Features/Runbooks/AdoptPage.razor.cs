using System.Collections.Immutable;
using Dashboard.Core.Runbooks.Diagnostics;
using Dashboard.Engine.Linting;
using Dashboard.Engine.Runbooks;
using Dashboard.Linting.Adopt;
using Dashboard.Shared;
using Dashboard.Shared.Rendering;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Dashboard.Features.Runbooks;

/// <summary>The first runbook that could be made of a document: to read, to copy and to download. The folder is left alone.</summary>
public sealed partial class AdoptPage : IAsyncDisposable
{
    private LibraryRunbook? _book;
    private Adoption? _adoption;
    private ImmutableArray<(string Text, int Number)> _lines = [];
    private ImmutableHashSet<int> _marked = [];
    private DocumentScript? _script;
    private bool _missing, _copied, _copyFailed;

    /// <summary>The document's path below the runbooks folder, without <c>.md</c>.</summary>
    [Parameter]
    public required string Slug { get; set; }

    [Inject]
    private IRunbookLibrary Library { get; set; } = default!;

    [Inject]
    private IRunbookAdoption Adoption { get; set; } = default!;

    [Inject]
    private IJSRuntime Js { get; set; } = default!;

    private bool HasErrors => _adoption is { } made && made.Findings.Any(f => f.Severity == DiagnosticSeverity.Error);

    private string DraftAddress => RunbookAddress.DraftOf(_book!.Slug);

    private string FileName => _book!.Path[(_book.Path.LastIndexOf('/') + 1)..];

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        (_adoption, _copied, _copyFailed) = (null, false, false);
        _book = string.IsNullOrEmpty(Slug) ? null : await Library.FindAsync(Slug);
        _missing = _book is null;
        if (_book is null)
            return;
        _adoption = await Adoption.AdoptAsync(_book);
        _lines = [.. _adoption.Text.TrimEnd('\n').Split('\n').Select((line, i) => (line.TrimEnd('\r'), i + 1))];
        _marked = _adoption.IsChanged ? [.. _adoption.Doubts.Select(d => d.DraftLine), .. _adoption.Findings.Select(f => f.Line)] : [];
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_script is not null)
            return;
        _script = new(Js);
        await _script.StartAsync();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _script?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task CopyAsync()
    {
        await using var module = await RunScript.LoadAsync(Js);
        _copied = await module.InvokeAsync<bool>("copyText", _adoption!.Text);
        _copyFailed = !_copied;
    }
}
