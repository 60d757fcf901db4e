using System.Net;
using Dashboard.Core.Gates;
using Dashboard.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Tests.Endpoints;

/// <summary>Each endpoint × each role × anonymous. An endpoint that the table does not know fails.</summary>
public sealed class EndpointTableTests(TestHost host) : IClassFixture<TestHost>
{
    private const int Ok = 200, SignIn = 302, Bad = 400, Unknown = 401, No = 403, Missing = 404;

    // Route, a request for it, then what anonymous, reviewer, operator and lead get. A "no" for people is a redirect to the page that says
    // so.
    private static readonly (string Route, string Request, int Anonymous, int Reviewer, int Operator, int Lead)[] Table =
    [
        ("/", "GET /", SignIn, Ok, Ok, Ok),
        ("/runbooks/{*Slug}", "GET /runbooks/book", SignIn, Ok, Ok, Ok),
        ("/runs/{RunId}", "GET /runs/none", SignIn, Ok, Ok, Ok),
        ("/adopt/{*Slug}", "GET /adopt/none", SignIn, Ok, Ok, Ok),
        ("/drafts/{*slug}", "GET /drafts/none", SignIn, Missing, Missing, Missing),
        ("/integrity", "GET /integrity", SignIn, Ok, Ok, Ok),
        ("/audit", "GET /audit", SignIn, Ok, Ok, Ok),
        ("/audit.csv", "GET /audit.csv", SignIn, Ok, Ok, Ok),
        ("/audit.json", "GET /audit.json", SignIn, Ok, Ok, Ok),
        ("/audit/accounts", "GET /audit/accounts", SignIn, No, No, Ok),
        ("/runs", "GET /runs", SignIn, Ok, Ok, Ok),
        ("/evidence", "GET /evidence", SignIn, Ok, Ok, Ok),
        ("/runs/{RunId}/attempts/{AttemptId}", "GET /runs/none/attempts/none", SignIn, Ok, Ok, Ok),
        ("/compare", "GET /compare", SignIn, Ok, Ok, Ok),
        ("/runs/{RunId}/report", "GET /runs/none/report", SignIn, Ok, Ok, Ok),
        ("/runs/{runId}/report.md", "GET /runs/none/report.md", SignIn, Missing, Missing, Missing),
        ("/runs/{runId}/bundle.zip", "GET /runs/none/bundle.zip", SignIn, Missing, Missing, Missing),
        ("/runs/{runId}/attempts/{attemptId}/output", "GET /runs/none/attempts/none/output", SignIn, Missing, Missing, Missing),
        ("/runs/{runId}/attachments/{digest}", "GET /runs/none/attachments/none", SignIn, Missing, Missing, Missing),
        ("/images/{digest}/{*path}", "GET /images/none/a.png", SignIn, Missing, Missing, Missing),
        ("/files/{*Path}", "GET /files/none.sh?of=book.md", SignIn, Ok, Ok, Ok),
        ("/linked-files/{*path}", "GET /linked-files/none.sh?of=book.md", SignIn, Missing, Missing, Missing),
        ("/runs/{runId}/images/{digest}", "GET /runs/none/images/none", SignIn, Missing, Missing, Missing),
        ("/accounts", "GET /accounts", SignIn, No, No, Ok),
        ("/account", "GET /account", SignIn, Ok, Ok, Ok),
        ("/account", "POST /account", SignIn, Bad, Bad, Bad),
        ("/no-access", "GET /no-access", SignIn, Ok, Ok, Ok),
        ("/sign-in", "GET /sign-in", Ok, Ok, Ok, Ok),
        ("/sign-in", "POST /sign-in", Bad, Bad, Bad, Bad),
        ("/sign-up", "GET /sign-up", Ok, Ok, Ok, Ok),
        ("/sign-up", "POST /sign-up", Bad, Bad, Bad, Bad),
        ("/sign-out", "POST /sign-out", SignIn, Bad, Bad, Bad),
        ("/not-found", "GET /not-found", Ok, Ok, Ok, Ok),
        ("/error", "GET /error", Ok, Ok, Ok, Ok),
        ("/health", "GET /health", Ok, Ok, Ok, Ok),
        ("/_blazor/negotiate", "POST /_blazor/negotiate?negotiateVersion=1", Unknown, Ok, Ok, Ok),
        ("/_blazor", "GET /_blazor", Unknown, Bad, Bad, Bad),
        ("/_blazor/disconnect/", "POST /_blazor/disconnect/", SignIn, Bad, Bad, Bad),
        ("/_blazor/initializers/", "GET /_blazor/initializers/", SignIn, Ok, Ok, Ok),
        ("/{**path:file}", "GET /missing.css", SignIn, Missing, Missing, Missing),
        ("/_framework/opaque-redirect", "GET /_framework/opaque-redirect", SignIn, Bad, Bad, Bad),
    ];

