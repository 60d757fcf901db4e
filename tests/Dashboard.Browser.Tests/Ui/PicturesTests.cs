using System.Text.RegularExpressions;
using Dashboard.Browser.Tests.Support;
using Dashboard.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.Browser.Tests.Ui;

/// <summary>Pictures in prose: images of the folder, and diagrams that are drawn from their text.</summary>
public sealed partial class PicturesTests(Chromium chromium) : IAsyncLifetime
{
    private const string Drawn = """
        # Drawn

        ![The architecture](images/a%20b.png) and ![elsewhere](https://images.example/pixel.png).

        ```mermaid
        %%{init: {"securityLevel": "loose", "htmlLabels": true, "themeCSS": "* { display: none }"}}%%
        flowchart LR
          a["<img src=x onerror=window.hacked=1> <b>old</b>"] --> b[new release]
          click b "javascript:window.hacked=2"
          click a href "https://images.example" "a link"
        ```

        ```mermaid
        sequenceDiagram
          Operator->>Service: drain
          Service-->>Operator: drained
        ```

        ```mermaid
        this is no diagram
        ```

        - [ ] It is done {#done}

        """;

    private readonly DirectoryInfo _runbooks = Directory.CreateTempSubdirectory("pictures-");
    private DashboardProcess _server = null!;

    public async ValueTask InitializeAsync()
    {
        _runbooks.CreateSubdirectory("images");
        File.Copy(Path.Combine(Repository.Root, "docs/images/run-phone.png"), Path.Combine(_runbooks.FullName, "images/a b.png"));
        await File.WriteAllTextAsync(Path.Combine(_runbooks.FullName, "drawn.md"), Drawn);
        await File.WriteAllTextAsync(Path.Combine(_runbooks.FullName, "what? 100% #1.md"), "# Without a diagram\n\nWords.\n");
        _server = new(_runbooks.FullName);
        await _server.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Chromium.CloseAllAsync();
        await _server.DisposeAsync();
        _runbooks.Delete(recursive: true);
    }

    [Fact]
    public async Task Runbook_WithPictures_ShowsThemAndTheirTextDoesNothing()
    {
        var page = await chromium.OpenAsync();
        var (asked, refused) = (new List<string>(), new List<string>());
        page.Request += (_, request) => asked.Add(request.Url);
        page.Console += (_, message) =>
        {
            if (message.Text.Contains("Content Security Policy", StringComparison.Ordinal))
                refused.Add(message.Text);
        };
        var ada = new Person(_server, page, "ada");
        await ada.SignUpAsync(_server.SignUpLink!);
        await page.GetByRole(AriaRole.Link, new() { Name = "Without a diagram" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Without a diagram" })).ToBeVisibleAsync();
        asked.ShouldNotContain(url => url.Contains("mermaid", StringComparison.Ordinal));

        await ada.GoAsync("runbooks/drawn");
        await Expect(page.Locator("pre.is-drawn img")).ToHaveCountAsync(2);
        await ExpectLoadedAsync(page);
        await Expect(page.Locator("pre:not(.is-drawn) code")).ToContainTextAsync("this is no diagram");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "[elsewhere]" })).ToHaveAttributeAsync("href",
            "https://images.example/pixel.png");
        var light = await page.Locator("pre.is-drawn img").First.GetAttributeAsync("src");
        light.ShouldNotBeNull().ShouldNotContain("foreignObject");
        Uri.UnescapeDataString(light!).ShouldNotContain("display: none }");
        // Whole: a flowchart begins where its picture does. With less motion it was measured while its parts were still on their way.
        Uri.UnescapeDataString(light!).ShouldMatch("<svg id=\"diagram-1\"[^>]* viewBox=\"0 0 ");
        (await page.EvaluateAsync<object?>("() => window.hacked ?? null")).ShouldBeNull();
        (await page.Locator("[id^=ddiagram], body > svg, body > iframe").CountAsync()).ShouldBe(0);

        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await Expect(page.Locator("pre.is-drawn img").First).Not.ToHaveAttributeAsync("src", light);
        await page.SetViewportSizeAsync(390, 844);
        (await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(390);

        await page.SetViewportSizeAsync(1440, 1000);
        await ada.OpenRunAsync("drawn", new Dictionary<string, string>());
        await Expect(page.Locator("pre.is-drawn img")).ToHaveCountAsync(2);
        await File.WriteAllBytesAsync(Path.Combine(_runbooks.FullName, "images/a b.png"), [0x89], TestContext.Current.CancellationToken);
        await page.ReloadAsync();
        await ada.InteractiveAsync();
        await ExpectLoadedAsync(page);
        (await page.GetByAltText("The architecture").GetAttributeAsync("src"))!.ShouldMatch(@"\Aruns/[0-9a-f]{32}/images/[0-9a-f]{64}\z");

        asked.ShouldNotContain(url => !url.StartsWith(_server.Address, StringComparison.Ordinal) && !Inline().IsMatch(url));
        refused.ShouldBeEmpty();
    }

