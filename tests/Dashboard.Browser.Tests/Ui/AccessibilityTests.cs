using Dashboard.Browser.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.Browser.Tests.Ui;

/// <summary>
/// Every page and every open dialog: WCAG 2.2 AA by axe, in both themes, wide and at 390 px, where nothing scrolls sideways.
/// </summary>
public sealed class AccessibilityTests(Chromium chromium) : PracticeTest
{
    private static readonly (string Name, int Width, int Height, ColorScheme Scheme)[] Views =
        [("light", 1440, 1000, ColorScheme.Light), ("dark", 1440, 1000, ColorScheme.Dark), ("phone", 390, 844, ColorScheme.Light)];

    private readonly List<string> _faults = [];

    [Fact]
    public async Task EveryPage_AndDialog_HasNoFault()
    {
        var ada = new Person(Server, await chromium.OpenAsync(), "ada");
        var page = ada.Page;
        await Axe.BringAsync(page);
        await page.VisitAsync(Server.SignUpLink!);
        await LookAsync(ada, "sign-up");
        await page.VisitAsync(Server.Address + "/sign-up?token=nothing");
        await LookAsync(ada, "sign-up-refused");
        await page.VisitAsync(Server.Address + "/sign-in");
        await LookAsync(ada, "sign-in");
        await ada.SignUpAsync(Server.SignUpLink!);
        await LookAsync(ada, "home-empty");
        foreach (var (path, name) in new[] { ("account", "account"), ("nowhere", "not-found"), ("no-access", "no-access"),
            ("runs/none", "run-missing"), ("runbooks/none", "runbook-missing"), ("error", "error") })
        {
            await page.VisitAsync($"{Server.Address}/{path}");
            await LookAsync(ada, name);
        }

        await page.VisitAsync(Server.Address + "/accounts");
        await ada.InteractiveAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Create invitation" }).ClickAsync();
        await LookAsync(ada, "accounts");
        await DialogAsync(ada, page.GetByRole(AriaRole.Button, new() { Name = "Lock ada" }), "lock");
        await page.Locator(".user-menu summary").ClickAsync();
        await LookAsync(ada, "menu");

        await page.VisitAsync(Server.Address + "/runbooks/safe-session-local-ca-cutover");
        await LookAsync(ada, "runbook");
        await page.VisitAsync($"{Server.Address}/runbooks/{Practice.Slug}");
        await ada.InteractiveAsync();
        await DialogAsync(ada, page.GetByRole(AriaRole.Button, new() { Name = "Open a run" }), "open-run");
        await WalkAsync(ada);
        var run = page.Url.Split('/')[^1].Split('#')[0];
        await EvidenceAsync(ada, run);
        await page.VisitAsync(Server.Address + "/");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Practice cutover" }).First).ToBeVisibleAsync();
        await LookAsync(ada, "home");
        await ada.GoAsync($"runs/{run}");
        await page.Locator(".run-head").GetByRole(AriaRole.Button, new() { Name = "Close the run" }).ClickAsync();
        await ada.Dialog.GetByLabel("Reason").FillAsync("seen enough");
        await ada.Dialog.GetByRole(AriaRole.Button, new() { Name = "Close as abandoned" }).ClickAsync();
        await Expect(page.Locator(".is-closed")).ToBeVisibleAsync();
        await LookAsync(ada, "run-closed");
        string.Join("\n", _faults).ShouldBeEmpty();
    }

    private async Task WalkAsync(Person ada)
    {
        var page = ada.Page;
        await ada.OpenRunAsync(Practice.Slug, Practice.Inputs);
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
        await Practice.PreflightAsync(ada);
        await DialogAsync(ada, ada.Gate(Practice.SwitchGate).GetByRole(AriaRole.Button, new() { Name = "Approve" }), "approval");
        await ada.ApproveAsync(Practice.SwitchGate, Practice.SwitchPhrase);
        await DialogAsync(ada, ada.Gate(Practice.SwitchGate).GetByRole(AriaRole.Button, new() { Name = "Void" }), "void");
        await ada.StartAsync("prepare-green");
        await LookAsync(ada, "run-running");
        await ada.ExpectStateAsync("prepare-green", "passed");
        await LookAsync(ada, "run-passed");
        // Blazor opens this one when the server is out of reach.
        await page.EvaluateAsync("() => document.getElementById('components-reconnect-modal').showModal()");
        await LookAsync(ada, "dialog-reconnect");
        await page.EvaluateAsync("() => document.getElementById('components-reconnect-modal').close()");
        // And this one when it gives up.
        await page.EvaluateAsync("() => document.getElementById('blazor-error-ui').style.display = 'block'");
        await LookAsync(ada, "stopped");
        await page.EvaluateAsync("() => document.getElementById('blazor-error-ui').style.display = ''");
    }

    private async Task EvidenceAsync(Person ada, string run)
    {
        var page = ada.Page;
        foreach (var (path, name, shown) in new[]
        {
            ("runs", "runs", "table tbody tr"), ("runs?mode=live", "runs-none", ".empty"), ("evidence", "evidence", "table tbody tr"),
            ("evidence?q=ab", "evidence-short", ".notice"),
            ($"runs/{run}/report", "report", ".report h2"), ("audit", "audit", ".audit-card"),
            ("audit/accounts", "audit-accounts", "table tbody tr"), ("integrity", "integrity", "pre"),
        })
        {
            await ada.GoAsync(path);
            await Expect(page.Locator(shown).First).ToBeVisibleAsync();
            await LookAsync(ada, name);
        }

        await page.GetByRole(AriaRole.Button, new() { Name = "Verify the ledger" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Verified: no problems found.", new() { Timeout = 30_000 });
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
        foreach (var (view, width, height, scheme) in Views)
        {
            await page.EmulateMediaAsync(new() { ColorScheme = scheme });
            await Expect(page.Locator("html")).ToHaveAttributeAsync("data-theme", scheme == ColorScheme.Dark ? "dark" : "light");
            // Another theme leaves everything where it was; to lay a page out anew is what takes most of the time here.
            if (page.ViewportSize!.Width != width || scheme == ColorScheme.Light)
                await UnrollAsync(page, width, height, $"{name}, {view}");
            await person.PhotographAsync($"look-{name}-{view}");
            _faults.AddRange(
                (await Axe.FaultsAsync(page, coloursOnly: scheme == ColorScheme.Dark)).Select(fault => $"{name}, {view}: {fault}"));
        }

        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        await page.SetViewportSizeAsync(1440, 1000);
    }

    /// <summary>
    /// Makes the window as tall as the page. A bar that stays in view covers some part of a scrolled page, and another part the next time:
    /// like this everything is looked at, wherever the page happened to be scrolled to. What is open above the page has the window's
    /// height.
    /// </summary>
    private async Task UnrollAsync(IPage page, int width, int height, string name)
    {
        if (page.ViewportSize!.Width != width || page.ViewportSize.Height != height)
            await page.SetViewportSizeAsync(width, height);
        var (wide, tall) = await page.EvaluateAsync<int[]>("""
            () => [document.documentElement.scrollWidth,
              document.querySelector('[role=dialog], dialog[open]') ? 0 : document.documentElement.scrollHeight]
            """) switch { [var w, var t] => (w, t), _ => default };
        if (wide > width)
            _faults.Add($"{name}: {wide} px wide");
        if (tall > height)
            await page.SetViewportSizeAsync(width, tall);
    }
}
