using System.IO.Compression;
using System.Text.Json;
using System.Text.RegularExpressions;
using Dashboard.Browser.Tests.Support;
using Dashboard.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.Browser.Tests.Scenarios;

/// <summary>The morning after: a reviewer searches the evidence, a lead audits the approvals, a stranger sees nothing.</summary>
public sealed class EvidenceTests(Chromium chromium) : PracticeTest
{
    [Fact]
    public async Task MorningAfter_ReviewerLeadAndStranger_GetWhatIsTheirs()
    {
        var ada = new Person(Server, await chromium.OpenAsync(), "ada");
        await ada.SignUpAsync(Server.SignUpLink!);
        var run = await NightAsync(ada);
        var grace = await ada.InviteAsync(await chromium.OpenAsync(), "grace", "Reviewer");

        await ReviewAsync(grace, run);
        await ReportAsync(grace, run);
        await AuditAsync(ada);
        await StrangerAsync(run);
    }

    // One rehearsal with a check that failed at first; then it is left open.
    private async Task<string> NightAsync(Person ada)
    {
        await ada.OpenRunAsync(Practice.Slug, Practice.Inputs);
        var run = ada.Page.Url.Split('/')[^1];
        await ada.RunAsync("blue-is-live", "failed");
        await Practice.PreflightAsync(ada);
        await ada.ApproveAsync(Practice.SwitchGate, Practice.SwitchPhrase);
        await ada.RunAsync("prepare-green");
        return run;
    }

