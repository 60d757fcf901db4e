using System.Net;
using Dashboard.Core.Gates;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Web;

/// <summary>What every answer says to the browser, and what is refused before anything else.</summary>
public sealed class SecurityTests(TestHost host) : IClassFixture<TestHost>
{
    [Theory]
    [InlineData("/sign-in")]
    [InlineData("/nowhere")]
    [InlineData("/app.css")]
    [InlineData("/health")]
    [InlineData("/")]
    public async Task Answer_CarriesTheHeadersThatProtectIt(string path)
    {
        using var browser = host.Browser();
        using var answer = await browser.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        Header(answer, "X-Content-Type-Options").ShouldBe("nosniff");
        Header(answer, "X-Frame-Options").ShouldBe("DENY");
        Header(answer, "Referrer-Policy").ShouldBe("same-origin");
        var policy = Header(answer, "Content-Security-Policy");
        policy.ShouldContain("default-src 'none'");
        policy.ShouldContain("script-src 'self';");
        policy.ShouldContain("frame-ancestors 'none'");
        answer.Headers.Contains("Server").ShouldBeFalse();
    }

    [Theory]
    [InlineData("https://evil.invalid", HttpStatusCode.Forbidden)]
    [InlineData("http://127.0.0.1:1", HttpStatusCode.Forbidden)]
    [InlineData("null", HttpStatusCode.Forbidden)]
    [InlineData(null, HttpStatusCode.BadRequest)]
    public async Task Post_FromAnotherSite_IsRefused(string? origin, HttpStatusCode expected)
    {
        using var browser = host.Browser();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/sign-in") { Content = new FormUrlEncodedContent([]) };
        if (origin is not null)
            request.Headers.Add("Origin", origin);
        (await browser.SendAsync(request, TestContext.Current.CancellationToken)).StatusCode.ShouldBe(expected);
    }

    // As a browser writes where it is, and as proxies pass on where they were asked.
    [Theory]
    [InlineData("https://ops.example", "ops.example", HttpStatusCode.BadRequest)]
    [InlineData("https://ops.example", "ops.example:443", HttpStatusCode.BadRequest)]
    [InlineData("http://ops.example", "OPS.example:80", HttpStatusCode.BadRequest)]
    [InlineData("https://ops.example:8443", "ops.example:8443", HttpStatusCode.BadRequest)]
    [InlineData("http://[::1]:5080", "[::1]:5080", HttpStatusCode.BadRequest)]
    [InlineData("https://ops.example", "ops.example:8443", HttpStatusCode.Forbidden)]
    [InlineData("https://ops.example:8443", "ops.example", HttpStatusCode.Forbidden)]
    [InlineData("https://ops.example", "127.0.0.1:5080", HttpStatusCode.Forbidden)]
    [InlineData("https://evil.example", "ops.example", HttpStatusCode.Forbidden)]
    [InlineData("null", "ops.example", HttpStatusCode.Forbidden)]
    public async Task Form_OfThisSiteAsAProxyPassesItOn_IsTaken(string origin, string asked, HttpStatusCode expected)
    {
        using var browser = host.Browser();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/sign-in") { Content = new FormUrlEncodedContent([]) };
        request.Headers.Add("Origin", origin);
        request.Headers.Host = asked;

        using var answer = await browser.SendAsync(request, TestContext.Current.CancellationToken);

        // Without the form's token it is no good form; but it came from here.
        answer.StatusCode.ShouldBe(expected);
        if (expected == HttpStatusCode.Forbidden)
            (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))
                .ShouldContain($"from a page of {origin}, to the host {asked}");
    }

    [Fact]
    public async Task Page_ThatDoesNotExist_IsToldSo()
    {
        await host.AddAsync("visitor", Role.Reviewer);
        using var browser = host.Browser();
        await TestHost.SignInAsync(browser, "visitor");
        using var answer = await browser.GetAsync(new Uri("/nowhere", UriKind.Relative), TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("Page not found");
    }

    private static string Header(HttpResponseMessage answer, string name) => answer.Headers.GetValues(name).Single();
}
