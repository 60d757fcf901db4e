using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace Dashboard.Browser.Tests.Support;

/// <summary>Checks a page by axe. Its script is there from each document's start, which saves handing it over at each look.</summary>
internal static class Axe
{
    private const string Look = """
        async tags => {
          const found = await axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] });
          return found.violations.flatMap(v => v.nodes.map(n => `${v.id}: ${v.help}: ${n.html} ${n.any.map(a => a.message).join(' ')}`));
        }
        """;

    private static readonly string[] Tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

    /// <summary>Has axe in every document that the page will load.</summary>
    public static Task BringAsync(IPage page) => page.AddInitScriptAsync(new BundledAxeScriptProvider().GetScript());

    /// <summary>What is wrong with the page as it is now.</summary>
    public static async Task<string[]> FaultsAsync(IPage page)
    {
        // Between the server's page and the live one there is a moment without a title, and one in which the page is being read.
        await page.WaitForFunctionAsync("() => document.title && document.querySelector('h1') && (!document.querySelector('script[src*=\"blazor.web\"]') || document.documentElement.dataset.live === 'yes')");
        // A colour in the middle of its change has a contrast that nobody ever sees for long.
        await page.WaitForFunctionAsync("() => document.getAnimations().every(a => a.playState !== 'running' || a.effect?.getComputedTiming().iterations === Infinity)");
        return await page.EvaluateAsync<string[]>(Look, Tags);
    }
}
