using Microsoft.JSInterop;

namespace Dashboard.Shared;

/// <summary>The browser's module run.js: keys, places in the page, output that is followed.</summary>
public static class RunScript
{
    private const int Tries = 5;

    /// <summary>Loads it; once for each page, since the browser keeps it.</summary>
    /// <param name="js">The browser.</param>
    public static async Task<IJSObjectReference> LoadAsync(IJSRuntime js)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                // A browser keeps that a module did not arrive, too: by another address it is asked for anew (HTML, module map).
                return await js.InvokeAsync<IJSObjectReference>("import", tries == 1 ? "./run.js" : $"./run.js?try={tries}");
            }
            catch (JSException) when (tries < Tries)
            {
                // A browser drops what is under way when the machine's networks change; an exception here would end the person's session.
                await Task.Delay(TimeSpan.FromMilliseconds(250 << tries));
            }
        }
    }
}
