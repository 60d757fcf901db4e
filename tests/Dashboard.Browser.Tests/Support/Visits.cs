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
                return await page.GotoAsync(address);
            }
            catch (PlaywrightException e) when (tries < 5 && e.Message.Contains("ERR_NETWORK_CHANGED", StringComparison.Ordinal))
            {
                await Task.Delay(500);
            }
        }
    }
}
