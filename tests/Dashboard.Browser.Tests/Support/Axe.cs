using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace Dashboard.Browser.Tests.Support;

/// <summary>Checks a page by axe. Its script is there from each document's start, which saves handing it over at each look.</summary>
internal static class Axe
{
    private const string Look = """
        async only => {
          const found = await axe.run(document, { runOnly: only, resultTypes: ['violations'] });
          return found.violations.flatMap(v => v.nodes.map(n => `${v.id}: ${v.help}: ${n.html} ${n.any.map(a => a.message).join(' ')}`));
        }
        """;

    private static readonly object All = new
    {
        type = "tag",
        values = new[] { "wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice" },
    };

    private static readonly object Colours = new { type = "rule", values = new[] { "color-contrast", "link-in-text-block" } };

    /// <summary>Has axe in every document that the page will load.</summary>
    public static Task BringAsync(IPage page) => page.AddInitScriptAsync(new BundledAxeScriptProvider().GetScript());

    /// <summary>What is wrong with the page as it is now.</summary>
    /// <param name="page">The page.</param>
    /// <param name="coloursOnly">Whether nothing but colours has changed since it was looked at as a whole.</param>
    public static async Task<string[]> FaultsAsync(IPage page, bool coloursOnly = false)
    {
        // Between the server's page and the live one there is a moment without a title, and one in which the page is being read.
        await page.WaitForFunctionAsync(
            "() => document.title && document.querySelector('h1') && (!document.querySelector('script[src*=\"blazor.web\"]') || "
                + "document.documentElement.dataset.live === 'yes')");
        // A colour in the middle of its change has a contrast that nobody ever sees for long.
        await page.WaitForFunctionAsync("() => document.getAnimations().every(a => a.playState !== 'running' || "
            + "a.effect?.getComputedTiming().iterations === Infinity)");
        return await page.EvaluateAsync<string[]>(Look, coloursOnly ? Colours : All);
    }
}
