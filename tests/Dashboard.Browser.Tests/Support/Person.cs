using System.Text.RegularExpressions;
using Dashboard.Testing;
using Microsoft.Playwright;

namespace Dashboard.Browser.Tests.Support;

/// <summary>Somebody in front of a browser, doing what people do with the product.</summary>
/// <param name="server">The server.</param>
/// <param name="page">Their browser.</param>
/// <param name="name">Who they are.</param>
/// <param name="site">Where they find the server; null for its own address.</param>
internal sealed partial class Person(DashboardProcess server, IPage page, string name, string? site = null)
{
    public const string Password = "a walk by the sea at dawn";

    private static readonly string? Album = Environment.GetEnvironmentVariable("CUTOVER_SCREENSHOTS");

    public IPage Page => page;

    public string Site => site ?? server.Address;

    public string Name => name;

    /// <summary>Creates an account from a one-time link, and is signed in by it.</summary>
    public async Task SignUpAsync(string link)
    {
        await page.VisitAsync(link);
        await page.GetByLabel("Name").FillAsync(name);
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync(Password);
        await page.GetByLabel("Confirm password").FillAsync(Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Create account" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Cutovers" })).ToBeVisibleAsync();
    }

    public async Task SignInAsync()
    {
        await page.VisitAsync(Site + "/sign-in");
        await page.GetByLabel("Name").FillAsync(name);
        await page.GetByLabel("Password").FillAsync(Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Cutovers" })).ToBeVisibleAsync();
    }

    /// <summary>Invites somebody, as a lead does, who then creates their account on a page of their own.</summary>
    public async Task<Person> InviteAsync(IPage theirs, string theirName, string role)
    {
        await page.VisitAsync(Site + "/accounts");
        await InteractiveAsync();
        var roles = page.GetByRole(AriaRole.Group, new() { Name = "Roles" });
        foreach (var box in await roles.GetByRole(AriaRole.Checkbox).AllAsync())
            await box.UncheckAsync();
        await roles.GetByRole(AriaRole.Checkbox, new() { Name = role }).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Create invitation" }).ClickAsync();
        var link = await page.GetByLabel("Invitation link").InputValueAsync();
        var person = new Person(server, theirs, theirName);
        await person.SignUpAsync(link);
        return person;
    }

    /// <summary>Opens a page and waits until it answers.</summary>
    public async Task GoAsync(string path)
    {
        await page.VisitAsync($"{Site}/{path}");
        await InteractiveAsync();
    }

    /// <summary>Opens a run from the runbook's page, and waits until the run's page is live.</summary>
    public async Task OpenRunAsync(string slug, IReadOnlyDictionary<string, string> inputs, bool live = false)
    {
        await page.VisitAsync($"{Site}/runbooks/{slug}");
        await InteractiveAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Open a run" }).First.ClickAsync();
        if (live)
            await Dialog.GetByText("Live", new() { Exact = true }).ClickAsync();
        foreach (var (input, value) in inputs)
            await Dialog.GetByLabel(input).FillAsync(value);
        await Dialog.GetByRole(AriaRole.Button, new() { Name = $"Open a {(live ? "live" : "rehearsal")} run" }).ClickAsync();
        await NotRefusedAsync(Dialog, page.Locator(".next-bar"));
        await InteractiveAsync();
    }

    /// <summary>The open dialog.</summary>
    public ILocator Dialog => page.GetByRole(AriaRole.Dialog);

    /// <summary>The card of a step.</summary>
    public ILocator Card(string step) => page.Locator($"[id='step-{step}']");

    /// <summary>The bar of a gate.</summary>
    public ILocator Gate(string gate) => page.Locator($"#gate-{gate}");

    /// <summary>Presses Run on a step's card.</summary>
    public Task StartAsync(string step) => Card(step).GetByRole(AriaRole.Button, new() { NameRegex = new("^Run( again)? ") }).ClickAsync();

    /// <summary>Runs a step and waits for how it ends.</summary>
    public async Task RunAsync(string step, string outcome = "passed")
    {
        // A step that has run before shows how it ended then, until it begins anew.
        var evidence = Card(step).Locator(".attempt .evidence");
        var before = await evidence.CountAsync() == 0
            ? 0
            : int.Parse(Attempt().Match(await evidence.First.InnerTextAsync()).Groups[1].ValueSpan,
                System.Globalization.CultureInfo.InvariantCulture);
        await StartAsync(step);
        await Expect(evidence.First).ToContainTextAsync($"attempt {before + 1} by", new() { Timeout = 30_000 });
        await ExpectStateAsync(step, outcome);
    }

    public Task ExpectStateAsync(string step, string state) =>
        Expect(Card(step).Locator(".state").First)
            .ToHaveTextAsync(new Regex($"^{state}", RegexOptions.IgnoreCase), new() { Timeout = 30_000 });

    /// <summary>Ticks a manual step off, with a note.</summary>
    public async Task ConfirmAsync(string step, string note)
    {
        await Card(step).GetByRole(AriaRole.Button, new() { Name = "Confirm" }).ClickAsync();
        await Dialog.GetByRole(AriaRole.Textbox).FillAsync(note);
        await Dialog.GetByRole(AriaRole.Button, new() { Name = "Confirm" }).ClickAsync();
        await NotRefusedAsync(Dialog, Card(step).GetByText(note));
        await Expect(Dialog).ToHaveCountAsync(0);
    }

    /// <summary>Opens the approval dialog of a gate.</summary>
    public async Task<ILocator> OpenApprovalAsync(string gate)
    {
        await Gate(gate).GetByRole(AriaRole.Button, new() { Name = "Approve" }).ClickAsync();
        await Expect(Dialog.GetByRole(AriaRole.Heading, new() { Name = "Approve" })).ToBeVisibleAsync();
        return Dialog;
    }

    /// <summary>Approves a gate by typing its phrase.</summary>
    public async Task ApproveAsync(string gate, string phrase, string? reason = null)
    {
        var dialog = await OpenApprovalAsync(gate);
        if (reason is not null)
            await dialog.GetByLabel("Reason").FillAsync(reason);
        await dialog.Locator(".phrase input").PressSequentiallyAsync(phrase);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Approve and unlock" }).ClickAsync();
        await NotRefusedAsync(dialog, Gate(gate).GetByText("Approved by"));
        await Expect(dialog).ToHaveCountAsync(0);
        await Expect(Gate(gate)).ToContainTextAsync("Approved by");
    }

    // A refusal says why, in the dialog: that is worth more than that it did not close.
    private static async Task NotRefusedAsync(ILocator dialog, ILocator done)
    {
        var reasons = dialog.Locator(".reasons");
        try
        {
            await Expect(reasons.Or(done).First).ToBeVisibleAsync();
        }
        catch (PlaywrightException e)
        {
            throw new InvalidOperationException(
                $"Neither done nor refused at {dialog.Page.Url}: {string.Join(' ', await dialog.AllInnerTextsAsync())}", e);
        }

        if (await reasons.CountAsync() > 0)
            throw new InvalidOperationException(await reasons.InnerTextAsync());
    }

    /// <summary>Closes the run.</summary>
    public async Task CloseRunAsync(string reason)
    {
        await page.Locator(".next-bar").GetByRole(AriaRole.Button, new() { NameRegex = new("^Close") }).ClickAsync();
        await Dialog.GetByLabel("Reason").FillAsync(reason);
        await Dialog.GetByRole(AriaRole.Button, new() { Name = "Close as completed" }).ClickAsync();
        await Expect(page.Locator(".is-closed")).ToContainTextAsync("This run is closed: completed");
    }

    /// <summary>Waits until the page has its looks and answers to clicks: before that they are lost, as they are for people.</summary>
    public Task InteractiveAsync() => page.WaitForFunctionAsync(
        "() => window.Blazor && document.documentElement.dataset.live === 'yes' && "
            + "[...document.querySelectorAll('link[rel=stylesheet]')].every(l => l.sheet)");

    /// <summary>Keeps a picture, when an album is asked for by the environment variable <c>CUTOVER_SCREENSHOTS</c>.</summary>
    public async Task PhotographAsync(string title, bool full = false)
    {
        if (Album is not null)
            await page.ScreenshotAsync(new() { Path = Path.Combine(Repository.Root, Album, title + ".png"), FullPage = full });
    }

    /// <summary>Keeps pictures of a place on the page in both themes, and of how a phone shows it.</summary>
    public async Task PhotographAllAsync(string title, ILocator place)
    {
        if (Album is null)
            return;
        foreach (var (scheme, suffix) in new[] { (ColorScheme.Dark, "dark"), (ColorScheme.Light, "light") })
        {
            await page.EmulateMediaAsync(new() { ColorScheme = scheme });
            await Expect(page.Locator("html")).ToHaveAttributeAsync("data-theme", suffix);
            await place.EvaluateAsync("e => e.scrollIntoView({ block: 'start' })");
            await PhotographAsync($"{title}-{suffix}");
        }

        await page.SetViewportSizeAsync(390, 844);
        await place.EvaluateAsync("e => e.scrollIntoView({ block: 'start' })");
        await PhotographAsync($"{title}-phone");
        await page.SetViewportSizeAsync(1440, 1000);
    }

    [GeneratedRegex(@"attempt (\d+) by")]
    private static partial Regex Attempt();

    private static ILocatorAssertions Expect(ILocator locator) => Assertions.Expect(locator);
}
