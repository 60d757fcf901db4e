using Dashboard.Shared;
using Microsoft.JSInterop;

namespace Dashboard.Features.Runbooks;

/// <summary>A document's side of run.js: links to its headings, and going to the one that the address names.</summary>
/// <param name="js">The browser.</param>
public sealed class DocumentScript(IJSRuntime js) : IAsyncDisposable
{
    private IJSObjectReference? _module;
    private IJSObjectReference? _links;

    /// <summary>Begins to follow links.</summary>
    public async Task StartAsync()
    {
        _module = await RunScript.LoadAsync(js);
        _links = await _module.InvokeAsync<IJSObjectReference>("links");
    }

    /// <summary>Goes to the place that the page's address names.</summary>
    public async Task ArriveAsync()
    {
        if (_module is not null)
            await _module.InvokeVoidAsync("arrive");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_links is not null)
            {
                await _links.InvokeVoidAsync("stop");
                await _links.DisposeAsync();
            }

            if (_module is not null)
                await _module.DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone, and its listeners with it.
        }
    }
}
