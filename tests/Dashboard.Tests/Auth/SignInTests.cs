using System.Net;
using Dashboard.Auth;
using Dashboard.Core.Gates;
using Dashboard.Engine.Accounts;
using Dashboard.Testing;
using Dashboard.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Tests.Auth;

/// <summary>Accounts over HTTP, as browsers and attackers use them.</summary>
[Needs(Need.Time)]
public sealed class SignInTests : IAsyncLifetime
{
    private readonly TestHost _host = new();

    public ValueTask InitializeAsync() => _host.InitializeAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task SignUp_Link_WorksOnceAndSignsIn()
    {
        var page = $"/sign-up?token={_host.FirstToken}";
        (string, string)[] fields = [("Form.Name", "ada"), ("Form.Password", TestHost.Password), ("Form.Again", TestHost.Password)];
        using var first = _host.Browser();
        using var weak = await TestHost.SubmitAsync(first, page, ("Form.Name", "ada"), ("Form.Password", "short"), ("Form.Again", "short"));
        (await weak.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("at least 12 characters");
        using var made = await TestHost.SubmitAsync(first, page, fields);
        made.StatusCode.ShouldBe(HttpStatusCode.Found);
        (await StatusAsync(first, "/")).ShouldBe(HttpStatusCode.OK);
        using var second = _host.Browser();
        (await second.GetStringAsync(new Uri(page, UriKind.Relative), TestContext.Current.CancellationToken))
            .ShouldContain("has been used, has expired, or does not exist");
        (await _host.Accounts.ListAsync(TestContext.Current.CancellationToken)).ShouldHaveSingleItem().Roles
            .ShouldBe([Role.Operator, Role.Lead]);
    }

    [Theory]
    [InlineData("/runbooks/practice-cutover", "/runbooks/practice-cutover")]
    [InlineData("//elsewhere.example/", "/")]
    public async Task SignUp_LinkThatSaysWhereTo_GoesThereWithinThisSiteAlone(string wanted, string goes)
    {
        using var browser = _host.Browser();
        using var made = await TestHost.SubmitAsync(browser, $"/sign-up?token={_host.FirstToken}&returnUrl={Uri.EscapeDataString(wanted)}",
            ("Form.Name", "ada"), ("Form.Password", TestHost.Password), ("Form.Again", TestHost.Password));
        new Uri(_host.Address, made.Headers.Location!).ShouldBe(new Uri(_host.Address, goes));
    }

    [Fact]
    public async Task SignIn_UnknownNameAndWrongPassword_GetTheSameAnswerAndNoCookie()
    {
        await _host.AddAsync("grace", Role.Reviewer);
        foreach (var (name, password) in new[] { ("nobody", TestHost.Password), ("grace", "wrong") })
        {
            using var browser = _host.Browser();
            using var answer = await TestHost.SignInAsync(browser, name, password);
            WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))
                .ShouldContain(SignIns.Refused);
            (await StatusAsync(browser, "/")).ShouldBe(HttpStatusCode.Found);
        }
    }

    [Fact]
    public async Task SignIn_FiveWrongTries_MakeTheSameAddressWaitButNoKnownBrowser()
    {
        await _host.AddAsync("grace", Role.Reviewer);
        using var known = _host.Browser();
        using (var first = await TestHost.SignInAsync(known, "grace"))
        {
            var cookie = first.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("cutover-device=", StringComparison.Ordinal));
            cookie.ShouldContain("httponly", Case.Insensitive);
            cookie.ShouldContain("samesite=strict", Case.Insensitive);
            cookie.ShouldContain("path=/sign-in", Case.Insensitive);
        }

        using var browser = _host.Browser();
        for (var i = 0; i < 5; i++)
            using (await TestHost.SignInAsync(browser, "grace", "wrong"))
                (await StatusAsync(browser, "/")).ShouldBe(HttpStatusCode.Found);
        using var right = await TestHost.SignInAsync(browser, "grace");
        right.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await StatusAsync(browser, "/")).ShouldBe(HttpStatusCode.Found);

        // The session that was there goes on, and its browser may sign in anew. A cookie that this server has not written says nothing.
        (await StatusAsync(known, "/")).ShouldBe(HttpStatusCode.OK);
        (await TestHost.SignInAsync(known, "grace")).StatusCode.ShouldBe(HttpStatusCode.Found);
        using var forger = _host.Browser();
        forger.DefaultRequestHeaders.Add("Cookie", "cutover-device=CfDJ8forged");
        (await TestHost.SignInAsync(forger, "grace")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("/runs/7", "/runs/7")]
    [InlineData("//evil.invalid", "/")]
    [InlineData("/\\evil.invalid", "/")]
    [InlineData("/x\\..\\\\evil.invalid", "/")]
    [InlineData("https://evil.invalid/", "/")]
    [InlineData("javascript:alert(1)", "/")]
    [InlineData("/\t/evil.invalid", "/")]
    [InlineData("evil", "/")]
    [InlineData("/.//evil.invalid", "/")]
    [InlineData("/x/..//evil.invalid", "/")]
    [InlineData("/%2e//evil.invalid", "/")]
    [InlineData("/x/%2e%2e//evil.invalid/?a//b", "/")]
    [InlineData("/runs?text=a//b", "/runs?text=a//b")]
    public async Task SignIn_ReturnUrl_LeadsOnlyToThisSite(string asked, string gone)
    {
        await _host.AddAsync("grace", Role.Reviewer);
        using var browser = _host.Browser();
        using var answer = await TestHost.SignInAsync(browser, "grace", page: $"/sign-in?returnUrl={Uri.EscapeDataString(asked)}");
        answer.StatusCode.ShouldBe(HttpStatusCode.Found);
        new Uri(_host.Address, answer.Headers.Location!).ShouldBe(new Uri(_host.Address, gone));
    }

    [Fact]
    public async Task SignIn_Cookie_IsOutOfReachOfScriptsAndOfOtherSites()
    {
        await _host.AddAsync("grace", Role.Reviewer);
        using var browser = _host.Browser();
        using var answer = await TestHost.SignInAsync(browser, "grace");
        var cookie = answer.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("cutover=", StringComparison.Ordinal));
        cookie.ShouldContain("httponly", Case.Insensitive);
        cookie.ShouldContain("samesite=lax", Case.Insensitive);
    }

    [Fact]
    public async Task SignOut_EndsTheSessionInEveryBrowser()
    {
        await _host.AddAsync("grace", Role.Reviewer);
        using var one = _host.Browser();
        using var two = _host.Browser();
        await TestHost.SignInAsync(one, "grace");
        await TestHost.SignInAsync(two, "grace");
        using var left = await one.PostAsync(new Uri("/sign-out", UriKind.Relative),
            new FormUrlEncodedContent([KeyValuePair.Create("__RequestVerificationToken", await TokenAsync(one))]),
            TestContext.Current.CancellationToken);
        left.StatusCode.ShouldBe(HttpStatusCode.Found);
        (await StatusAsync(one, "/")).ShouldBe(HttpStatusCode.Found);
        (await StatusAsync(two, "/")).ShouldBe(HttpStatusCode.Found);
    }

    [Fact]
    public async Task Account_LockedOrChanged_EndsItsSessions()
    {
        var id = await _host.AddAsync("grace", Role.Reviewer);
        var lead = (await _host.Accounts.ListAsync(TestContext.Current.CancellationToken)).Single(a => a.Name == "first").Id;
        using var browser = _host.Browser();
        await TestHost.SignInAsync(browser, "grace");
        (await StatusAsync(browser, "/")).ShouldBe(HttpStatusCode.OK);
        (await _host.Accounts.SetLockedAsync(lead, id, true, "left the team", TestContext.Current.CancellationToken)).ShouldBeEmpty();
        (await StatusAsync(browser, "/")).ShouldBe(HttpStatusCode.Found);
        using var again = await TestHost.SignInAsync(browser, "grace");
        (await again.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain(SignIns.Locked);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Account_WhoseLockWasTakenOffBesides_HasNoSession(bool locked)
    {
        var id = await _host.AddAsync("grace", Role.Reviewer);
        var lead = (await _host.Accounts.ListAsync(TestContext.Current.CancellationToken)).Single(a => a.Name == "first").Id;
        using var browser = _host.Browser();
        await TestHost.SignInAsync(browser, "grace");
        var stamp = Sql($"SELECT SecurityStamp FROM AspNetUsers WHERE Id = '{id}'");
        if (locked)
            (await _host.Accounts.SetLockedAsync(lead, id, true, "left the team", TestContext.Current.CancellationToken)).ShouldBeEmpty();

        // Somebody with another program makes the table what it was before.
        Sql($"UPDATE AspNetUsers SET LockedBecause = NULL, SecurityStamp = '{stamp}' WHERE Id = '{id}'");

        (await StatusAsync(browser, "/")).ShouldBe(locked ? HttpStatusCode.Found : HttpStatusCode.OK);
        (await StatusAsync(browser, "/audit.csv")).ShouldBe(locked ? HttpStatusCode.Found : HttpStatusCode.OK);
    }

    [Fact]
    public async Task Password_Changed_KeepsThisBrowserAndEndsTheOthers()
    {
        await _host.AddAsync("grace", Role.Reviewer);
        using var one = _host.Browser();
        using var two = _host.Browser();
        await TestHost.SignInAsync(one, "grace");
        await TestHost.SignInAsync(two, "grace");
        const string fresh = "another walk by another sea";
        using var wrong = await TestHost.SubmitAsync(one, "/account", ("Form.Current", "wrong"), ("Form.Fresh", fresh),
            ("Form.Again", fresh));
        (await wrong.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("The current password is wrong.");
        using var done = await TestHost.SubmitAsync(one, "/account", ("Form.Current", TestHost.Password), ("Form.Fresh", fresh),
            ("Form.Again", fresh));
        (await done.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("Password changed.");
        (await StatusAsync(one, "/")).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync(two, "/")).ShouldBe(HttpStatusCode.Found);
        (await TestHost.SignInAsync(two, "grace", fresh)).StatusCode.ShouldBe(HttpStatusCode.Found);
    }

    [Fact]
    public async Task SignIn_ManyTriesFromOneAddress_AreSlowedDown()
    {
        using var browser = _host.Browser();
        var codes = new List<HttpStatusCode>();
        for (var i = 0; i < 40; i++)
        {
            using var answer = await browser.PostAsync(new Uri("/sign-in", UriKind.Relative), new FormUrlEncodedContent([]),
                TestContext.Current.CancellationToken);
            codes.Add(answer.StatusCode);
        }

        codes.ShouldContain(HttpStatusCode.TooManyRequests);
        codes.Count(c => c != HttpStatusCode.TooManyRequests).ShouldBeLessThanOrEqualTo(60);
        (await StatusAsync(browser, "/health")).ShouldBe(HttpStatusCode.OK);
    }

    // Behind a proxy that the settings do not name, or behind one router, everybody has one address.
    [Fact]
    public async Task SignIn_ManyTriesFromTheAddressOfEverybody_HoldUpNoKnownBrowser()
    {
        var id = await _host.AddAsync("grace", Role.Reviewer);
        using var known = _host.Browser();
        await TestHost.SignInAsync(known, "grace");
        // Her session is over; what is left to the browser is the cookie that knows it again.
        await using (var scope = _host.App.Services.CreateAsyncScope())
            await scope.ServiceProvider.GetRequiredService<SignIns>().SignOutAsync(id, TestContext.Current.CancellationToken);
        using var stranger = _host.Browser();
        await FloodAsync(stranger);

        (await TestHost.SignInAsync(known, "grace")).StatusCode.ShouldBe(HttpStatusCode.Found);
        // Who is signed in changes their password meanwhile.
        using var wrong = await TestHost.SubmitAsync(known, "/account", ("Form.Current", "wrong"),
            ("Form.Fresh", "another walk by another sea"), ("Form.Again", "another walk by another sea"));
        wrong.StatusCode.ShouldBe(HttpStatusCode.OK);

        // The negative controls: a browser that nobody knows waits, as does one with a cookie that this server has not written, and a known
        // one that floods.
        using var other = _host.Browser();
        (await TestHost.SignInAsync(other, "grace")).StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        other.DefaultRequestHeaders.Add("Cookie", "cutover-device=CfDJ8forged");
        (await TestHost.SignInAsync(other, "grace")).StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        await FloodAsync(known);
        (await TestHost.SignInAsync(known, "grace")).StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);

        static async Task FloodAsync(HttpClient browser)
        {
            // Two windows' worth, should one end just now.
            for (var i = 0; i < 2 * SignInServices.TriesPerMinute; i++)
                using (await browser.PostAsync(new Uri("/sign-in", UriKind.Relative), new FormUrlEncodedContent([]),
                    TestContext.Current.CancellationToken))
                {
                }
        }
    }

    private string? Sql(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(_host.Data, "dashboard.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar() as string;
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient browser, string path)
    {
        using var answer = await browser.GetAsync(new Uri(path, UriKind.Relative));
        return answer.StatusCode;
    }

    private static async Task<string> TokenAsync(HttpClient browser)
    {
        var html = await browser.GetStringAsync(new Uri("/account", UriKind.Relative));
        return html.Split("name=\"__RequestVerificationToken\" value=\"")[1].Split('"')[0];
    }
}
