using Dashboard.Browser.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.Browser.Tests.Scenarios;

/// <summary>The practice cutover, by hand, as README.md tells a newcomer to do it.</summary>
public sealed class PracticeCutoverTests(Chromium chromium) : PracticeTest
{
    [Fact]
    public async Task Walk_FromSignUpToClosedRun_CompletesWithEveryOutputKept()
    {
        var ada = new Person(Server, await chromium.OpenAsync(), "ada");
        await ada.SignUpAsync(Server.SignUpLink!);
        await ada.PhotographAsync("home-empty");
        await ada.OpenRunAsync(Practice.Slug, Practice.Inputs);
        await ada.PhotographAsync("run-begin");

        await ada.ConfirmAsync("ready", "two minutes, yes");
        await ada.RunAsync("tools");
        await ada.RunAsync("room");
        await ada.RunAsync("blue-is-live", "failed");
        await Expect(ada.Card("blue-is-live")).ToContainTextAsync("Type this line in a terminal on this host");
        await ada.PhotographAsync("run-failed");
        await Expect(ada.Gate(Practice.SwitchGate).GetByRole(AriaRole.Button, new() { Name = "Approve" })).ToHaveCountAsync(0);
        await Expect(ada.Card("prepare-green")).ToContainTextAsync("Locked:");
        await Practice.PutBlueAsync();
        await ada.RunAsync("blue-is-live");

        await RefuseWrongPhraseAsync(ada);
        await ada.ApproveAsync(Practice.SwitchGate, Practice.SwitchPhrase);
        await ada.RunAsync("prepare-green");
        await ada.RunAsync("switch-to-green");
        await ada.PhotographAllAsync("run", ada.Gate(Practice.SwitchGate));
        foreach (var step in new[] { "green-is-whole", "green-is-live", "blue-is-kept" })
            await ada.RunAsync(step);
        await ada.PhotographAsync("run-smoke");
        Practice.Live.ShouldBe("green");

        await ada.ConfirmAsync("soaked", "watched it for a while");
        await ada.ApproveAsync(Practice.CleanupGate, Practice.CleanupPhrase, "alone tonight");
        await Expect(ada.Gate(Practice.CleanupGate)).ToContainTextAsync("Solo");
        await ada.RunAsync("remove-blue");
        await ada.RunAsync("blue-is-gone");
        await ada.CloseRunAsync("green is live, blue is gone");
        await ada.PhotographAsync("run-closed");
        Directory.Exists(Path.Combine(Practice.Folder, "releases", "blue")).ShouldBeFalse();

        await ada.Page.ReloadAsync();
        await Expect(ada.Card("prepare-green")).ToContainTextAsync("part 12 of 12");
        await Expect(ada.Card("blue-is-live")).ToContainTextAsync("1 earlier attempt");
    }

    [Fact]
    public async Task Walk_WithARollback_GoesBackAndAsksForEverythingAnew()
    {
        var ada = new Person(Server, await chromium.OpenAsync(), "ada");
        await ada.SignUpAsync(Server.SignUpLink!);
        await ada.OpenRunAsync(Practice.Slug, Practice.Inputs);
        await Practice.PreflightAsync(ada);
        await Expect(ada.Card("back-to-blue")).ToContainTextAsync("Locked:");
        await ada.ApproveAsync(Practice.SwitchGate, Practice.SwitchPhrase);
        await ada.RunAsync("prepare-green");
        await ada.RunAsync("switch-to-green");
        Practice.Live.ShouldBe("green");

        await ada.RunAsync("back-to-blue");
        await ada.RunAsync("blue-answers");
        Practice.Live.ShouldBe("blue");
        await Expect(ada.Gate(Practice.SwitchGate)).Not.ToContainTextAsync("Approved by");
        await Expect(ada.Card("switch-to-green").GetByRole(AriaRole.Button, new() { NameRegex = new("^Run") })).ToHaveCountAsync(0);
        await ada.PhotographAsync("run-rolled-back");

        await ada.Page.Locator(".run-head").GetByRole(AriaRole.Button, new() { Name = "Close the run" }).ClickAsync();
        await ada.Dialog.GetByLabel("Rolled back").CheckAsync();
        await ada.Dialog.GetByLabel("Reason").FillAsync("green was too slow");
        await ada.Dialog.GetByRole(AriaRole.Button, new() { Name = "Close as rolled back" }).ClickAsync();
        await Expect(ada.Page.Locator(".is-closed")).ToContainTextAsync("green was too slow");
    }

    private static async Task RefuseWrongPhraseAsync(Person person)
    {
        var dialog = await person.OpenApprovalAsync(Practice.SwitchGate);
        await dialog.Locator(".phrase input").PressSequentiallyAsync("practice-switch-approve");
        await person.PhotographAllAsync("approval", dialog);
        var button = dialog.GetByRole(AriaRole.Button, new() { Name = "Approve and unlock" });
        await Expect(button).ToBeDisabledAsync();
        await dialog.Locator(".phrase input").FillAsync("Practice-switch-approved");
        await Expect(button).ToBeDisabledAsync();
        await person.Page.Keyboard.PressAsync("Escape");
        await Expect(dialog).ToHaveCountAsync(0);
        await Expect(person.Card("prepare-green")).ToContainTextAsync("Locked:");
    }
}