    [Fact]
    public async Task Diagram_WithoutItsLibrary_IsItsText()
    {
        var page = await chromium.OpenAsync();
        var ada = new Person(_server, page, "ada");
        await ada.SignUpAsync(_server.SignUpLink!);
        await page.RouteAsync("**/mermaid.min.js", route => route.AbortAsync());

        await ada.GoAsync("runbooks/drawn");

        await Expect(page.Locator("pre code").First).ToBeVisibleAsync();
        await Expect(page.Locator("pre code").First).ToContainTextAsync("flowchart LR");
        await Expect(page.Locator("pre.is-drawn")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task List_WithoutAMouse_OpensFoldersAndFindsWords()
    {
        for (var i = 0; i < 60; i++)
        {
            var folder = _runbooks.CreateSubdirectory($"team-{i % 3}");
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, $"book-{i}.md"), $"# Move {i}\n\n- [ ] It is done {{#done}}\n",
                TestContext.Current.CancellationToken);
        }

        File.CreateSymbolicLink(Path.Combine(_runbooks.FullName, "away.md"), "/etc/hostname");
        var page = await chromium.OpenAsync();
        var ada = new Person(_server, page, "ada");
        await ada.SignUpAsync(_server.SignUpLink!);
        await ada.GoAsync("");
        await Expect(page.GetByText("away.md: It leaves the runbooks folder.")).ToBeVisibleAsync();
        var folders = page.GetByRole(AriaRole.Button, new() { NameRegex = Team() });
        await Expect(folders).ToHaveCountAsync(3);
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Move 1", Exact = true })).ToHaveCountAsync(0);

        await folders.Nth(1).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Move 1", Exact = true })).ToBeVisibleAsync();
        await page.GetByLabel("Search runbooks and documents").FillAsync("move 59");
        await Expect(page.GetByRole(AriaRole.Link, new() { NameRegex = Move() })).ToHaveCountAsync(1);
        await page.SetViewportSizeAsync(390, 844);
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        (await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(390);
        await page.GetByLabel("Search runbooks and documents").FillAsync("nothing of it");
        await Expect(page.GetByText("No matches. Clear the search.")).ToBeVisibleAsync();
    }

    private static async Task ExpectLoadedAsync(IPage page)
    {
        var image = page.GetByAltText("The architecture");
        await image.ScrollIntoViewIfNeededAsync();
        await Expect(image).ToBeVisibleAsync();
        await page.WaitForFunctionAsync("() => document.querySelector('img[alt=\"The architecture\"]')?.naturalWidth > 0");
    }

    [GeneratedRegex("^(data|blob|ws):")]
    private static partial Regex Inline();

    [GeneratedRegex("team-[0-9]")]
    private static partial Regex Team();

    [GeneratedRegex("^Move")]
    private static partial Regex Move();
}