    [Fact]
    public async Task EveryEndpoint_EveryRole_AnswersAsTheTableSays()
    {
        var faults = new List<string>();
        Role?[] people = [null, Role.Reviewer, Role.Operator, Role.Lead];
        foreach (var role in people)
        {
            using var browser = host.Browser();
            if (role is { } known)
            {
                await host.AddAsync(known.ToString(), known);
                (await TestHost.SignInAsync(browser, known.ToString())).StatusCode.ShouldBe(HttpStatusCode.Found);
            }

            foreach (var row in Table)
            {
                var expected = role switch
                {
                    null => row.Anonymous,
                    Role.Reviewer => row.Reviewer,
                    Role.Operator => row.Operator,
                    _ => row.Lead,
                };
                var found = await AskAsync(browser, row.Request);
                if (found != expected)
                    faults.Add($"{row.Request} as {role?.ToString() ?? "anonymous"}: expected {expected}, found {found}");
            }
        }

        faults.ShouldBeEmpty();
    }

    [Fact]
    public void EveryEndpoint_HasARow() =>
        WithoutARow(host.App.Services.GetRequiredService<EndpointDataSource>().Endpoints).ShouldBeEmpty();

    [Fact]
    public void Endpoint_ThatTheTableDoesNotKnow_IsFound() =>
        WithoutARow([new RouteEndpoint(_ => Task.CompletedTask, RoutePatternFactory.Parse("/runs/{runId}/shortcut"), 0, null, null)])
            .ShouldBe(["/runs/{runId}/shortcut"]);

    [Fact]
    public async Task StaticFiles_HoldNothingThatNeedsASignIn()
    {
        using var browser = host.Browser();
        foreach (var file in new[] { "/app.css", "/text.css", "/Dashboard.styles.css", "/run.js", "/theme.js", "/arrival.js",
            "/reconnect.js", "/filters.js", "/diagrams.js", "/mermaid/mermaid.min.js",
            "/favicon.svg", "/_framework/blazor.web.js", "/_content/MudBlazor/MudBlazor.min.js" })
            (await browser.GetAsync(new Uri(file, UriKind.Relative), TestContext.Current.CancellationToken)).StatusCode
                .ShouldBe(HttpStatusCode.OK, file);
        foreach (var secret in new[] { "/dashboard.db", "/data/dashboard.db", "/../data/dashboard.db", "/%2e%2e/data/dashboard.db",
            "/appsettings.json", "/Dashboard.dll", "/runbooks/../data/dashboard.db", "/runbooks/book.md" })
            (await browser.GetAsync(new Uri(secret, UriKind.Relative), TestContext.Current.CancellationToken)).StatusCode
                .ShouldBeOneOf(HttpStatusCode.NotFound, HttpStatusCode.Found, HttpStatusCode.BadRequest);
    }

    private static string[] WithoutARow(IEnumerable<Endpoint> endpoints)
    {
        var known = Table.Select(r => Normal(r.Route)).ToHashSet();
        return [.. endpoints.OfType<RouteEndpoint>()
            // Files for the browser: the same for everybody, and known at build time.
            .Where(e => e.Metadata.GetMetadata<StaticAssetDescriptor>() is null)
            .Select(e => e.RoutePattern.RawText!).Select(Normal).Distinct()
            .Where(route => !known.Contains(route))];
    }

    private static string Normal(string route) => "/" + route.Trim('/');

    private static async Task<int> AskAsync(HttpClient browser, string request)
    {
        var parts = request.Split(' ');
        using var message = new HttpRequestMessage(new(parts[0]), new Uri(parts[1], UriKind.Relative));
        if (parts[0] == "POST")
            message.Content = new FormUrlEncodedContent([]);
        using var answer = await browser.SendAsync(message);
        return answer.Headers.Location?.ToString().Contains("/no-access", StringComparison.Ordinal) == true ? No : (int)answer.StatusCode;
    }
}
