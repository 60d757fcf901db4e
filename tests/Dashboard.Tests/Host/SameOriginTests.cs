using System.Net;
using Dashboard.Core.Gates;

namespace Dashboard.Tests.Host;

/// <summary>Whether a form comes from our own page, as a browser and the proxies on its way tell it.</summary>
public sealed class SameOriginTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    // Host as the browser wrote it, or with a port that goes without saying.
    [InlineData("https://cutover.example", "cutover.example", null, null, null, true)]
    [InlineData("https://cutover.example", "cutover.example:443", null, null, null, true)]
    [InlineData("http://cutover.example", "cutover.example:80", null, null, null, true)]
    [InlineData("https://cutover.example:8443", "cutover.example:8443", null, null, null, true)]
    [InlineData("https://cutover.example:8443", "cutover.example", null, null, null, false)]
    // nginx's default: what it calls this server. The browser's word settles it, where there is TLS.
    [InlineData("https://cutover.example", "dashboard", null, "same-origin", null, true)]
    [InlineData("https://cutover.example", "dashboard", null, null, null, false)]
    [InlineData("https://evil.example", "dashboard", null, "cross-site", null, false)]
    [InlineData("https://other.cutover.example", "dashboard", null, "same-site", null, false)]
    // A proxy that passes the host on; only one that the settings name.
    [InlineData("https://cutover.example", "dashboard", "cutover.example", null, "127.0.0.1", true)]
    [InlineData("https://cutover.example", "dashboard", "cutover.example", null, null, false)]
    [InlineData("https://evil.example", "dashboard", "evil.example", null, "10.1.0.9", false)]
    public async Task Form_ByOriginAndHost_IsTakenOrRefusedWithBothNames(
        string origin, string hostHeader, string? forwarded, string? fetchSite, string? proxies, bool taken)
    {
        await using var host = new TestHost { Settings = proxies is null ? [] : [$"--Dashboard:Proxies={proxies}"] };
        await host.InitializeAsync();
        await host.AddAsync("grace", Role.Reviewer);
        using var browser = host.Browser();
        browser.DefaultRequestHeaders.Host = hostHeader;
        browser.DefaultRequestHeaders.Add("Origin", origin);
        if (forwarded is not null)
        {
            browser.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.7");
            browser.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
            browser.DefaultRequestHeaders.Add("X-Forwarded-Host", forwarded);
        }

        if (fetchSite is not null)
            browser.DefaultRequestHeaders.Add("Sec-Fetch-Site", fetchSite);

        using var answer = await SignInAsync(browser);

        answer.StatusCode.ShouldBe(taken ? HttpStatusCode.Found : HttpStatusCode.Forbidden);
        if (taken)
        {
            // Wherever the proxy thinks that it went.
            answer.Headers.Location!.OriginalString.ShouldBe("/");
            return;
        }

        var words = await answer.Content.ReadAsStringAsync(Cancellation);
        words.ShouldContain(origin);
        words.ShouldContain(hostHeader);
    }

    // Cookies that are for TLS alone are not sent back by a client that speaks plain http to the server.
    private static async Task<HttpResponseMessage> SignInAsync(HttpClient browser)
    {
        using var page = await browser.GetAsync(new Uri("/sign-in", UriKind.Relative), Cancellation);
        foreach (var cookie in page.Headers.GetValues("Set-Cookie"))
            browser.DefaultRequestHeaders.Add("Cookie", cookie.Split(';')[0]);
        var html = await page.Content.ReadAsStringAsync(Cancellation);
        var token = html.Split("name=\"__RequestVerificationToken\" value=\"")[^1].Split('"')[0];
        using var content = new FormUrlEncodedContent(
        [
            KeyValuePair.Create("_handler", "sign-in"), KeyValuePair.Create("__RequestVerificationToken", token),
            KeyValuePair.Create("Form.Name", "grace"), KeyValuePair.Create("Form.Password", TestHost.Password),
        ]);
        return await browser.PostAsync(new Uri("/sign-in", UriKind.Relative), content, Cancellation);
    }
}
