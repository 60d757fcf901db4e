using System.Net;
using System.Text.RegularExpressions;
using Dashboard.Core.Gates;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Web;

/// <summary>The product below a path of somebody else's site.</summary>
public sealed partial class PathBaseTests : IAsyncLifetime
{
    private readonly TestHost _host = new() { Settings = ["--Dashboard:PathBase=/ops/cutover/"] };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _host.InitializeAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Site_BelowAPath_KeepsEverythingBelowIt()
    {
        await _host.AddAsync("grace", Role.Reviewer);
        using var browser = _host.Browser();
        using var asked = await browser.GetAsync(new Uri("/ops/cutover/runs?result=open", UriKind.Relative), Cancellation);
        asked.Headers.Location!.OriginalString.ShouldBe("/ops/cutover/sign-in?returnUrl=%2Fops%2Fcutover%2Fruns%3Fresult%3Dopen");

        using var signedIn = await TestHost.SignInAsync(browser, "grace",
            page: "/ops/cutover/sign-in?returnUrl=%2Fops%2Fcutover%2Fruns%3Fresult%3Dopen");
        signedIn.Headers.Location!.OriginalString.ShouldBe("/ops/cutover/runs?result=open");
        var cookies = signedIn.Headers.GetValues("Set-Cookie").ToArray();
        cookies.ShouldAllBe(c => c.Contains("path=/ops/cutover", StringComparison.OrdinalIgnoreCase));
        foreach (var page in new[] { "/", "/runs?result=open", "/runbooks/book", "/evidence", "/audit", "/integrity",
            "/account", "/nothing-here" })
        {
            using var answer = await browser.GetAsync(new Uri("/ops/cutover" + page, UriKind.Relative), Cancellation);
            answer.StatusCode.ShouldBe(page == "/nothing-here" ? HttpStatusCode.NotFound : HttpStatusCode.OK);
            var html = await answer.Content.ReadAsStringAsync(Cancellation);
            html.ShouldContain("<base href=\"/ops/cutover/\"");
            Address().Matches(html).Select(m => m.Groups[1].Value)
                .ShouldAllBe(a => a.StartsWith("/ops/cutover/", StringComparison.Ordinal) || !a.StartsWith('/'), page);
            html.ShouldNotContain("ops/cutover/ops");
        }

        (await browser.GetStringAsync(new Uri("/ops/cutover/runs?result=open", UriKind.Relative), Cancellation))
            .ShouldContain("action=\"runs\"");
    }

    [Fact]
    public async Task Site_ThroughAProxyThatTakesThePathOff_IsTheSame()
    {
        using var browser = _host.Browser();
        using var page = await browser.GetAsync(new Uri("/sign-in", UriKind.Relative), Cancellation);
        page.Headers.GetValues("Set-Cookie").ShouldAllBe(c => c.Contains("path=/ops/cutover", StringComparison.OrdinalIgnoreCase));
        (await page.Content.ReadAsStringAsync(Cancellation)).ShouldContain("<base href=\"/ops/cutover/\"");
    }

    [Fact]
    public async Task Path_WithoutItsSlash_LeadsToTheSite()
    {
        using var browser = _host.Browser();
        using var answer = await browser.GetAsync(new Uri("/ops/cutover?x=1", UriKind.Relative), Cancellation);
        answer.Headers.Location!.OriginalString.ShouldBe("/ops/cutover/?x=1");
    }

    [Fact]
    public async Task SignIn_ReturnUrl_StaysBelowThePath()
    {
        await _host.AddAsync("grace", Role.Reviewer);
        foreach (var (asked, gone) in new[]
        {
            ("//evil.invalid", "/ops/cutover/"), ("/runs/7", "/ops/cutover/runs/7"), ("/ops/cutover/runs/7", "/ops/cutover/runs/7"),
            ("/ops/cutoverer/", "/ops/cutover/ops/cutoverer/"),
        })
        {
            using var browser = _host.Browser();
            using var answer = await TestHost.SignInAsync(browser, "grace",
                page: $"/ops/cutover/sign-in?returnUrl={Uri.EscapeDataString(asked)}");
            answer.Headers.Location!.OriginalString.ShouldBe(gone);
        }
    }

    [Fact]
    public async Task Assets_HubAndDownloads_AreThere()
    {
        await _host.AddAsync("grace", Role.Reviewer);
        using var browser = _host.Browser();
        await TestHost.SignInAsync(browser, "grace", page: "/ops/cutover/sign-in");
        foreach (var path in new[] { "health", "app.css", "theme.js", "_framework/blazor.web.js",
            "_content/MudBlazor/MudBlazor.min.css", "audit.csv" })
            (await browser.GetAsync(new Uri("/ops/cutover/" + path, UriKind.Relative), Cancellation)).StatusCode
                .ShouldBe(HttpStatusCode.OK, path);
        using var negotiated = await browser.PostAsync(new Uri("/ops/cutover/_blazor/negotiate?negotiateVersion=1", UriKind.Relative),
            null, Cancellation);
        negotiated.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    // Links, scripts, style sheets, forms; not the places in this page.
    [GeneratedRegex("(?:href|src|action)=\"([^\"]*)\"")]
    private static partial Regex Address();
}
