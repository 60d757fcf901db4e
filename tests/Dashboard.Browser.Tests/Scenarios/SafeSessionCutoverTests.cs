using Dashboard.Browser.Tests.Support;
using Dashboard.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.Browser.Tests.Scenarios;

/// <summary>m04, from sign-in to removed Vault, on a platform with a real sshd, real certificates and real containers.</summary>
[Collection(RehearsalPlatform.Collection)]
public sealed class SafeSessionCutoverTests(Chromium chromium) : RehearsalTest
{
    private const string Runtime = "runtime-cutover", Cleanup = "destructive-cleanup";

    private static readonly string[] Preflight =
        ["ca-key", "signer-up", "signer-is-vault", "baseline-certificate", "baseline-login", "vault-inventory"];
    private static readonly string[] Smoke =
        ["signer-is-local", "key-read-only", "new-certificate", "real-login", "other-principal-refused", "vault-not-asked", "logs-clean"];
    private static readonly string[] CleanUp =
        ["archive-vault", "vault-archived", "stop-vault", "vault-stopped", "remove-vault", "vault-removed"];

    [Fact]
    public async Task Walk_WithARollbackAndTwoPeopleAtTheSecondGate_EndsWithoutVault()
    {
        var ada = new Person(Server, await chromium.OpenAsync(), "ada");
        await ada.SignUpAsync(Server.SignUpLink!);
        var grace = await ada.InviteAsync(await chromium.OpenAsync(), "grace", "Lead");
        await OpenAsync(ada);
        var run = ada.Page.Url;

        await CutOverAsync(ada);
        await ada.PhotographAllAsync("m04", ada.Gate(Runtime));
        await ada.RunAsync("bring-up-vault");
        await ada.RunAsync("baseline-again");
        await Expect(ada.Gate(Runtime).GetByRole(AriaRole.Button, new() { Name = "Approve" })).ToHaveCountAsync(0);
        await CutOverAsync(ada);

        await ada.ConfirmAsync("soaked", "Agents have worked from 21:00 to 21:30; watched the service's log");
        await grace.Page.VisitAsync(run);
        await grace.InteractiveAsync();
        await grace.ApproveAsync(Cleanup, "m04-vault-destructive-cleanup-approved");
        await Expect(ada.Gate(Cleanup)).ToContainTextAsync("Approved by grace");
        await RunAllAsync(ada, CleanUp);
        await ada.CloseRunAsync("the local CA signs, Vault is gone");
        (await Shell.RunAsync("docker ps --all --format '{{.Names}}'")).Split('\n').ShouldNotContain("vault");

        await ada.GoAsync("audit");
        await Expect(ada.Page.Locator(".audit-card").First).ToContainTextAsync("two people");
        await NoByteOfTheKeyAsync(ada);
    }

    [Fact]
    public async Task Walk_OfOnePersonAlone_EndsLabelledSolo()
    {
        var ada = new Person(Server, await chromium.OpenAsync(), "ada");
        await ada.SignUpAsync(Server.SignUpLink!);
        await OpenAsync(ada);
        await CutOverAsync(ada);
        await ada.ConfirmAsync("soaked", "watched it alone");
        await ada.ApproveAsync(Cleanup, "m04-vault-destructive-cleanup-approved", "nobody else is on this platform's team");
        await Expect(ada.Gate(Cleanup)).ToContainTextAsync("Solo");
        await RunAllAsync(ada, CleanUp);
        await ada.CloseRunAsync("the local CA signs, Vault is gone");
        await ada.GoAsync("audit");
        await Expect(ada.Page.Locator(".audit-card").First.Locator(".flag").Filter(new() { HasText = "solo" })).ToBeVisibleAsync();
    }

    // The inputs are filled in already.
    private static Task OpenAsync(Person ada) => ada.OpenRunAsync(RehearsalPlatform.Slug, new Dictionary<string, string>(), live: true);

    // Everything anew each time: what was promised and seen before a change or a rollback counts no more.
    private static async Task CutOverAsync(Person ada)
    {
        foreach (var promise in new[] { "announced", "both-trusted", "reachable" })
            await ada.ConfirmAsync(promise, "yes");
        await RunAllAsync(ada, Preflight);
        await ada.ApproveAsync(Runtime, "m04-vault-runtime-cutover-approved");
        await ada.RunAsync("bring-up-local");
        await RunAllAsync(ada, Smoke);
    }

    private static async Task RunAllAsync(Person person, string[] steps)
    {
        foreach (var step in steps)
            await person.RunAsync(step);
    }

    // Database, its log, everything else in the data folder, what the server printed, the page, and the bundle that leaves the house.
    private async Task NoByteOfTheKeyAsync(Person person)
    {
        var bundle = Path.Combine(Server.Data, "bundle");
        await Shell.RunAsync($"""
            dotnet {Repository.DashboardDll} export 1 --to {bundle} --data {Server.Data}
            dotnet {Repository.DashboardDll} signing-key --data {Server.Data} >{Server.Data}/signers
            cd {bundle}
            ssh-keygen -Y verify -f ../signers -I cutover-dashboard -n cutover-evidence -s SHA256SUMS.sig <SHA256SUMS
            sha256sum -c --strict --quiet SHA256SUMS
            dotnet {Repository.DashboardDll} verify {bundle} --data {Server.Data}
            dotnet {Repository.DashboardDll} verify --data {Server.Data}
            """);
        File.Exists(Path.Combine(bundle, "ledger.jsonl")).ShouldBeTrue();
        File.Exists(Path.Combine(Server.Data, "dashboard.db-wal")).ShouldBeTrue();
        await person.Page.GoBackAsync();
        await new Leaks(Server, Platform).NoneAsync(person, "bundle/");
    }
}
