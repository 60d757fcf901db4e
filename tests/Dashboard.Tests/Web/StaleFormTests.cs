using System.Net;
using System.Text.RegularExpressions;
using Dashboard.Core.Gates;
using Dashboard.Testing;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Web;

/// <summary>Forms that were opened in one tab before somebody signed in or out in another.</summary>
[Needs(Need.Time)]
public sealed partial class StaleFormTests : IAsyncLifetime
{
    private readonly TestHost _host = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _host.InitializeAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task SignIn_InASecondTab_SaysWhatToDoAndKeepsTheName()
    {
        await _host.AddAsync("grace", Role.Reviewer);
        await _host.AddAsync("ravi", Role.Reviewer);
        using var browser = _host.Browser();
        var second = await HiddenAsync(browser, "/sign-in?returnUrl=%2Fruns");
        (await TestHost.SignInAsync(browser, "grace")).StatusCode.ShouldBe(HttpStatusCode.Found);

        using var answer = await SendAsync(browser, "/sign-in?returnUrl=%2Fruns", second, ("Form.Name", "ravi"),
            ("Form.Password", TestHost.Password));

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var page = await answer.Content.ReadAsStringAsync(Cancellation);
        page.ShouldContain("You have signed in as <b>grace</b> since you opened this page");
        page.ShouldContain("href=\"/runs\"");
        page.ShouldContain("value=\"ravi\"");
        page.ShouldNotContain(TestHost.Password);
        // What it shows can be sent: the proof in it is for whoever is signed in by now.
        using var again = await SendAsync(browser, "/sign-in", Hidden(page), ("Form.Name", "ravi"), ("Form.Password", TestHost.Password));
        again.StatusCode.ShouldBe(HttpStatusCode.Found);
        (await browser.GetStringAsync(new Uri("/account", UriKind.Relative), Cancellation)).ShouldContain("You are <b>ravi</b>");
    }

    [Fact]
    public async Task SignIn_WithoutTheCookieOfItsPage_SaysSoAndCountsNoTry()
    {
        await _host.AddAsync("grace", Role.Reviewer);
        using var browser = _host.Browser();
        var hidden = await HiddenAsync(browser, "/sign-in");
        using var other = _host.Browser();

        using var answer = await SendAsync(other, "/sign-in", hidden, ("Form.Name", "grace"), ("Form.Password", TestHost.Password));

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync(Cancellation)).ShouldContain("your browser keeps no cookies");
        using var home = await other.GetAsync(new Uri("/", UriKind.Relative), Cancellation);
        home.StatusCode.ShouldBe(HttpStatusCode.Found, "nothing was done");
    }

    [Fact]
    public async Task Password_FromATabOfSomebodyElse_IsNotChanged()
    {
        await _host.AddAsync("grace", Role.Reviewer);
        await _host.AddAsync("ravi", Role.Reviewer);
        using var browser = _host.Browser();
        await TestHost.SignInAsync(browser, "grace");
        var tab = await HiddenAsync(browser, "/account");
        await TestHost.SignInAsync(browser, "ravi");

        const string fresh = "another walk by another sea";
        using var answer = await SendAsync(browser, "/account", tab, ("Form.Current", TestHost.Password), ("Form.Fresh", fresh),
            ("Form.Again", fresh));

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync(Cancellation))
            .ShouldContain("You have signed in as <b>ravi</b> since you opened this page");
        using var still = _host.Browser();
        (await TestHost.SignInAsync(still, "ravi")).StatusCode.ShouldBe(HttpStatusCode.Found);
    }

    private static async Task<KeyValuePair<string, string>[]> HiddenAsync(HttpClient browser, string page) =>
        Hidden(await browser.GetStringAsync(new Uri(page, UriKind.Relative), Cancellation));

    // The last form of a page is its own; the first one may be the menu's.
    private static KeyValuePair<string, string>[] Hidden(string page) =>
        [.. HiddenField().Matches(page[page.LastIndexOf("<form method=\"post\"", StringComparison.Ordinal)..])
            .Select(m => KeyValuePair.Create(m.Groups[1].Value, WebUtility.HtmlDecode(m.Groups[2].Value)))];

    private static async Task<HttpResponseMessage> SendAsync(
        HttpClient browser, string page, KeyValuePair<string, string>[] hidden, params (string Name, string Value)[] fields)
    {
        using var content = new FormUrlEncodedContent([.. hidden, .. fields.Select(f => KeyValuePair.Create(f.Name, f.Value))]);
        return await browser.PostAsync(new Uri(page, UriKind.Relative), content, Cancellation);
    }

    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"")]
    private static partial Regex HiddenField();
}
