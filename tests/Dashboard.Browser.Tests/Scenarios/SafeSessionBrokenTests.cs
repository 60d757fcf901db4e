using Dashboard.Browser.Tests.Support;
using Dashboard.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.Browser.Tests.Scenarios;

/// <summary>m04 from the browser with one thing broken after the other: the screen names it, and what comes after stays locked.</summary>
[Collection(RehearsalPlatform.Collection)]
public sealed class SafeSessionBrokenTests(Chromium chromium) : RehearsalTest
{
    private const string Runtime = "runtime-cutover", CleanUp = "destructive-cleanup";

    [Fact]
    public async Task Walk_OneThingBrokenAfterTheOther_ScreenNamesItAndTheGatesStayShut()
    {
        var ada = new Person(Server, await chromium.OpenAsync(), "ada");
        await ada.SignUpAsync(Server.SignUpLink!);
        await ada.OpenRunAsync(RehearsalPlatform.Slug, new Dictionary<string, string>(), live: true);

        await FailsAsync(ada, "chown nobody $KEY", "ca_key_owner_must_be_root:root found nobody:root");
        await FailsAsync(ada, "chmod 0700 $KEY", "ca_key_mode_must_be_0400_or_0600 found 0700");
        await FailsAsync(ada, "mv $KEY $KEY.real; ln -s $KEY.real $KEY", "ca_key_must_be_a_regular_file: it is a symbolic link",
            "mv -T $KEY.real $KEY");
        await FailsAsync(ada, "cp -p $KEY $KEY.real; echo no key at all >$KEY", "ca_key_must_be_an_openssh_private_key_without_passphrase",
            "mv $KEY.real $KEY");
        await FailsAsync(ada, "docker stop -t 0 safe-session-api", "container_must_be_running: safe-session-api is exited");
        await ada.RunAsync("signer-up");

        foreach (var promise in new[] { "announced", "both-trusted", "reachable" })
            await ada.ConfirmAsync(promise, "yes");
        foreach (var step in new[] { "ca-key", "signer-is-vault", "baseline-certificate", "baseline-login", "vault-inventory" })
            await ada.RunAsync(step);
        await Expect(ada.Card("ca-key")).ToContainTextAsync("ok ca_key_owner root:root");
        await Expect(ada.Card("ca-key")).ToContainTextAsync("SHA256:");
        await Expect(ada.Card("ca-key")).ToContainTextAsync("confined, read-only");
        await ada.PhotographAsync("m04-preflight");

        // Vault's signer knows nothing of this, so the baseline does not show it.
        await Platform.ShellAsync("sed -i 's/SAFE_SESSION_SIGNER: vault/&\\n      REHEARSAL_VALIDITY: -20m:-10m/' $PLATFORM_COMPOSE_FILE");
        await ada.ApproveAsync(Runtime, "m04-vault-runtime-cutover-approved");
        await ada.RunAsync("bring-up-local");
        await ada.RunAsync("signer-is-local");
        await ada.RunAsync("new-certificate", "failed");
        await Expect(ada.Card("new-certificate")).ToContainTextAsync("fail validity: it ended at 20");
        await ShutAsync(ada, CleanUp, "“A new certificate is what it was, signed by the new key” failed.");
        await Expect(ada.Card("bring-up-vault").GetByRole(AriaRole.Button, new() { NameRegex = new("^Run ") })).ToBeEnabledAsync();
        await new Leaks(Server, Platform).NoneAsync(ada);
    }

    private async Task FailsAsync(Person person, string breaking, string reason, string repair = "")
    {
        var key = ("KEY", Platform.Inputs[RehearsalPlatform.KeyVariable]);
        await Platform.ShellAsync(breaking, key);
        await person.RunAsync("ca-key", "failed");
        await Expect(person.Card("ca-key")).ToContainTextAsync("fail " + reason);
        await ShutAsync(person, Runtime, "Preflight “The rendered key and the platform are ready” failed.");
        await Platform.ShellAsync(repair, key);
        await Platform.MendAsync();
    }

    private static async Task ShutAsync(Person person, string gate, string why)
    {
        await Expect(person.Gate(gate)).ToContainTextAsync(why);
        await Expect(person.Gate(gate).GetByRole(AriaRole.Button, new() { Name = "Approve" })).ToHaveCountAsync(0);
    }
}
