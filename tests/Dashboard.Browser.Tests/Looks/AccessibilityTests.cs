using System.Globalization;
using Dashboard.Browser.Tests.Support;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.Browser.Tests.Looks;

/// <summary>Every page and every open dialog: WCAG 2.2 AA by axe, in both themes, wide and at 390 px, where nothing scrolls sideways.</summary>
public sealed class AccessibilityTests(Chromium chromium) : IAsyncLifetime
{
    private static readonly string[] Rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

    private readonly DashboardProcess _server = new();
    private readonly Practice _practice = new();
    private readonly List<string> _faults = [];

    public async ValueTask InitializeAsync() => await _server.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _practice.Dispose();
    }

    [Fact]
    public async Task EveryPage_AndDialog_HasNoFault()
    {
        var ada = new Person(_server, await chromium.OpenAsync(), "ada");
        var page = ada.Page;
        await page.GotoAsync(_server.SignUpLink!);
        await LookAsync(ada, "sign-up");
        await page.GotoAsync(_server.Address + "/sign-up?token=nothing");
        await LookAsync(ada, "sign-up-refused");
        await page.GotoAsync(_server.Address + "/sign-in");
        await LookAsync(ada, "sign-in");
        await ada.SignUpAsync(_server.SignUpLink!);
        await LookAsync(ada, "home-empty");
        foreach (var (path, name) in new[] { ("account", "account"), ("nowhere", "not-found"), ("no-access", "no-access"), ("runs/none", "run-missing"), ("runbooks/none", "runbook-missing"), ("error", "error") })
        {
            await page.GotoAsync($"{_server.Address}/{path}");
            await LookAsync(ada, name);
        }

        await page.GotoAsync(_server.Address + "/accounts");
        await ada.InteractiveAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Make a link" }).ClickAsync();
        await LookAsync(ada, "accounts");
        await DialogAsync(ada, page.GetByRole(AriaRole.Button, new() { Name = "Lock ada" }), "lock");
        await page.Locator(".user-menu summary").ClickAsync();
        await LookAsync(ada, "menu");

        await page.GotoAsync(_server.Address + "/runbooks/safe-session-local-ca-cutover");
        await LookAsync(ada, "runbook");
        await page.GotoAsync($"{_server.Address}/runbooks/{Practice.Slug}");
        await ada.InteractiveAsync();
        await DialogAsync(ada, page.GetByRole(AriaRole.Button, new() { Name = "Open a run" }), "open-run");
        await WalkAsync(ada);
        await EvidenceAsync(ada, page.Url.Split('/')[^1].Split('#')[0]);
        await page.GotoAsync(_server.Address + "/");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Practice cutover" }).First).ToBeVisibleAsync();
        await LookAsync(ada, "home");
        string.Join("\n", _faults).ShouldBeEmpty();
    }

    private async Task WalkAsync(Person ada)
    {
        var page = ada.Page;
        await ada.OpenRunAsync(Practice.Slug, _practice.Inputs);
        await LookAsync(ada, "run-new");
        await DialogAsync(ada, ada.Card("ready").GetByRole(AriaRole.Button, new() { Name = "Confirm" }), "confirm");
        await DialogAsync(ada, ada.Card("tools").GetByRole(AriaRole.Button, new() { Name = "Add a note" }), "note");
        await DialogAsync(ada, ada.Card("tools").GetByRole(AriaRole.Button, new() { Name = "Attach a file" }), "attach");
        await DialogAsync(ada, page.Locator(".run-head").GetByRole(AriaRole.Button, new() { Name = "Close the run" }), "close");
        await page.Locator("body").PressAsync("?");
        await Expect(ada.Dialog).ToBeVisibleAsync();
        await LookAsync(ada, "keys");
        await page.Keyboard.PressAsync("Escape");
        await ada.RunAsync("blue-is-live", "failed");
        await LookAsync(ada, "run-failed");
        await _practice.PreflightAsync(ada);
        await DialogAsync(ada, ada.Gate(Practice.SwitchGate).GetByRole(AriaRole.Button, new() { Name = "Approve" }), "approval");
        await ada.ApproveAsync(Practice.SwitchGate, Practice.SwitchPhrase);
        await DialogAsync(ada, ada.Gate(Practice.SwitchGate).GetByRole(AriaRole.Button, new() { Name = "Void" }), "void");
        await ada.StartAsync("prepare-green");
        await LookAsync(ada, "run-running");
        await ada.ExpectStateAsync("prepare-green", "passed");
        await LookAsync(ada, "run-passed");
    }

    private async Task EvidenceAsync(Person ada, string run)
    {
        var page = ada.Page;
        foreach (var (path, name, shown) in new[]
        {
            ("runs", "runs", "table tbody tr"), ("runs?mode=live", "runs-none", ".empty"), ("evidence", "evidence", "table tbody tr"), ("evidence?q=ab", "evidence-short", ".notice"),
            ($"runs/{run}/report", "report", ".report h2"), ("audit", "audit", ".audit-card"), ("audit/accounts", "audit-accounts", "table tbody tr"), ("integrity", "integrity", "pre"),
        })
        {
            await ada.GoAsync(path);
            await Expect(page.Locator(shown).First).ToBeVisibleAsync();
            await LookAsync(ada, name);
        }

        await page.GetByRole(AriaRole.Button, new() { Name = "Verify the ledger" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("All is as it should be.", new() { Timeout = 30_000 });
        await LookAsync(ada, "integrity-good");
        await ada.GoAsync("evidence?q=VERSION");
        await Expect(page.Locator(".hits li").First).ToBeVisibleAsync();
        await LookAsync(ada, "evidence-hits");
        await ada.GoAsync("evidence?step=blue-is-live");
        await page.Locator("table tbody a").First.ClickAsync();
        await Expect(page.Locator(".facts")).ToBeVisibleAsync();
        await LookAsync(ada, "attempt");
        await page.GetByRole(AriaRole.Button, new() { Name = "Compare" }).ClickAsync();
        await Expect(page.Locator(".side-by-side, tr.differs").First).ToBeVisibleAsync();
        await LookAsync(ada, "compare");
    }

    private async Task DialogAsync(Person person, ILocator button, string name)
    {
        await button.ClickAsync();
        await Expect(person.Dialog).ToBeVisibleAsync();
        await LookAsync(person, "dialog-" + name);
        await person.Page.Keyboard.PressAsync("Escape");
        await Expect(person.Dialog).ToHaveCountAsync(0);
    }

    private async Task LookAsync(Person person, string name)
    {
        var page = person.Page;
        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await page.EmulateMediaAsync(new() { ColorScheme = scheme });
            await Expect(page.Locator("html")).ToHaveAttributeAsync("data-theme", scheme == ColorScheme.Dark ? "dark" : "light");
            await AxeAsync(page, $"{name}, {scheme}".ToLower(CultureInfo.InvariantCulture));
            await person.PhotographAsync($"look-{name}-{scheme}".ToLower(CultureInfo.InvariantCulture));
        }

        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        await Expect(page.Locator("html")).ToHaveAttributeAsync("data-theme", "light");
        await page.SetViewportSizeAsync(390, 844);
        var wide = await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth");
        if (wide > 390)
            _faults.Add($"{name}: {wide} px wide at 390 px");
        await AxeAsync(page, $"{name}, narrow");
        await person.PhotographAsync($"look-{name}-phone");
        await page.SetViewportSizeAsync(1440, 1000);
    }

    private async Task AxeAsync(IPage page, string where)
    {
        // A colour in the middle of its change has a contrast that nobody ever sees for long.
        await page.WaitForFunctionAsync("() => document.getAnimations().every(a => a.playState !== 'running' || a.effect?.getComputedTiming().iterations === Infinity)");
        var found = await page.RunAxe(new AxeRunOptions { RunOnly = new() { Type = "tag", Values = [.. Rules] } });
        _faults.AddRange(found.Violations.SelectMany(v => v.Nodes.Select(n => $"{where}: {v.Id}: {v.Help}: {n.Html} {string.Join(' ', n.Any.Select(a => a.Message))}")));
    }
}