    private static async Task ReviewAsync(Person grace, string run)
    {
        var page = grace.Page;
        await grace.GoAsync("runs");
        await Expect(page.GetByRole(AriaRole.Row, new() { NameRegex = new("Practice cutover") })).ToHaveCountAsync(1);
        await page.GetByLabel("Mode").SelectOptionAsync("live");
        await page.GetByRole(AriaRole.Button, new() { Name = "Apply" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/runs\\?.*mode=live"));
        await Expect(page.Locator(".empty")).ToContainTextAsync("No matches.");

        await grace.InteractiveAsync();
        await page.GetByLabel("Ended").SelectOptionAsync("open");
        await page.GetByLabel("Mode").SelectOptionAsync("");
        await page.GetByRole(AriaRole.Button, new() { Name = "Apply" }).ClickAsync();
        // What was not filled in is not in the address.
        await Expect(page).ToHaveURLAsync(new Regex("/runs\\?result=open$"));
        await Expect(page.Locator("table tbody tr")).ToHaveCountAsync(1);
        await page.GoBackAsync();
        await Expect(page.GetByLabel("Mode")).ToHaveValueAsync("live");
        await grace.InteractiveAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Clear filters" }).ClickAsync();
        await Expect(page.Locator("table tbody tr")).ToHaveCountAsync(1);
        await Expect(page.GetByLabel("Mode")).ToHaveValueAsync("");
        await page.GoBackAsync();
        await Expect(page.Locator(".empty")).ToBeVisibleAsync();
        await Expect(page.GetByLabel("Mode")).ToHaveValueAsync("live");
        await grace.GoAsync("runs?mode=real&since=yesterday");
        foreach (var words in new[] { "use one of live, rehearsal.", "write since as 2026-01-31." })
            await Expect(page.Locator(".notice").Filter(new() { HasText = words })).ToBeVisibleAsync();

        await grace.GoAsync($"evidence?run={run}");
        await Expect(page.Locator(".only")).ToContainTextAsync("Only run 1.");
        await page.GetByRole(AriaRole.Link, new() { Name = "All runs" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/evidence$"));
        await Expect(page.Locator("table tbody tr")).ToHaveCountAsync(5);
        await grace.InteractiveAsync();
        await page.GetByLabel("Outcome").SelectOptionAsync("Failed");
        await page.GetByRole(AriaRole.Button, new() { Name = "Apply" }).ClickAsync();
        await Expect(page.Locator("table tbody tr")).ToHaveCountAsync(1);
        await grace.PhotographAsync("evidence-list");
        // The address is the view: a colleague who opens it sees the same.
        var shared = page.Url;
        await grace.GoAsync("");
        await page.VisitAsync(shared);
        await Expect(page.Locator("table tbody tr")).ToHaveCountAsync(1);
        await Expect(page.GetByLabel("Outcome")).ToHaveValueAsync("Failed");

        await SearchAsync(grace, "part 7 of 12");
        await Expect(page.Locator(".hits mark")).ToHaveTextAsync("part 7 of 12");
        await grace.PhotographAsync("evidence-search");
        await page.Locator(".hits a").First.ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex($"/runs/{run}/attempts/.*line="));
        await Expect(page.Locator(".numbered .is-hit")).ToContainTextAsync("part 7 of 12");
        await Expect(page.Locator(".numbered .is-hit")).ToBeInViewportAsync();
        foreach (var fact in new[] { "PRACTICE_FOLDER", "Standard output", "solo: the same person ran it", "not confined" })
            await Expect(page.Locator(".facts")).ToContainTextAsync(fact);
        await grace.PhotographAsync("attempt", full: true);

        await grace.GoAsync("evidence?step=blue-is-live");
        await page.Locator("table tbody a").First.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Compare" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/compare\\?"));
        await Expect(page.Locator("tr.differs").First).ToBeVisibleAsync();
        await Expect(page.Locator(".side-by-side mark").First).ToBeVisibleAsync();
        await grace.PhotographAsync("compare", full: true);
        await page.Locator(".comparison").GetByRole(AriaRole.Link, new() { Name = "Run 1, attempt 1" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("Blue is live");
    }

    private async Task ReportAsync(Person grace, string run)
    {
        var page = grace.Page;
        await grace.GoAsync($"runs/{run}/report");
        foreach (var words in new[] { "Runtime evidence", "Plan and actual", "Approvals", "What happened", "practice-switch-approved",
            "solo", "ada rehearsed “Practice cutover”" })
            await Expect(page.Locator(".report")).ToContainTextAsync(words);
        await grace.PhotographAsync("report", full: true);
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        await Expect(page.Locator(".report .buttons")).ToBeHiddenAsync();
        await Expect(page.Locator(".app-bar")).ToBeHiddenAsync();
        await grace.PhotographAsync("report-print", full: true);
        await page.EmulateMediaAsync(new() { Media = Media.Screen });
        (await DownloadAsync(page, "As Markdown", "run-1.md")).ShouldStartWith("# Runtime evidence");

        await grace.GoAsync("integrity");
        await page.GetByRole(AriaRole.Button, new() { Name = "Verify the ledger" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Verified: no problems found.", new() { Timeout = 30_000 });
        await grace.PhotographAsync("integrity");
        var signer = await page.GetByLabel("Line for allowed_signers").InnerTextAsync();

        // What a reviewer downloads is proof without us: by the tools of OpenSSH and coreutils, and by our own command elsewhere.
        await grace.GoAsync($"runs/{run}/report");
        await DownloadAsync(page, "Evidence bundle", "run-1-evidence.zip");
        var folder = Directory.CreateTempSubdirectory("bundle-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "signers"), signer + "\n", TestContext.Current.CancellationToken);
        await ZipFile.ExtractToDirectoryAsync(Downloaded("run-1-evidence.zip"), Path.Combine(folder, "run"),
            TestContext.Current.CancellationToken);
        await Shell.RunAsync($"cd {folder}/run && ssh-keygen -Y verify -f ../signers -I cutover-dashboard -n cutover-evidence -s "
            + "SHA256SUMS.sig <SHA256SUMS && sha256sum -c --strict --quiet SHA256SUMS");
        using var verdict = JsonDocument.Parse(await Shell.RunAsync(
            $"dotnet {Repository.DashboardDll} verify {Downloaded("run-1-evidence.zip")} --signers {folder}/signers --json"));
        verdict.RootElement.GetProperty("exitCode").GetInt32().ShouldBe(0);
        verdict.RootElement.GetProperty("entries").GetInt32().ShouldBeGreaterThan(10);
        Directory.Delete(folder, recursive: true);

        await page.VisitAsync(Server.Address + "/audit/accounts");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("not");
    }

    private async Task AuditAsync(Person ada)
    {
        var page = ada.Page;
        await ada.GoAsync("audit");
        var cards = page.Locator(".audit-card");
        await Expect(cards).ToHaveCountAsync(1);
        await Expect(cards.First).ToContainTextAsync("ada approved");
        foreach (var flag in new[] { "solo", "after a failed check" })
            await Expect(cards.First.Locator(".flag").Filter(new() { HasText = flag })).ToBeVisibleAsync();
        await Expect(cards.First).ToContainTextAsync("127.0.0.1");
        await ada.PhotographAsync("audit", full: true);
        var lines = (await DownloadAsync(page, "As CSV", "audit.csv")).TrimEnd().Split('\n');
        lines.Length.ShouldBe(2);
        lines[1].ShouldContain(",\"approved\",\"ada\",");
        using var json = JsonDocument.Parse(await DownloadAsync(page, "As JSON", "audit.json"));
        json.RootElement.GetArrayLength().ShouldBe(1);
        await page.GetByLabel("Mode").SelectOptionAsync("live");
        await page.GetByRole(AriaRole.Button, new() { Name = "Apply", Exact = true }).ClickAsync();
        await Expect(page.Locator(".empty")).ToContainTextAsync("No matches.");

        var tabs = page.GetByRole(AriaRole.Navigation, new() { Name = "Audit" });
        await tabs.GetByRole(AriaRole.Link, new() { Name = "Integrity" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Verify the ledger" })).ToBeVisibleAsync();
        await tabs.GetByRole(AriaRole.Link, new() { Name = "Accounts" }).ClickAsync();
        foreach (var words in new[] { "ada signed in", "ada created an invitation: Reviewer", "grace created their account: Reviewer" })
            await Expect(page.Locator("table")).ToContainTextAsync(words);
        await ada.PhotographAsync("audit-accounts");
    }

    private async Task StrangerAsync(string run)
    {
        var page = await chromium.OpenAsync();
        foreach (var path in new[] { "runs", "evidence", $"runs/{run}/report", $"runs/{run}/report.md", $"runs/{run}/bundle.zip", "audit",
            "audit.csv", "audit.json", "audit/accounts", "integrity", "compare" })
        {
            await page.VisitAsync($"{Server.Address}/{path}");
            await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Sign in" })).ToBeVisibleAsync();
        }
    }

    // Outputs can be searched a moment after their end.
    private static async Task SearchAsync(Person person, string text)
    {
        for (var tries = 0; tries < 20; tries++)
        {
            await person.GoAsync("evidence");
            await person.Page.GetByLabel("Text in the output").FillAsync(text);
            await person.Page.GetByLabel("Text in the output").PressAsync("Enter");
            await Expect(person.Page).ToHaveURLAsync(new Regex("/evidence\\?q="));
            await Expect(person.Page.Locator(".hits li, .empty").First).ToBeVisibleAsync();
            if (await person.Page.Locator(".hits li").CountAsync() > 0)
                return;
        }

        throw new InvalidOperationException($"Nothing was found for “{text}”.");
    }

    private string Downloaded(string name) => Path.Combine(Server.Data, name);

    private async Task<string> DownloadAsync(IPage page, string link, string name)
    {
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = link }).ClickAsync());
        download.SuggestedFilename.ShouldBe(name);
        await download.SaveAsAsync(Downloaded(name));
        return await File.ReadAllTextAsync(Downloaded(name), TestContext.Current.CancellationToken);
    }
}
