using System.Globalization;
using System.Text.RegularExpressions;
using Dashboard.Browser.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.Browser.Tests.Scenarios;

/// <summary>
/// One runbook with all words of the language, walked by a person in a browser: a choice, steps that are skipped or out of play, typed
/// inputs, values that steps write, a section for each of a list, waiting, the change window, an included part, a step in Python with a
/// finding that is waived, and a secret after a restart. And a document of which a first runbook is made.
/// </summary>
public sealed class LanguageTests(Chromium chromium) : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("language-").FullName;
    private readonly string _ready = $"/var/tmp/language-{Guid.NewGuid():N}";
    private readonly Looks _looks = new();
    private DashboardProcess _server = null!;

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "cluster.md"), Book(_ready));
        Directory.CreateDirectory(Path.Combine(_folder, "parts"));
        await File.WriteAllTextAsync(Path.Combine(_folder, "parts", "proxy.md"), Part);
        await File.WriteAllTextAsync(Path.Combine(_folder, "restart.md"), Procedure);
        _server = new(_folder);
        await _server.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Chromium.CloseAllAsync();
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
        File.Delete(_ready);
    }

    [Fact]
    public async Task EveryWord_OfTheLanguage_IsWalked()
    {
        var ada = new Person(_server, await chromium.OpenAsync(), "ada");
        var page = ada.Page;
        await Axe.BringAsync(page);
        await ada.SignUpAsync(_server.SignUpLink!);
        await ada.GoAsync("runbooks/cluster");
        await Expect(page.GetByText("Repeated for each of NODES, one after the other.")).ToBeVisibleAsync();
        await Expect(page.GetByText("1 waived finding")).ToBeVisibleAsync();
        await OpenAsync(ada);
        await _looks.AtAsync(ada, "language-run");

        // Order and choice: what depends on a choice waits for it.
        await ada.ExpectStateAsync("standby-is-db1", "locked");
        await ada.Card("standby").GetByRole(AriaRole.Button, new() { Name = "Choose" }).ClickAsync();
        await ada.Dialog.GetByText("db1", new() { Exact = true }).ClickAsync();
        await ada.Dialog.GetByRole(AriaRole.Button, new() { Name = "Confirm" }).ClickAsync();
        await Expect(ada.Dialog).ToHaveCountAsync(0);
        await ada.RunAsync("standby-is-db1");
        await ada.ExpectStateAsync("standby-is-db2", "not applicable");

        // Skipping, with a reason.
        await ada.Card("nice").GetByRole(AriaRole.Button, new() { Name = "Skip" }).ClickAsync();
        await ada.Dialog.GetByRole(AriaRole.Textbox).FillAsync("not tonight");
        await ada.Dialog.GetByRole(AriaRole.Button, new() { Name = "Skip the step" }).ClickAsync();
        await ada.ExpectStateAsync("nice", "skipped");

        // A check writes what later steps read.
        await ada.RunAsync("role");
        await ada.RunAsync("primary");
        await Expect(page.Locator("#run-aside")).ToContainTextAsync("ROLE");
        await ada.ExpectStateAsync("secondary", "not applicable");

        // Another file's steps, and another language.
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "parts/proxy.md" }).First).ToBeVisibleAsync();
        await ada.RunAsync("proxy-idle");
        await ada.RunAsync("sees");
        await Expect(ada.Card("sees")).ToContainTextAsync("it prints one word");

        // Waiting: it is tried until it passes.
        await ada.StartAsync("synced");
        await Expect(ada.Card("synced")).ToContainTextAsync(new Regex("try [2-9]"), new() { Timeout = 30_000 });
        await _looks.AtAsync(ada, "language-waiting");
        await File.WriteAllTextAsync(_ready, "", TestContext.Current.CancellationToken);
        await ada.ExpectStateAsync("synced", "passed");
        await ada.RunAsync("reach.1");
        await ada.RunAsync("reach.2");

        // The window: an approval can be given before it opens; a change waits, or is allowed with a reason.
        await _looks.AtDialogAsync(ada, ada.Gate("upgrade").GetByRole(AriaRole.Button, new() { Name = "Approve" }), "language-approval");
        await ada.ApproveAsync("upgrade", "upgrade-approved", "alone tonight");
        await ada.ExpectStateAsync("upgrade.1", "locked");
        await page.GetByRole(AriaRole.Button, new() { Name = "Override the window" }).ClickAsync();
        await ada.Dialog.GetByRole(AriaRole.Textbox).FillAsync("the desk agreed");
        await ada.Dialog.GetByRole(AriaRole.Button, new() { Name = "Override the window" }).ClickAsync();
        await Expect(page.GetByText("Outside the change window, by override.")).ToBeVisibleAsync();

        // One node after the other; a restart in between loses the secret, which is typed again.
        await ada.RunAsync("upgrade.1");
        await ada.ExpectStateAsync("upgrade.2", "locked");
        await ada.RunAsync("healthy.1");
        await _server.StopAsync();
        await _server.StartAsync();
        await ada.GoAsync(new Uri(page.Url).AbsolutePath.TrimStart('/'));
        await Expect(page.GetByText("A secret has to be entered again:")).ToBeVisibleAsync();
        await _looks.AtAsync(ada, "language-restarted");
        await _looks.AtDialogAsync(ada, page.GetByRole(AriaRole.Button, new() { Name = "Enter it" }), "language-secrets");
        await page.GetByRole(AriaRole.Button, new() { Name = "Enter it" }).ClickAsync();
        await ada.Dialog.GetByLabel("TOKEN").FillAsync("correct-horse-battery");
        await ada.Dialog.GetByRole(AriaRole.Button, new() { Name = "Keep them in memory" }).ClickAsync();
        await Expect(ada.Dialog).ToHaveCountAsync(0);
        await ada.RunAsync("upgrade.2");
        await Expect(ada.Card("upgrade.2")).Not.ToContainTextAsync("correct-horse");
        await ada.RunAsync("healthy.2");

        // A note that must be written.
        await ada.ConfirmAsync("agreed", "the desk, at ten");
        await ada.CloseRunAsync("all through");
        await ada.GoAsync(new Uri(page.Url).AbsolutePath.TrimStart('/').Split('#')[0] + "/report");
        await Expect(page.Locator(".report")).ToContainTextAsync("wrote ROLE=primary");
        await _looks.AtAsync(ada, "language-report");
        _looks.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task Document_OfCommands_BecomesAFirstRunbook()
    {
        var ada = new Person(_server, await chromium.OpenAsync(), "ada");
        var page = ada.Page;
        await Axe.BringAsync(page);
        await ada.SignUpAsync(_server.SignUpLink!);
        await ada.GoAsync("runbooks/restart");
        await page.GetByRole(AriaRole.Link, new() { Name = "Make a runbook of it" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "The draft" })).ToBeVisibleAsync();
        await ada.InteractiveAsync();
        await _looks.AtAsync(ada, "adopt");
        await Expect(page.Locator("main")).ToContainTextAsync(".mutating");
        _looks.Faults.ShouldBeEmpty();
    }

    private async Task OpenAsync(Person ada)
    {
        await ada.Page.GetByRole(AriaRole.Button, new() { Name = "Open a run" }).First.ClickAsync();
        await ada.Dialog.GetByText("Live", new() { Exact = true }).ClickAsync();
        await ada.Dialog.GetByRole(AriaRole.Button, new() { Name = "Open a live run" }).ClickAsync();
        await Expect(ada.Dialog.GetByText("SIDE is required: which side is upgraded").First).ToBeVisibleAsync();
        await ada.Dialog.GetByText("green", new() { Exact = true }).ClickAsync();
        await ada.Dialog.GetByLabel("NODES").FillAsync("web-1, web-2");
        await ada.Dialog.GetByLabel("KEEP").FillAsync("many");
        await Expect(ada.Dialog.GetByText("KEEP must be a whole number")).ToBeVisibleAsync();
        await ada.Dialog.GetByLabel("KEEP").FillAsync("3");
        await ada.Dialog.GetByLabel("change nothing").CheckAsync();
        await ada.Dialog.GetByLabel("TOKEN").FillAsync("correct-horse-battery");
        await _looks.AtAsync(ada, "language-open");
        await ada.Dialog.GetByRole(AriaRole.Button, new() { Name = "Open a live run" }).ClickAsync();
        await Expect(ada.Page.Locator(".next-bar")).ToBeVisibleAsync();
        await ada.InteractiveAsync();
    }

    private const string Part = """
        ---
        part: true
        ---
        # The proxy

        It takes no new sessions while this goes on.

        ### Nobody waits
        ```bash {#idle .preflight}
        echo idle
        ```
        """;

    private const string Procedure = """
        # Restart the application

        Look whether it answers:

        ```bash
        curl --silent --fail http://127.0.0.1:8080/healthz
        ```

        Then restart it:

        ```bash
        systemctl restart app
        ```
        """;

    private static string Book(string ready)
    {
        // Twelve hours from now: closed, whenever this runs.
        var from = TimeProvider.System.GetUtcNow().AddHours(12);
        return string.Create(CultureInfo.InvariantCulture, $$"""
            ---
            title: Upgrade the cluster
            window: {{from:HH}}:00-{{from.AddHours(1):HH}}:00 UTC
            inputs:
              - {name: SIDE, description: which side is upgraded, type: choice, options: [blue, green], required: true}
              - {name: NODES, description: the members, type: list, pattern: "web-[0-9]+"}
              - {name: KEEP, description: days, type: integer, default: "14"}
              - {name: DRY_RUN, description: change nothing, type: boolean}
              - {name: TOKEN, description: of the service, type: secret, required: true}
            gates:
              - {id: upgrade, phrase: upgrade-approved, unlocks: mutating}
            ---
            ## Before

            - [ ] Which member is the standby? {#standby choice=db1,db2}

            ### The standby is db1
            ```bash {#standby-is-db1 .preflight when="standby=db1"}
            test "$STANDBY" = db1
            ```

            ### The standby is db2
            ```bash {#standby-is-db2 .preflight when="standby=db2"}
            test "$STANDBY" = db2
            ```

            ### Nobody is logged in
            ```bash {#nice .preflight optional}
            false
            ```

            ### Which role has this host?
            ```bash {#role .preflight outputs=ROLE}
            echo "ROLE=primary" > "$CUTOVER_OUTPUT"
            ```

            ### It is the primary
            ```bash {#primary .preflight when="ROLE=primary"}
            test "$ROLE $SIDE $KEEP $DRY_RUN" = "primary green 3 true"
            ```

            ### It is the secondary
            ```bash {#secondary .preflight when="ROLE=secondary"}
            false
            ```

            ### The replica is in sync
            ```bash {#synced .preflight until=5m every=300ms}
            test -e {{ready}}
            ```

            ## The proxy {#proxy include=parts/proxy.md}

            ### Python sees the side
            ```python {#sees .preflight lint-ignore=LN106 reason="it prints one word"}
            import os
            print(os.environ["SIDE"])
            ```

            ## Node by node {for-each=NODES}

            ### It can be reached
            ```bash {#reach .preflight}
            echo "$ITEM"
            ```

            ### Upgrade it
            ```bash {#upgrade .mutating verify=healthy}
            echo "upgrade $ITEM with $TOKEN"
            ```

            ### It is healthy
            ```bash {#healthy .smoke}
            echo "$ITEM"
            ```

            ## After

            - [ ] The desk has agreed {#agreed note=required after=healthy}
            """);
    }
}
