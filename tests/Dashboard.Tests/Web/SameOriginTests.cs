using System.Net;
using Dashboard.Core.Gates;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Web;

/// <summary>Whether a form comes from our own page, as a browser and the proxies on its way tell it.</summary>
public sealed class SameOriginTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static readonly (string? Proxies, string Origin, string Host, string? Forwarded, string? FetchSite, bool Taken)[] Requests =
    [
        // The host as the browser wrote it, or with a port that goes without saying.
        (null, "https://cutover.example", "cutover.example", null, null, true),
        (null, "https://cutover.example", "cutover.example:443", null, null, true),
        (null, "http://cutover.example", "cutover.example:80", null, null, true),
        (null, "https://cutover.example:8443", "cutover.example:8443", null, null, true),
        (null, "https://cutover.example:8443", "cutover.example", null, null, false),
        // nginx's default: what it calls this server. The browser's word settles it, where there is TLS.
        (null, "https://cutover.example", "dashboard", null, "same-origin", true),
        (null, "https://cutover.example", "dashboard", null, null, false),
        (null, "https://evil.example", "dashboard", null, "cross-site", false),
        (null, "https://other.cutover.example", "dashboard", null, "same-site", false),
        // It settles it the other way, too: a page of the same host at a port that a proxy leaves out.
        (null, "https://cutover.example", "cutover.example", null, "same-site", false),
        (null, "https://cutover.example", "cutover.example", null, "cross-site", false),
        // A proxy that passes the host on in a header of its own; only one that the settings name.
        ("127.0.0.1", "https://cutover.example", "dashboard", "cutover.example", null, true),
        (null, "https://cutover.example", "dashboard", "cutover.example", null, false),
        ("10.1.0.9", "https://evil.example", "dashboard", "evil.example", null, false),
    ];

    [Theory]
    [InlineData(null)]
    [InlineData("127.0.0.1")]
    [InlineData("10.1.0.9")]
    public async Task Form_ByOriginAndHost_IsTakenOrRefusedWithBothNames(string? proxies)
    {
        await using var host = new TestHost { Settings = proxies is null ? [] : [$"--Dashboard:Proxies={proxies}"] };
        await host.InitializeAsync();
        await host.AddAsync("grace", Role.Reviewer);
        foreach (var request in Requests.Where(r => r.Proxies == proxies))
        {
            using var browser = host.Browser();
            browser.DefaultRequestHeaders.Host = request.Host;
            browser.DefaultRequestHeaders.Add("Origin", request.Origin);
            if (request.Forwarded is not null)
            {
                browser.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.7");
                browser.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
                browser.DefaultRequestHeaders.Add("X-Forwarded-Host", request.Forwarded);
            }

            if (request.FetchSite is not null)
                browser.DefaultRequestHeaders.Add("Sec-Fetch-Site", request.FetchSite);

            using var answer = await SignInAsync(browser);

            answer.StatusCode.ShouldBe(request.Taken ? HttpStatusCode.Found : HttpStatusCode.Forbidden, request.ToString());
            if (request.Taken)
            {
                // Wherever the proxy thinks that it went.
                answer.Headers.Location!.OriginalString.ShouldBe("/", request.ToString());
                continue;
            }

            var words = await answer.Content.ReadAsStringAsync(Cancellation);
            words.ShouldContain(request.Origin);
            words.ShouldContain(request.Host);
        }
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
