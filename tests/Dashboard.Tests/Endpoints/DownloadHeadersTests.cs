using System.Collections.Immutable;
using System.Net;
using Dashboard.Core.Gates;
using Dashboard.Core.Runs;
using Dashboard.Engine;
using Dashboard.Engine.Runs;
using Dashboard.Testing;
using Dashboard.Tests.Support;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Dashboard.Tests.Endpoints;

/// <summary>What the browser is told of a download, by the real host: to save it, and to let nothing in it run.</summary>
public sealed class DownloadHeadersTests(TestHost host) : IClassFixture<TestHost>
{
    // Bundles are signed by OpenSSH.
    [Fact]
    [Needs(Need.Packages)]
    public async Task Download_OfEveryKind_KeepsItsSandbox()
    {
        var (run, attempt, digest) = await RunAsync();
        using var browser = host.Browser();
        (await TestHost.SignInAsync(browser, "olga")).StatusCode.ShouldBe(HttpStatusCode.Found);
        Link("run.sh", "<script>1</script>\n");
        File.WriteAllText(Path.Combine(Runbooks, "restart.md"), "# Restart\n\n```bash\nsystemctl restart app\n```\n");
        var paths = new[] { "/audit.csv", "/audit.json", $"/runs/{run}/report.md", $"/runs/{run}/bundle.zip",
            $"/runs/{run}/attempts/{attempt}/output", $"/runs/{run}/attachments/{digest}",
            "/linked-files/run.sh?of=links.md", "/drafts/restart" };
        foreach (var path in paths)
        {
            using var answer = await browser.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, path);
            Header(answer, "Content-Security-Policy").ShouldBe("default-src 'none'; frame-ancestors 'none'; sandbox", path);
            Header(answer, "X-Content-Type-Options").ShouldBe("nosniff", path);
            Header(answer, "X-Frame-Options").ShouldBe("DENY", path);
            Header(answer, "Cache-Control").ShouldContain("no-store", Case.Sensitive, path);
            Header(answer, "Content-Disposition").ShouldStartWith("attachment", Case.Insensitive, path);
        }

        // The negative control: a page, which has the policy of pages.
        using var page = await browser.GetAsync(new Uri("/", UriKind.Relative), TestContext.Current.CancellationToken);
        Header(page, "Content-Security-Policy").ShouldNotContain("sandbox");
        // And no download is missing above; the others are the images of the folder and of a run.
        host.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Count(e => e.Metadata.Any(m => m.GetType().FullName!.Contains("SecurityHeaders", StringComparison.Ordinal)))
            .ShouldBe(paths.Length + 2);
    }

    [Fact]
    public async Task Bundle_ThatNoKeySigns_IsRefusedAndNotSentInHalf()
    {
        await using var own = new TestHost { Settings = host.Settings };
        await own.InitializeAsync();
        var run = await OpenAsync(own, await own.AddAsync("olga", Role.Operator));
        using var browser = own.Browser();
        await TestHost.SignInAsync(browser, "olga");
        Directory.CreateDirectory(Path.Combine(own.Data, "keys"));
        await File.WriteAllTextAsync(Path.Combine(own.Data, "keys", "evidence_ed25519"), "no key", TestContext.Current.CancellationToken);

        using var answer = await browser.GetAsync(new Uri($"/runs/{run}/bundle.zip", UriKind.Relative),
            TestContext.Current.CancellationToken);

        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))
            .ShouldStartWith("The bundle cannot be signed, so it was not made. ssh-keygen ");
    }

    /// <summary>Of the folder, what a runbook links to can be had, and nothing else.</summary>
    [Fact]
    public async Task File_OfTheFolder_IsGivenOnlyWhereARunbookLinksToIt()
    {
        Link("run.sh", "true\n");
        await File.WriteAllTextAsync(Path.Combine(Runbooks, "other.sh"), "true\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(Runbooks, ".env"), "A=1\n", TestContext.Current.CancellationToken);
        await host.AddAsync("rita", Role.Reviewer);
        using var browser = host.Browser();
        await TestHost.SignInAsync(browser, "rita");

        (await StatusAsync("run.sh", "links.md")).ShouldBe(HttpStatusCode.OK);
        foreach (var (file, of) in new[] { ("run.sh", "book.md"), ("run.sh", ""), ("run.sh", "links"), ("other.sh", "links.md"),
            (".env", "links.md"), ("book.md", "links.md"), ("..%2Fdata%2Fdashboard.db", "links.md") })
            (await StatusAsync(file, of)).ShouldBe(HttpStatusCode.NotFound, $"{file} of {of}");

        async Task<HttpStatusCode> StatusAsync(string file, string of)
        {
            using var answer = await browser.GetAsync(new Uri($"/linked-files/{file}?of={of}", UriKind.Relative),
                TestContext.Current.CancellationToken);
            return answer.StatusCode;
        }
    }

    private string Runbooks => host.App.Services.GetRequiredService<IOptions<EngineOptions>>().Value.Runbooks;

    private void Link(string file, string content)
    {
        File.WriteAllText(Path.Combine(Runbooks, file), content);
        File.WriteAllText(Path.Combine(Runbooks, "links.md"), $"[a]({file}) [b](.env) [c](book.md) [d](../data/dashboard.db)\n");
    }

    private async Task<(string Run, string Attempt, string Digest)> RunAsync()
    {
        var olga = await host.AddAsync("olga", Role.Operator);
        var caller = await CallerAsync(host, olga);
        var runs = host.App.Services.GetRequiredService<IRunService>();
        var run = await OpenAsync(host, olga);
        var attempt = (await runs.ExecuteAsync(caller, run, new RunCommand.StartStep("look"))).Id!;
        (await runs.ExecuteAsync(caller, run, new RunCommand.AttachFile("page.html", "<script>1</script>"u8.ToArray(), null)))
            .Done.ShouldBeTrue();
        var digest = (await runs.FindAsync(run))!.State.Events.Select(e => e.Event).OfType<FileAttached>().Single().Digest;
        return (run, attempt, digest);
    }

    private static async Task<string> OpenAsync(TestHost on, string accountId)
    {
        var target = on.App.Services.GetRequiredService<IOptions<EngineOptions>>().Value.LocalTarget;
        return (await on.App.Services.GetRequiredService<IRunService>().OpenAsync(await CallerAsync(on, accountId),
            new("book", target, RunMode.Rehearsal, null, ImmutableSortedDictionary<string, string>.Empty))).Id!;
    }

    private static async Task<Caller> CallerAsync(TestHost on, string accountId)
    {
        await using var scope = on.App.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<Microsoft.AspNetCore.Identity.UserManager<Engine.Ports.Account>>();
        return new(accountId, (await users.FindByIdAsync(accountId))!.SecurityStamp!);
    }

    private static string Header(HttpResponseMessage answer, string name) =>
        (answer.Headers.TryGetValues(name, out var values) || answer.Content.Headers.TryGetValues(name, out values))
            ? string.Join(", ", values)
            : "";
}
