using Dashboard.Browser.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.Browser.Tests.Scenarios;

/// <summary>Several people at one run.</summary>
public sealed class TogetherTests(Chromium chromium) : PracticeTest
{
    [Fact]
    public async Task TwoPeople_OneRun_SeeTheSameLiveAndTheReviewerChangesNothing()
    {
        var ada = new Person(Server, await chromium.OpenAsync(), "ada");
        await ada.SignUpAsync(Server.SignUpLink!);
        var grace = await ada.InviteAsync(await chromium.OpenAsync(), "grace", "Reviewer");
        await ada.OpenRunAsync(Practice.Slug, Practice.Inputs);
        await grace.Page.VisitAsync(ada.Page.Url);
        await Expect(grace.Page.Locator(".run-main")).ToContainTextAsync("Your role reads every page and changes nothing.");
        await Expect(ada.Page.Locator(".run-aside")).ToContainTextAsync("grace");
        await Expect(grace.Page.Locator(".run-aside")).ToContainTextAsync("ada");

        await Practice.PreflightAsync(ada);
        await grace.ExpectStateAsync("blue-is-live", "passed");
        await ada.ApproveAsync(Practice.SwitchGate, Practice.SwitchPhrase);
        await Expect(grace.Gate(Practice.SwitchGate)).ToContainTextAsync("Approved by ada");
        await ada.StartAsync("prepare-green");
        await Expect(grace.Card("prepare-green")).ToContainTextAsync("part 2 of 12");
        await Expect(grace.Card("prepare-green").Locator(".state").First).ToContainTextAsync("running");
        await grace.ExpectStateAsync("prepare-green", "passed");
        await Expect(grace.Page.GetByRole(AriaRole.Button,
            new() { NameRegex = new("^(Run|Approve|Confirm|Close the run|Add a note|Attach|Cancel)") })).ToHaveCountAsync(0);
        await grace.PhotographAsync("reviewer");
    }

    [Fact]
    public async Task Role_TakenWhileAPageIsOpen_RefusesTheNextActionAtOnce()
    {
        var ada = new Person(Server, await chromium.OpenAsync(), "ada");
        await ada.SignUpAsync(Server.SignUpLink!);
        var mary = await ada.InviteAsync(await chromium.OpenAsync(), "mary", "Operator");
        await mary.OpenRunAsync(Practice.Slug, Practice.Inputs);
        await ada.Page.VisitAsync(Server.Address + "/accounts");
        await ada.InteractiveAsync();
        await ada.Page.GetByLabel("mary is Operator").UncheckAsync();
        await Expect(ada.Page.GetByRole(AriaRole.Status).First).ToContainTextAsync("mary: Operator removed.");

        await mary.StartAsync("tools");
        await Expect(mary.Page.Locator("body")).ToContainTextAsync("sign");
        await Expect(mary.Card("tools").GetByText("exit code")).ToHaveCountAsync(0);
        await Expect(mary.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Run ") })).ToHaveCountAsync(0);
    }
}
