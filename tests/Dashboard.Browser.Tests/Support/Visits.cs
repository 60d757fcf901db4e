using Microsoft.Playwright;

namespace Dashboard.Browser.Tests.Support;

/// <summary>Going to an address on a machine where other tests make and remove networks.</summary>
internal static class Visits
{
    /// <summary>Goes there; once more when the browser gave up because a network came or went, as a person would.</summary>
    public static async Task<IResponse?> VisitAsync(this IPage page, string address)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                var response = await page.GotoAsync(address);
                // A first visit is loaded once more, with the browser's zone; what is typed before that is lost.
                await page.WaitForFunctionAsync(
                    "() => document.documentElement.dataset.zone === Intl.DateTimeFormat().resolvedOptions().timeZone");
                return response;
            }
            catch (PlaywrightException e) when (tries < 5 && e.Message.Contains("ERR_NETWORK_CHANGED", StringComparison.Ordinal))
            {
                await Task.Delay(500);
            }
        }
    }
}
