using Dashboard.Browser.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.Browser.Tests.Scenarios;

/// <summary>Reloads, and a server that dies in the middle of a change.</summary>
public sealed class SurvivalTests(Chromium chromium) : PracticeTest
{
    [Fact]
    public async Task Page_ReloadedInTheMiddleOfAStep_ShowsItsOutputFromTheStartAndFollowsIt()
    {
        var ada = await AtTheGateAsync();
        await ada.StartAsync("prepare-green");
        await Expect(ada.Card("prepare-green")).ToContainTextAsync("part 2 of 12");
        await ada.Page.ReloadAsync();
        await Expect(ada.Card("prepare-green")).ToContainTextAsync("part 1 of 12");
        await Expect(ada.Card("prepare-green").Locator(".state").First).ToContainTextAsync("running");
        await ada.ExpectStateAsync("prepare-green", "passed");
        await Expect(ada.Card("prepare-green")).ToContainTextAsync("part 12 of 12");
    }

    [Fact]
    public async Task Page_ServerKilledInTheMiddleOfAStep_ComesBackWithOutcomeUnknownAndAWayOn()
    {
        var ada = await AtTheGateAsync();
        await ada.StartAsync("prepare-green");
        await Expect(ada.Card("prepare-green")).ToContainTextAsync("part 3 of 12");
        await Server.KillAsync();
        await Expect(ada.Page.GetByRole(AriaRole.Heading, new() { Name = "Connection lost" })).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await ada.PhotographAsync("server-gone");
        await Server.StartAsync();

        // Nobody touches the browser: the page comes back by itself.
        await Expect(ada.Card("prepare-green").Locator(".state").First).ToContainTextAsync("unknown", new() { Timeout = 60_000 });
        await Expect(ada.Card("prepare-green")).ToContainTextAsync("part 1 of 12");
        await Expect(ada.Card("prepare-green")).ToContainTextAsync("Outcome unknown");
        await Expect(ada.Card("switch-to-green")).ToContainTextAsync("Locked:");
        await ada.PhotographAsync("outcome-unknown");

        await ada.InteractiveAsync();
        await ada.Card("prepare-green").GetByRole(AriaRole.Button, new() { Name = "Run “Green is whole”" }).ClickAsync();
        await ada.ExpectStateAsync("green-is-whole", "failed");
        await ada.Card("prepare-green").GetByRole(AriaRole.Button, new() { Name = "Mark as failed" }).ClickAsync();
        await ada.Dialog.GetByRole(AriaRole.Textbox).FillAsync("parts are missing");
        await ada.Dialog.GetByRole(AriaRole.Button).Last.ClickAsync();
        await ada.ExpectStateAsync("prepare-green", "unknown → failed");
        await Expect(ada.Gate(Practice.SwitchGate)).ToContainTextAsync("In progress");
        await ada.ApproveAsync(Practice.SwitchGate, Practice.SwitchPhrase);
        await ada.RunAsync("prepare-green");
        await ada.RunAsync("green-is-whole");
    }

    private async Task<Person> AtTheGateAsync()
    {
        var ada = new Person(Server, await chromium.OpenAsync(), "ada");
        await ada.SignUpAsync(Server.SignUpLink!);
        await ada.OpenRunAsync(Practice.Slug, Practice.Inputs);
        await Practice.PreflightAsync(ada);
        await ada.ApproveAsync(Practice.SwitchGate, Practice.SwitchPhrase);
        return ada;
    }
}
