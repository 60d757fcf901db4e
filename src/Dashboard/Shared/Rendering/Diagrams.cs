using Microsoft.JSInterop;

namespace Dashboard.Shared.Rendering;

/// <summary>The browser's module diagrams.js, which draws Mermaid; a page without a diagram loads nothing of it.</summary>
internal static class Diagrams
{
    /// <summary>Whether prose holds a diagram.</summary>
    /// <param name="html">What Markdig rendered.</param>
    public static bool IsIn(string html) => html.Contains("class=\"language-mermaid\"", StringComparison.Ordinal);

    /// <summary>Draws the page's diagrams. When the browser cannot, their text stays as a listing.</summary>
    public static async Task DrawAsync(IJSRuntime js)
    {
        try
        {
            await using var module = await js.InvokeAsync<IJSObjectReference>("import", "./diagrams.js");
            await module.InvokeVoidAsync("draw");
        }
        catch (Exception e) when (e is JSException or JSDisconnectedException or OperationCanceledException)
        {
            // The listing says the same.
        }
    }
}
