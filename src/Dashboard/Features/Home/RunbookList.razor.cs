using System.Collections.Immutable;
using Dashboard.Core.Runbooks;
using Dashboard.Engine.Catalog;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Features.Home;

/// <summary>The runbooks folder, to look through and to search.</summary>
public sealed partial class RunbookList
{
    private const int Most = 20;

    private string _search = "";
    private ImmutableArray<CatalogItem>? _read;
    private ImmutableArray<RunbookGroup> _runbooks = [], _documents = [];
    private ImmutableArray<CatalogItem> _left = [];

    /// <summary>Every file of the folder.</summary>
    [Parameter, EditorRequired]
    public ImmutableArray<CatalogItem> Items { get; set; }

    /// <summary>Where the folder is.</summary>
    [Parameter, EditorRequired]
    public required string Folder { get; set; }

    /// <summary>What is searched for; empty for nothing.</summary>
    internal string Words => _search;

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        if (_read != Items)
            Group();
    }

    private bool HasParts => _documents.Any(g => g.Items.Any(i => i.Book is { Runbook.IsPart: true }));

    private static bool IsToRead(Runbook runbook) => runbook.IsDocument || runbook.IsPart;

    private void Search(string? words)
    {
        _search = words?.Trim() ?? "";
        Group();
    }

    private void Group()
    {
        _read = Items;
        _left = [.. Items.Where(i => i.Problem is not null)];
        _documents = RunbookGroup.Of(Items.Where(i => i.Book is { } book && IsToRead(book.Runbook)), _search);
        _runbooks = RunbookGroup.Of(Items.Where(i => i.Problem is null && (i.Book is not { } book || !IsToRead(book.Runbook))), _search);
    }
}
