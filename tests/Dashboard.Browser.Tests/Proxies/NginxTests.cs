using System.Text.RegularExpressions;
using Dashboard.Browser.Tests.Support;
using Dashboard.Testing;
using Microsoft.Playwright;

namespace Dashboard.Browser.Tests.Proxies;

/// <summary>A browser in front of a real nginx: signing in, and a run's page that is live.</summary>
public sealed partial class NginxTests(Chromium chromium) : IAsyncLifetime
{
    private const string Upgrade =
        "proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection \"upgrade\";";

    private readonly string _runbooks = Directory.CreateTempSubdirectory("runbooks-").FullName;

    public async ValueTask InitializeAsync() =>
        await File.WriteAllTextAsync(Path.Combine(_runbooks, "book.md"), "# Book\n\n```bash {#look .preflight}\necho seen\n```\n");

    public async ValueTask DisposeAsync()
    {
        await Chromium.CloseAllAsync();
        Directory.Delete(_runbooks, recursive: true);
    }

    [Fact]
    public async Task Site_BehindNginx_SignsInAndIsLive()
    {
        await using var server = new DashboardProcess(_runbooks, new Dictionary<string, string> { ["Dashboard__Proxies"] = "127.0.0.1" });
        await server.StartAsync();
        // nginx's default first: the host is what it calls the server, and nothing says where the browser is.
        await VisitAsync(server, $"location / {{ proxy_pass http://dashboard; {Upgrade} }}", "", SignUpAndRunAsync);
        await VisitAsync(server, $"location / {{ proxy_pass http://dashboard; {Upgrade} proxy_set_header Host $host; }}", "",
            SignInAndLookAsync);
        await VisitAsync(server, Documented("/"), "", SignInAndLookAsync);
    }

    [Fact]
    public async Task Site_BelowAPathBehindNginxThatEndsTls_SignsInAndIsLive()
    {
        await using var server = new DashboardProcess(_runbooks,
            new Dictionary<string, string> { ["Dashboard__Proxies"] = "127.0.0.1", ["Dashboard__PathBase"] = "/cutover" });
        await server.StartAsync();
        server.SignUpLink.ShouldNotBeNull().ShouldStartWith($"{server.Address}/cutover/sign-up?token=");
        await VisitAsync(server, Documented("/cutover/"), "/cutover", SignUpAndRunAsync);
        // An nginx that takes the path off.
        await VisitAsync(server, $"location /cutover/ {{ proxy_pass http://dashboard/; {Upgrade} }}", "/cutover", SignInAndLookAsync);
    }

    // Whatever is done there stays below the path, and its pages are live through a WebSocket.
    private async Task VisitAsync(DashboardProcess server, string location, string path, Func<Person, string, Task> visit)
    {
        await using var nginx = await Nginx.StartAsync(server.Address, location, tls: path.Length > 0);
        var page = await chromium.OpenAsync(ownCertificates: true);
        var (strays, sockets) = (new List<string>(), new List<string>());
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith($"{nginx.Address}{path}/", StringComparison.Ordinal)
                && !request.Url.StartsWith("data:", StringComparison.Ordinal))
                strays.Add(request.Url);
        };
        page.WebSocket += (_, socket) => sockets.Add(socket.Url);

        await visit(new(server, page, "ada", nginx.Address + path), server.SignUpLink!);

        strays.ShouldBeEmpty(location);
        var hub = string.Concat("ws", nginx.Address.AsSpan(4), path, "/_blazor");
        sockets.ShouldContain(s => s.StartsWith(hub, StringComparison.Ordinal), location);
    }

    private static async Task SignInAndLookAsync(Person ada, string link)
    {
        await ada.SignInAsync();
        await ada.GoAsync("runs/1");
        await Expect(ada.Card("look").Locator(".line").Filter(new() { HasText = "seen" })).ToBeVisibleAsync();
    }

    private static async Task SignUpAndRunAsync(Person ada, string link)
    {
        var page = ada.Page;
        await ada.SignUpAsync(ada.Site + "/sign-up" + new Uri(link).Query);
        await ada.OpenRunAsync("book", new Dictionary<string, string>());
        await ada.RunAsync("look");
        await Expect(ada.Card("look").Locator(".line").Filter(new() { HasText = "seen" })).ToBeVisibleAsync();
        (await page.EvaluateAsync<int>("() => fetch('audit.csv').then(a => a.status)")).ShouldBe(200);
        await page.GetByRole(AriaRole.Link, new() { Name = "Report" }).First.ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex($"^{Regex.Escape(ada.Site)}/runs/[0-9a-f]+/report$"));
        // A list whose filter stands in its address, and back to it through the sign-in.
        await ada.GoAsync("runs?result=open");
        await Expect(page.GetByRole(AriaRole.Cell, new() { Name = "Book", Exact = true }).First).ToBeVisibleAsync();
        await page.Locator("details[data-menu] summary").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(page).ToHaveURLAsync($"{ada.Site}/sign-in?left=true");
        await page.VisitAsync(ada.Site + "/runs?result=open");
        await page.GetByLabel("Name").FillAsync("ada");
        await page.GetByLabel("Password").FillAsync(Person.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Expect(page).ToHaveURLAsync($"{ada.Site}/runs?result=open");
    }

    // What docs/deploy.md says, with this server's address.
    private static string Documented(string path) =>
        Location().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs", "deploy.md")))
            .Single(m => m.Groups[1].Value == path).Value
            .Replace("http://127.0.0.1:5080", "http://dashboard", StringComparison.Ordinal);

    private static ILocatorAssertions Expect(ILocator locator) => Assertions.Expect(locator);

    private static IPageAssertions Expect(IPage page) => Assertions.Expect(page);

    [GeneratedRegex(@"^ *location (\S+) \{.*?^ *\}", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Location();
}
