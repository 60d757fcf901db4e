using Dashboard.Browser.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.Browser.Tests.Ui;

/// <summary>
/// Every page and every open dialog: WCAG 2.2 AA by axe, in both themes, wide and at 390 px, where nothing scrolls sideways.
/// </summary>
public sealed class AccessibilityTests(Chromium chromium) : PracticeTest
{
    private readonly Looks _looks = new();

    [Fact]
    public async Task EveryPage_AndDialog_HasNoFault()
    {
        var ada = new Person(Server, await chromium.OpenAsync(), "ada");
        var page = ada.Page;
        await Axe.BringAsync(page);
        await page.VisitAsync(Server.SignUpLink!);
        await _looks.AtAsync(ada, "sign-up");
        await page.VisitAsync(Server.Address + "/sign-up?token=nothing");
        await _looks.AtAsync(ada, "sign-up-refused");
        await page.VisitAsync(Server.Address + "/sign-in");
        await _looks.AtAsync(ada, "sign-in");
        await ada.SignUpAsync(Server.SignUpLink!);
        await _looks.AtAsync(ada, "home-empty");
        foreach (var (path, name) in new[] { ("account", "account"), ("nowhere", "not-found"), ("no-access", "no-access"),
            ("runs/none", "run-missing"), ("runbooks/none", "runbook-missing"), ("error", "error") })
        {
            await page.VisitAsync($"{Server.Address}/{path}");
            await _looks.AtAsync(ada, name);
        }

        await page.VisitAsync(Server.Address + "/accounts");
        await ada.InteractiveAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Create invitation" }).ClickAsync();
        await _looks.AtAsync(ada, "accounts");
        await _looks.AtDialogAsync(ada, page.GetByRole(AriaRole.Button, new() { Name = "Lock ada" }), "lock");
        await page.Locator(".user-menu summary").ClickAsync();
        await _looks.AtAsync(ada, "menu");

        await page.VisitAsync(Server.Address + "/runbooks/safe-session-local-ca-cutover");
        await _looks.AtAsync(ada, "runbook");
        await page.VisitAsync($"{Server.Address}/runbooks/{Practice.Slug}");
        await ada.InteractiveAsync();
        await _looks.AtDialogAsync(ada, page.GetByRole(AriaRole.Button, new() { Name = "Open a run" }), "open-run");
        await WalkAsync(ada);
        var run = page.Url.Split('/')[^1].Split('#')[0];
        await EvidenceAsync(ada, run);
        await page.VisitAsync(Server.Address + "/");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Practice cutover" }).First).ToBeVisibleAsync();
        await _looks.AtAsync(ada, "home");
        await ada.GoAsync($"runs/{run}");
        await page.Locator(".run-head").GetByRole(AriaRole.Button, new() { Name = "Close the run" }).ClickAsync();
        await ada.Dialog.GetByLabel("Reason").FillAsync("seen enough");
        await ada.Dialog.GetByRole(AriaRole.Button, new() { Name = "Close as abandoned" }).ClickAsync();
        await Expect(page.Locator(".is-closed")).ToBeVisibleAsync();
        await _looks.AtAsync(ada, "run-closed");
        _looks.Faults.ShouldBeEmpty();
    }

    private async Task WalkAsync(Person ada)
    {
        var page = ada.Page;
        await ada.OpenRunAsync(Practice.Slug, Practice.Inputs);
        await _looks.AtAsync(ada, "run-new");
        await _looks.AtDialogAsync(ada, ada.Card("ready").GetByRole(AriaRole.Button, new() { Name = "Confirm" }), "confirm");
        await _looks.AtDialogAsync(ada, ada.Card("tools").GetByRole(AriaRole.Button, new() { Name = "Add a note" }), "note");
        await _looks.AtDialogAsync(ada, ada.Card("tools").GetByRole(AriaRole.Button, new() { Name = "Attach a file" }), "attach");
        await _looks.AtDialogAsync(ada, page.Locator(".run-head").GetByRole(AriaRole.Button, new() { Name = "Close the run" }), "close");
        await page.Locator("body").PressAsync("?");
        await Expect(ada.Dialog).ToBeVisibleAsync();
        await _looks.AtAsync(ada, "keys");
        await page.Keyboard.PressAsync("Escape");
        await ada.RunAsync("blue-is-live", "failed");
        await _looks.AtAsync(ada, "run-failed");
        await Practice.PreflightAsync(ada);
        await _looks.AtDialogAsync(ada, ada.Gate(Practice.SwitchGate).GetByRole(AriaRole.Button, new() { Name = "Approve" }), "approval");
        await ada.ApproveAsync(Practice.SwitchGate, Practice.SwitchPhrase);
        await _looks.AtDialogAsync(ada, ada.Gate(Practice.SwitchGate).GetByRole(AriaRole.Button, new() { Name = "Void" }), "void");
        await ada.StartAsync("prepare-green");
        await _looks.AtAsync(ada, "run-running");
        await ada.ExpectStateAsync("prepare-green", "passed");
        await _looks.AtAsync(ada, "run-passed");
        // Blazor opens this one when the server is out of reach.
        await page.EvaluateAsync("() => document.getElementById('components-reconnect-modal').showModal()");
        await _looks.AtAsync(ada, "dialog-reconnect");
        await page.EvaluateAsync("() => document.getElementById('components-reconnect-modal').close()");
        // And this one when it gives up.
        await page.EvaluateAsync("() => document.getElementById('blazor-error-ui').style.display = 'block'");
        await _looks.AtAsync(ada, "stopped");
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
            await _looks.AtAsync(ada, name);
        }

        await page.GetByRole(AriaRole.Button, new() { Name = "Verify the ledger" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Verified: no problems found.", new() { Timeout = 30_000 });
        await _looks.AtAsync(ada, "integrity-good");
        await ada.GoAsync("evidence?q=VERSION");
        await Expect(page.Locator(".hits li").First).ToBeVisibleAsync();
        await _looks.AtAsync(ada, "evidence-hits");
        await ada.GoAsync("evidence?step=blue-is-live");
        await page.Locator("table tbody a").First.ClickAsync();
        await Expect(page.Locator(".facts")).ToBeVisibleAsync();
        await _looks.AtAsync(ada, "attempt");
        await page.GetByRole(AriaRole.Button, new() { Name = "Compare" }).ClickAsync();
        await Expect(page.Locator(".side-by-side, tr.differs").First).ToBeVisibleAsync();
        await _looks.AtAsync(ada, "compare");
    }
}
