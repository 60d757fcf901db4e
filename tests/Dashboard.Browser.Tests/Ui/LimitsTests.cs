using System.Text.RegularExpressions;
using Dashboard.Browser.Tests.Support;
using Microsoft.Playwright;

namespace Dashboard.Browser.Tests.Ui;

/// <summary>Far too much in a field: it is counted and refused aloud, nothing is lost, and the page stays connected.</summary>
public sealed class LimitsTests(Chromium chromium) : IAsyncLifetime
{
    private const string Book = """
        ---
        title: Book
        inputs:
          - name: VALUE
            description: something long
            default: old default
        gates:
          - id: go
            title: Go
            phrase: go-go
            unlocks: mutating
        ---
        ```bash {#look .preflight}
        printf %s "$VALUE" | wc -c
        ```

        ```bash {#change .mutating}
        true
        ```

        ```bash {#back .rollback}
        true
        ```
        """;

    private readonly string _runbooks = Directory.CreateTempSubdirectory("runbooks-").FullName;
    private DashboardProcess _server = null!;
    private IPage _page = null!;
    private Person _ada = null!;

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(Path.Combine(_runbooks, "book.md"), Book);
        _server = new(_runbooks);
        await _server.StartAsync();
        _page = await chromium.OpenAsync();
        await _page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        _ada = new(_server, _page, "ada");
        await _ada.SignUpAsync(_server.SignUpLink!);
    }

    public async ValueTask DisposeAsync()
    {
        await Chromium.CloseAllAsync();
        await _server.DisposeAsync();
        Directory.Delete(_runbooks, recursive: true);
    }

    [Fact]
    public async Task LongPastes_IntoEveryFieldOfARun_AreKeptOrRefusedAloud()
    {
        await _ada.GoAsync("runbooks/book");
        await _page.GetByRole(AriaRole.Button, new() { Name = "Open a run" }).First.ClickAsync();
        var (open, value, reference) = (_ada.Dialog.GetByRole(AriaRole.Button, new() { Name = "Open a rehearsal run" }),
            _ada.Dialog.GetByLabel("VALUE"), _ada.Dialog.GetByLabel("Change reference"));

        // More than an input takes: it stays in the field, is counted, and no run is opened.
        var tooLong = await PasteAsync(value, 40_000);
        await Expect(_ada.Dialog).ToContainTextAsync("40000 / 32768");
        await open.ClickAsync();
        await Expect(_ada.Dialog).ToContainTextAsync("VALUE has 40000 characters; at most 32768 are allowed.");
        await Expect(value).ToHaveValueAsync(tooLong);
        // More than any field takes: it is refused as a whole.
        await PasteAsync(value, 700_000);
        await Expect(value).ToHaveValueAsync(tooLong);
        (await value.EvaluateAsync<string>("e => e.validationMessage"))
            .ShouldBe("Not pasted: it has 700,000 characters, and this field takes 100,000.");
        // Less than an input takes, and more than a message to the server used to.
        var fits = await PasteAsync(value, 24_000);
        await Expect(_ada.Dialog).ToContainTextAsync("24000 / 32768");
        var longReference = await PasteAsync(reference, 300);
        await Expect(_ada.Dialog).ToContainTextAsync("300 / 200");
        await open.ClickAsync();
        await Expect(_ada.Dialog.GetByRole(AriaRole.Alert))
            .ToContainTextAsync("The change reference has 300 characters; at most 200 are allowed.");
        await Expect(reference).ToHaveValueAsync(longReference);
        await Expect(value).ToHaveValueAsync(fits);
        await reference.FillAsync("PR 614");
        await open.ClickAsync();
        await Expect(_page.Locator("dl.inputs dd")).ToHaveTextAsync(fits);
        await _ada.InteractiveAsync();
        await _ada.RunAsync("look");
        await Expect(_ada.Card("look").Locator(".output-scroll")).ToContainTextAsync("24000");

        await _page.GetByRole(AriaRole.Button, new() { Name = "Add a note", Exact = true }).ClickAsync();
        var note = _ada.Dialog.GetByRole(AriaRole.Textbox);
        await RefusedAsync(note, "Add note");
        await note.FillAsync(fits[..10_000]);
        await _ada.Dialog.GetByRole(AriaRole.Button, new() { Name = "Add note" }).ClickAsync();
        await Expect(_page.Locator(".run-aside .note", new() { HasText = fits[..10_000] })).ToBeVisibleAsync();

        await _ada.Gate("go").GetByRole(AriaRole.Button, new() { Name = "Approve" }).ClickAsync();
        var phrase = _ada.Dialog.Locator(".phrase input");
        await PasteAsync(phrase, 24_000);
        await Expect(_ada.Dialog.Locator(".hint")).ToHaveTextAsync("Differs at character 1");
        await phrase.FillAsync("go-go");
        await RefusedAsync(_ada.Dialog.GetByLabel("Reason"), "Approve and unlock");
        await _ada.Dialog.GetByLabel("Reason").FillAsync("it is time");
        await _ada.Dialog.GetByRole(AriaRole.Button, new() { Name = "Approve and unlock" }).ClickAsync();
        await Expect(_ada.Gate("go")).ToContainTextAsync("it is time");
        await ConnectedAsync();
    }

    [Fact]
    public async Task LongPastes_IntoFormsThatTheBrowserSends_AreCountedAndNotSent()
    {
        await _ada.GoAsync("evidence");
        var search = _page.GetByLabel("Text in the output");
        var text = await PasteAsync(search, 24_000);
        (await search.EvaluateAsync<string>("e => e.validationMessage")).ShouldBe("24,000 of 500 characters: make it shorter.");
        await _page.GetByRole(AriaRole.Button, new() { Name = "Apply", Exact = true }).ClickAsync();
        await Expect(_page).ToHaveURLAsync(_server.Address + "/evidence");
        await Expect(search).ToHaveValueAsync(text);
        await search.FillAsync("seen");
        await _page.GetByRole(AriaRole.Button, new() { Name = "Apply", Exact = true }).ClickAsync();
        await Expect(_page).ToHaveURLAsync(new Regex("/evidence\\?q=seen"));

        await _page.VisitAsync(_server.Address + "/sign-in");
        var name = _page.GetByLabel("Name");
        var typed = await PasteAsync(name, 24_000);
        await _page.GetByLabel("Password").FillAsync(Person.Password);
        await _page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        (await name.EvaluateAsync<bool>("e => !e.validity.valid")).ShouldBeTrue();
        await Expect(name).ToHaveValueAsync(typed);
    }

    // More than a note or a reason takes: counted, refused with what to do, and still there.
    private async Task RefusedAsync(ILocator field, string button)
    {
        var typed = await PasteAsync(field, 24_000);
        await Expect(_ada.Dialog).ToContainTextAsync("24000 / 10000");
        await _ada.Dialog.GetByRole(AriaRole.Button, new() { Name = button }).ClickAsync();
        await Expect(_ada.Dialog.GetByRole(AriaRole.Alert))
            .ToContainTextAsync("The text has 24000 characters; at most 10000 are kept. Make it shorter, or attach it as a file.");
        await Expect(field).ToHaveValueAsync(typed);
        await PasteAsync(field, 700_000);
        await Expect(field).ToHaveValueAsync(typed);
        await ConnectedAsync();
    }

    private Task ConnectedAsync() => Expect(_page.Locator("#components-reconnect-modal[open]")).ToHaveCountAsync(0);

    // From the clipboard, as people do it, in place of what is there.
    private async Task<string> PasteAsync(ILocator field, int length)
    {
        var text = string.Concat(Enumerable.Range(0, (length / 5) + 1).Select(i => $"{i % 10_000:0000} "))[..length].Replace(' ', '.');
        await _page.EvaluateAsync("text => navigator.clipboard.writeText(text)", text);
        await field.FocusAsync();
        await field.PressAsync("Control+A");
        await field.PressAsync("Control+V");
        return text;
    }

    private static ILocatorAssertions Expect(ILocator locator) => Assertions.Expect(locator);

    private static IPageAssertions Expect(IPage page) => Assertions.Expect(page);
}
