using System.Text.Json;
using Dashboard.Core.Accounts;
using Dashboard.Core.Gates;
using Dashboard.Core.Ledger;
using Dashboard.Engine.Clocks;
using Dashboard.Engine.Ports;
using Dashboard.Testing;
using Dashboard.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Tests.Web;

/// <summary>
/// Where a request comes from is what the connection says, or a proxy that the settings name: never what the request says of itself.
/// </summary>
[Needs(Need.Time)]
public sealed class ProxyTests
{
    private const string Client = "203.0.113.7";

    [Theory]
    [InlineData(null, Client, "127.0.0.1")]
    [InlineData("127.0.0.1", Client, Client)]
    [InlineData("127.0.0.0/8", Client, Client)]
    [InlineData("10.1.0.0/24", Client, "127.0.0.1")]
    [InlineData("127.0.0.1", "198.51.100.1, " + Client, Client)]
    [InlineData("127.0.0.1", "127.0.0.1, " + Client, Client)]
    [InlineData("127.0.0.1, 203.0.113.0/24", "198.51.100.1, " + Client, Client)]
    [InlineData("127.0.0.1", "no address", "127.0.0.1")]
    public async Task SignIn_WithAForwardedAddress_IsRecordedFromWhereItCame(string? proxies, string forwarded, string recorded)
    {
        await using var host = new TestHost { Settings = proxies is null ? [] : [$"--Dashboard:Proxies={proxies}"] };
        await host.InitializeAsync();
        await host.AddAsync("grace", Role.Reviewer);
        using var browser = host.Browser();
        browser.DefaultRequestHeaders.Add("X-Forwarded-For", forwarded);

        await TestHost.SignInAsync(browser, "grace");

        (await EventsAsync(host)).OfType<SignedIn>().ShouldHaveSingleItem().From.ShouldBe(recorded);
    }

    [Fact]
    public async Task SignIn_ThroughTwoKnownProxies_IsRecordedFromBeyondBoth()
    {
        await using var host = new TestHost { Settings = ["--Dashboard:Proxies=127.0.0.1, 10.1.0.9", "--Dashboard:ProxyHops=2"] };
        await host.InitializeAsync();
        await host.AddAsync("grace", Role.Reviewer);
        using var browser = host.Browser();
        browser.DefaultRequestHeaders.Add("X-Forwarded-For", $"198.51.100.1, {Client}, 10.1.0.9");

        await TestHost.SignInAsync(browser, "grace");

        (await EventsAsync(host)).OfType<SignedIn>().ShouldHaveSingleItem().From.ShouldBe(Client);
    }

    [Theory]
    [InlineData("https", true)]
    [InlineData("http", false)]
    public async Task Cookies_ThroughAProxyThatEndsTls_AreForTlsAlone(string scheme, bool secure)
    {
        await using var host = new TestHost { Settings = ["--Dashboard:Proxies=127.0.0.1"] };
        await host.InitializeAsync();
        using var browser = host.Browser();
        browser.DefaultRequestHeaders.Add("X-Forwarded-For", Client);
        browser.DefaultRequestHeaders.Add("X-Forwarded-Proto", scheme);

        using var page = await browser.GetAsync(new Uri("sign-in", UriKind.Relative), TestContext.Current.CancellationToken);

        var cookies = page.Headers.GetValues("Set-Cookie").ToArray();
        cookies.ShouldNotBeEmpty();
        cookies.ShouldAllBe(c => c.Contains("; secure", StringComparison.Ordinal) == secure);
    }

    // The negative control trusts every sender, as the switch of ASP.NET Core did that the product no longer takes.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Guesses_UnderInventedAddresses_AreOneSendersUnlessEverybodyIsTrusted(bool everybodyIsTrusted)
    {
        await using var host = new TestHost
        {
            Configure = everybodyIsTrusted ? b => b.Services.AddSingleton<IStartupFilter, TrustsEverybody>() : null,
        };
        await host.InitializeAsync();
        await host.AddAsync("grace", Role.Reviewer);
        using var browser = host.Browser();
        for (var i = 0; i < 60; i++)
        {
            browser.DefaultRequestHeaders.Remove("X-Forwarded-For");
            browser.DefaultRequestHeaders.Add("X-Forwarded-For", $"198.51.100.{i}");
            (await TestHost.SignInAsync(browser, "grace", "wrong")).Dispose();
        }

        var failed = (await EventsAsync(host)).OfType<SignInFailed>().ToArray();
        var looked = failed.Count(f => f.Reason == "wrong password");
        if (everybodyIsTrusted)
        {
            failed.Select(f => f.From).Distinct().Count().ShouldBe(60);
            looked.ShouldBeGreaterThanOrEqualTo(20);
        }
        else
        {
            failed.Select(f => f.From).Distinct().ShouldBe(["127.0.0.1"]);
            looked.ShouldBeLessThan(10);
        }
    }

    [Fact]
    public async Task Host_HasOneTimeThatDoesNotGoBack()
    {
        await using var host = new TestHost();
        await host.InitializeAsync();
        host.App.Services.GetRequiredService<TimeProvider>().ShouldBeSameAs(host.App.Services.GetRequiredService<MonotonicClock>());
    }

    private static async Task<IReadOnlyList<AccountEvent>> EventsAsync(TestHost host)
    {
        var events = new List<AccountEvent>();
        await foreach (var entry in host.App.Services.GetRequiredService<ILedgerStore>().ReadStreamAsync("accounts"))
            events.Add(LedgerCodec.Read(entry.Bytes.Span).Data.Deserialize<AccountEvent>(LedgerCodec.Json)!);
        return events;
    }

    private sealed class TrustsEverybody : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor };
            options.KnownIPNetworks.Clear();
            options.KnownProxies.Clear();
            app.UseForwardedHeaders(options);
            next(app);
        };
    }
}
