using System.Diagnostics;
using System.Security.Cryptography;
using Dashboard.Browser.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.Browser.Tests.Walks;

/// <summary>The practice cutover, by hand, as README.md tells a newcomer to do it.</summary>
public sealed class PracticeCutoverTests(Chromium chromium) : IAsyncLifetime
{
    private readonly DashboardProcess _server = new();
    private readonly string _folder = $"/var/tmp/cutover-practice-{Convert.ToHexString(RandomNumberGenerator.GetBytes(6))}";

    public async ValueTask InitializeAsync() => await _server.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Walk_FromSignUpToClosedRun_CompletesWithEveryOutputKept()
    {
        var ada = new Person(_server, await chromium.OpenAsync(), "ada");
        await ada.SignUpAsync(_server.SignUpLink!);
        await ada.PhotographAsync("home-empty");
        await ada.OpenRunAsync("practice-cutover", new Dictionary<string, string> { ["PRACTICE_FOLDER"] = _folder });
        await ada.PhotographAsync("run-begin");

        await ada.ConfirmAsync("ready", "two minutes, yes");
        await ada.RunAsync("tools");
        await ada.RunAsync("room");
        await ada.RunAsync("blue-is-live", "failed");
        await Expect(ada.Card("blue-is-live")).ToContainTextAsync("Type this line in a terminal on this host");
        await ada.PhotographAsync("run-failed");
        await Expect(ada.Gate("practice-switch").GetByRole(AriaRole.Button, new() { Name = "Approve" })).ToHaveCountAsync(0);
        await Expect(ada.Card("prepare-green")).ToContainTextAsync("Locked:");
        await PutBlueAsync();
        await ada.RunAsync("blue-is-live");

        await RefuseWrongPhraseAsync(ada);
        await ada.ApproveAsync("practice-switch", "practice-switch-approved");
        await ada.RunAsync("prepare-green");
        await ada.RunAsync("switch-to-green");
        foreach (var step in new[] { "green-is-whole", "green-is-live", "blue-is-kept" })
            await ada.RunAsync(step);
        await ada.PhotographAsync("run-smoke");
        File.ReadAllText(Path.Combine(_folder, "live", "VERSION")).ShouldBe("green\n");

        await ada.ConfirmAsync("soaked", "watched it for a while");
        await ada.ApproveAsync("practice-cleanup", "practice-cleanup-approved", "alone tonight");
        await Expect(ada.Gate("practice-cleanup")).ToContainTextAsync("Solo");
        await ada.RunAsync("remove-blue");
        await ada.RunAsync("blue-is-gone");
        await ada.CloseRunAsync("green is live, blue is gone");
        await ada.PhotographAsync("run-closed");
        Directory.Exists(Path.Combine(_folder, "releases", "blue")).ShouldBeFalse();

        await ada.Page.ReloadAsync();
        await Expect(ada.Card("prepare-green")).ToContainTextAsync("part 12 of 12");
        await Expect(ada.Card("blue-is-live")).ToContainTextAsync("1 earlier attempt");
    }

    private static async Task RefuseWrongPhraseAsync(Person person)
    {
        var dialog = await person.OpenApprovalAsync("practice-switch");
        await dialog.Locator(".phrase input").PressSequentiallyAsync("practice-switch-approve");
        await person.PhotographAsync("approval");
        var button = dialog.GetByRole(AriaRole.Button, new() { Name = "Approve and unlock" });
        await Expect(button).ToBeDisabledAsync();
        await dialog.Locator(".phrase input").FillAsync("Practice-switch-approved");
        await Expect(button).ToBeDisabledAsync();
        await person.Page.Keyboard.PressAsync("Escape");
        await Expect(dialog).ToHaveCountAsync(0);
        await Expect(person.Card("prepare-green")).ToContainTextAsync("Locked:");
    }

    // What the failing check tells the operator to type.
    private async Task PutBlueAsync()
    {
        using var shell = Process.Start("bash", ["-c", $"mkdir -p {_folder}/releases/blue && cd {_folder} && echo blue >releases/blue/VERSION && ln -sfn releases/blue live"]);
        await shell.WaitForExitAsync();
    }
}
