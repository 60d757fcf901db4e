using System.Collections.Immutable;
using System.Net;
using Dashboard.Core.Gates;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runs;
using Dashboard.Engine;
using Dashboard.Engine.Runs;
using Dashboard.Shared.Rendering;
using Dashboard.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Dashboard.Tests.Endpoints;

/// <summary>Images by the real host: what is served, as what, and what is not.</summary>
public sealed class ImageEndpointTests(TestHost host) : IClassFixture<TestHost>
{
    private static readonly byte[] Png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1];

    private string Folder => host.App.Services.GetRequiredService<IOptions<EngineOptions>>().Value.Runbooks;

    [Fact]
    public async Task Image_OfTheFolderAndOfARun_IsServedByItsDigestAlone()
    {
        var svg = "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"u8.ToArray();
        var book = "![a](images/a%20b.png) ![b](images/a.svg)\n\n- [ ] It is done {#done}\n"u8.ToArray();
        Directory.CreateDirectory(Path.Combine(Folder, "images"));
        await WriteAsync("images/a b.png", Png);
        await WriteAsync("images/a.svg", svg);
        await WriteAsync("drawn.md", book);
        await WriteAsync("secret.env", "PASSWORD=x\n"u8.ToArray());
        await WriteAsync("images/page.png", "<html></html>"u8.ToArray());
        var run = await OpenAsync();
        using var stranger = host.Browser();
        using var browser = host.Browser();
        (await TestHost.SignInAsync(browser, "ines")).StatusCode.ShouldBe(HttpStatusCode.Found);

        foreach (var (path, type, bytes) in new[]
        {
            ($"/images/{Digests.Of(Png)}/images/a%20b.png", "image/png", Png),
            ($"/images/{Digests.Of(svg)}/images/a.svg", "image/svg+xml", svg),
            ($"/runs/{run}/images/{Digests.Of(Png)}", "image/png", Png), ($"/runs/{run}/images/{Digests.Of(svg)}", "image/svg+xml", svg),
        })
        {
            using var answer = await GetAsync(browser, path);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, path);
            (await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).ShouldBe(bytes);
            answer.Content.Headers.ContentType!.ToString().ShouldBe(type);
            answer.Headers.GetValues("Cache-Control").ShouldBe(["max-age=31536000, private, immutable"], path);
            answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
            answer.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem()
                .ShouldBe("default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox");
            using var refused = await GetAsync(stranger, path);
            refused.StatusCode.ShouldBe(HttpStatusCode.Found, path);
        }

        foreach (var path in new[]
        {
            $"/images/{Digests.Of("x")}/images/a%20b.png", $"/images/{Digests.Of("PASSWORD=x\n")}/secret.env",
            $"/images/{Digests.Of("<html></html>")}/images/page.png", $"/images/{Digests.Of(Png)}/images/..%2Fimages/a%20b.png",
            $"/runs/{run}/images/{Digests.Of("x")}",
            $"/runs/{run}/images/{Digests.Of(book)}",
        })
        {
            using var answer = await GetAsync(browser, path);
            answer.StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
        }

        // What the run pinned stays, whatever becomes of the file.
        await WriteAsync("images/a b.png", [.. Png, 2]);
        using var changed = await GetAsync(browser, $"/images/{Digests.Of(Png)}/images/a%20b.png");
        changed.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var kept = await GetAsync(browser, $"/runs/{run}/images/{Digests.Of(Png)}");
        (await kept.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).ShouldBe(Png);
    }

    [Theory]
    [InlineData("a#b.md")]
    [InlineData("a+b.md")]
    [InlineData("what?.md")]
    [InlineData("100% ready & done.md")]
    [InlineData("Übergabe Montag.md")]
    [InlineData("日本語.md")]
    [InlineData("UPPER.MD")]
    [InlineData("notes.markdown")]
    [InlineData("night/a%23b.md")]
    public async Task Page_OfAnyName_OpensByItsAddress(string path)
    {
        Directory.CreateDirectory(Path.Combine(Folder, "night"));
        await WriteAsync(path, System.Text.Encoding.UTF8.GetBytes("# The page of it\n"));
        using var browser = host.Browser();
        await SignedInAsync(browser, "nils");

        foreach (var address in new[] { RunbookAddress.Of(MarkdownFile.SlugOf(path)), RunbookAddress.Of(path) })
        {
            using var answer = await GetAsync(browser, "/" + address);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, address);
            (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))
                .ShouldContain("The page of it</h1>", Case.Sensitive, address);
        }
    }

    private async Task SignedInAsync(HttpClient browser, string name)
    {
        if ((await host.Accounts.ListAsync()).All(a => a.Name != name))
            await host.AddAsync(name, Role.Reviewer);
        (await TestHost.SignInAsync(browser, name)).StatusCode.ShouldBe(HttpStatusCode.Found);
    }

    private static Task<HttpResponseMessage> GetAsync(HttpClient browser, string path) =>
        browser.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

    private Task WriteAsync(string path, byte[] content) =>
        File.WriteAllBytesAsync(Path.Combine(Folder, path), content, TestContext.Current.CancellationToken);

    private async Task<string> OpenAsync()
    {
        var id = await host.AddAsync("ines", Role.Operator);
        await using var scope = host.App.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<Microsoft.AspNetCore.Identity.UserManager<Engine.Ports.Account>>();
        var caller = new Caller(id, (await users.FindByIdAsync(id))!.SecurityStamp!);
        var target = host.App.Services.GetRequiredService<IOptions<EngineOptions>>().Value.LocalTarget;
        var opened = await host.App.Services.GetRequiredService<IRunService>().OpenAsync(caller,
            new("drawn", target, RunMode.Rehearsal, null, ImmutableSortedDictionary<string, string>.Empty));
        opened.Reasons.ShouldBeEmpty();
        return opened.Id!;
    }
}
