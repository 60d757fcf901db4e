using Dashboard.Browser.Tests.Support;
using Markdig;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.Browser.Tests.Ui;

/// <summary>
/// Runbooks that try to deceive whoever approves them: what is read is what runs, and only the product speaks as the product.
/// </summary>
public sealed class SpoofTests(Chromium chromium) : IAsyncLifetime
{
    private readonly string _runbooks = Spoofs.Write();
    private readonly List<string> _faults = [];
    private DashboardProcess _server = null!;

    public async ValueTask InitializeAsync()
    {
        _server = new(_runbooks);
        await _server.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Chromium.CloseAllAsync();
        await _server.DisposeAsync();
        Directory.Delete(_runbooks, recursive: true);
    }

    [Fact]
    public async Task Spoofs_OnEveryPage_DeceiveNobody()
    {
        Spoofs.Names.Count.ShouldBeGreaterThanOrEqualTo(30);
        var ada = new Person(_server, await chromium.OpenAsync(), "ada");
        await ada.SignUpAsync(_server.SignUpLink!);
        foreach (var name in Spoofs.Names)
        {
            await ada.GoAsync("runbooks/" + name);
            await InspectAsync(ada, name, "runbook");
            await ada.OpenRunAsync(name, new Dictionary<string, string>());
            await InspectAsync(ada, name, "run");
            await ApproveAsync(ada, name);
        }

        foreach (var page in new[] { "", "runs", "evidence", "audit" })
        {
            await ada.GoAsync(page);
            Note("all", page, await Deception.ByCharactersAsync(ada.Page));
        }

        string.Join(Environment.NewLine, _faults).ShouldBeEmpty();
    }

    /// <summary>
    /// Negative control: the same prose without its scope, and the same characters without their boxes, are found by the same inspection.
    /// </summary>
    [Fact]
    public async Task Spoofs_WithoutTheirDefence_AreFound()
    {
        var ada = new Person(_server, await chromium.OpenAsync(), "ada");
        await ada.SignUpAsync(_server.SignUpLink!);
        var pipeline = new MarkdownPipelineBuilder().UseAdvancedExtensions().Build();
        var missed = new List<string>();
        // The page as the server wrote it: nothing draws it anew while it is changed here.
        await ada.Page.RouteAsync("**/blazor.web*.js", route => route.FulfillAsync(new() { ContentType = "text/javascript", Body = "" }));
        foreach (var name in Spoofs.Names)
        {
            await ada.Page.VisitAsync($"{_server.Address}/runbooks/{name}");
            if (Spoofs.IsProse(name))
            {
                // One of them leads the page away, and would take what is to be found with it.
                var prose = Spoofs.Markdown(name).Split("---\n", 3)[2].Replace("http-equiv", "name", StringComparison.Ordinal);
                await ada.Page.EvaluateAsync("html => { for (const e of document.querySelectorAll('.prose')) { e.className = 'prose'; "
                    + "e.style.contain = 'none'; e.innerHTML = html } }", Markdown.ToHtml(prose, pipeline));
                if ((await Deception.ByProseAsync(ada.Page)).All(f => f.StartsWith("not contained", StringComparison.Ordinal)))
                    missed.Add(name);
            }
            else
            {
                await ada.Page.EvaluateAsync("() => document.querySelectorAll('.cp').forEach(e => e.replaceWith(e.textContent))");
                await ada.Page.EvaluateAsync("() => document.body.normalize()");
                if ((await Deception.ByCharactersAsync(ada.Page)).Length == 0)
                    missed.Add(name);
            }
        }

        // Two of them look like the page by their words alone, one turns letters that need no box, and one hides behind blank lines.
        missed.ShouldBeSubsetOf(["prose-17-look-of-the-product", "prose-18-listing-beside-the-command", "prose-19-marks-that-climb",
            "char-34-letters-from-right-to-left", "char-35-blank-lines"]);
    }

    private async Task ApproveAsync(Person ada, string name)
    {
        var dialog = await ada.OpenApprovalAsync(Spoofs.Gate);
        await Expect(dialog.GetByText("This gate has not been approved in an earlier run. Read everything.")).ToBeVisibleAsync();
        await InspectAsync(ada, name, "dialog");
        // The command is in view, and copied as it is in the file.
        var command = dialog.Locator(".unlocks .command");
        await command.ScrollIntoViewIfNeededAsync();
        var (seen, copied) = (await command.EvaluateAsync<bool>(
            "e => { const r = e.getBoundingClientRect(); const t = document.elementFromPoint(r.left + 30, r.top + 14); return r.height > "
                + "15 && e.contains(t) }"),
            await command.EvaluateAsync<string>("e => { getSelection().selectAllChildren(e); return getSelection().toString() }"));
        if (!seen)
            _faults.Add($"{name}: the command is not seen");
        var body = Spoofs.Markdown(name).Split("{#real .destructive")[1].Split('\n', 2)[1].Split("\n```")[0];
        if (copied.TrimEnd('\n') != body.TrimEnd('\n'))
            _faults.Add($"{name}: copied is {System.Text.Json.JsonSerializer.Serialize(copied)}, not "
                + $"{System.Text.Json.JsonSerializer.Serialize(body)}");
        if (await dialog.Locator(".prose, .doc-heading").CountAsync() > 0)
            _faults.Add($"{name}: prose in the dialog");
        foreach (var fold in await dialog.Locator(".pinned-fold").AllAsync())
            await fold.PressAsync("Enter");
        Note(name, "files", await Deception.ByCharactersAsync(ada.Page));
        await ada.PhotographAsync("spoof-" + name);
        // Keys of the page do nothing while the dialog is open.
        foreach (var key in new[] { "r", "n", "a" })
            await ada.Page.Keyboard.PressAsync(key);
        await Expect(ada.Page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(1);
        await ada.Page.Keyboard.PressAsync("Escape");
        await Expect(dialog).ToHaveCountAsync(0);
    }

    private async Task InspectAsync(Person ada, string name, string place)
    {
        if (place != "dialog")
            Note(name, place, await Deception.ByProseAsync(ada.Page));
        Note(name, place, await Deception.ByCharactersAsync(ada.Page));
    }

    private void Note(string name, string place, IEnumerable<string> faults) =>
        _faults.AddRange(faults.Select(f => $"{name}, {place}: {f}"));
}
