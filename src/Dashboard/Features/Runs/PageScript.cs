using Dashboard.Shared;
using Microsoft.JSInterop;

namespace Dashboard.Features.Runs;

/// <summary>A page's side of run.js: keys, and going to a place in the page.</summary>
/// <typeparam name="TPage">The page; its method <c>KeyAsync</c> is called for keys.</typeparam>
/// <param name="js">The browser.</param>
/// <param name="page">The page.</param>
public sealed class PageScript<TPage>(IJSRuntime js, TPage page) : IAsyncDisposable
    where TPage : class
{
    private readonly DotNetObjectReference<TPage> _self = DotNetObjectReference.Create(page);
    private IJSObjectReference? _module;
    private IJSObjectReference? _keys;

    /// <summary>Begins to listen.</summary>
    public async Task StartAsync()
    {
        _module = await RunScript.LoadAsync(js);
        _keys = await _module.InvokeAsync<IJSObjectReference>("listen", _self);
    }

    /// <summary>Scrolls to an element and gives it focus.</summary>
    public async Task ShowAsync(string id)
    {
        if (_module is not null)
            await _module.InvokeVoidAsync("show", id, true);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_keys is not null)
            {
                await _keys.InvokeVoidAsync("stop");
                await _keys.DisposeAsync();
            }

            if (_module is not null)
                await _module.DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone, and its listeners with it.
        }

        _self.Dispose();
    }
}
