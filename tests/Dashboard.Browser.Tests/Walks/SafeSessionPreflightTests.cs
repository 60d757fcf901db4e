using System.Text;
using Dashboard.Browser.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.Browser.Tests.Walks;

/// <summary>The preflight of m04 from the browser, on real key files and a real container.</summary>
[Collection(RehearsalPlatform.Collection)]
public sealed class SafeSessionPreflightTests(Chromium chromium) : IAsyncLifetime
{
    private const string Container = "safe-session-api";
    private const string Image = "cutover-browser-tests:latest";

    private readonly DashboardProcess _server = new();
    // Not below /tmp: read-only steps have a /tmp of their own.
    private readonly string _folder = Directory.CreateDirectory(Path.Combine("/var/tmp", $"safe-session-{Guid.NewGuid():N}")).FullName;

    private string Key => Path.Combine(_folder, "rendered", "ca");

    public async ValueTask InitializeAsync()
    {
        await Shell.RunAsync($"""
            docker rm -f {Container} 2>/dev/null || true
            tests/rehearsal/images.sh {Image} ssh-keygen
            docker run -d --init --network=none --name {Container} {Image}
            mkdir -m 0700 {_folder}/rendered
            ssh-keygen -q -t ed25519 -N '' -C safe-session -f {Key}
            """);
        await File.WriteAllTextAsync(Path.Combine(_folder, "compose.yaml"), "services:\n  safe-session-api:\n    image: safe-session-api\n    container_name: safe-session-api\n");
        await File.WriteAllTextAsync(Path.Combine(_folder, "token"), "a-token-of-the-vault\n");
        await _server.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await Shell.RunAsync($"docker rm -f {Container}");
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Preflight_KeyFilesAndContainer_PassesOnlyWhenAllIsRight()
    {
        var ada = new Person(_server, await chromium.OpenAsync(), "ada");
        await ada.SignUpAsync(_server.SignUpLink!);
        await ada.OpenRunAsync("safe-session-local-ca-cutover", new Dictionary<string, string>
        {
            ["PLATFORM_RUNTIME_SAFE_SESSION_CA_KEY_FILE"] = Key,
            ["PLATFORM_COMPOSE_FILE"] = Path.Combine(_folder, "compose.yaml"),
            ["VAULT_TOKEN_FILE"] = Path.Combine(_folder, "token"),
        }, live: true);

        await ada.RunAsync("ca-key");
        await Expect(ada.Card("ca-key")).ToContainTextAsync("ok ca_key_owner root:root");
        await Expect(ada.Card("ca-key")).ToContainTextAsync("SHA256:");
        await Expect(ada.Card("ca-key")).ToContainTextAsync("confined, read-only");
        await ada.PhotographAsync("m04-preflight");
        await ada.RunAsync("signer-up");

        await FailsAsync(ada, $"chown nobody {Key}", "ca_key_owner_must_be_root:root found nobody:root", $"chown root {Key}");
        await FailsAsync(ada, $"chmod 0644 {Key}", "ca_key_mode_must_be_0400_or_0600 found 0644", $"chmod 0600 {Key}");
        await FailsAsync(ada, $"mv {Key} {Key}.real && ln -s {Key}.real {Key}", "ca_key_must_be_a_regular_file: it is a symbolic link", $"mv -T {Key}.real {Key}");
        await FailsAsync(ada, $"cp -p {Key} {Key}.real && echo this is no key at all >{Key}", "ca_key_must_be_an_openssh_private_key_without_passphrase", $"mv {Key}.real {Key}");
        await ada.RunAsync("ca-key");

        await Shell.RunAsync($"docker stop -t 0 {Container}");
        await ada.RunAsync("signer-up", "failed");
        await Expect(ada.Card("signer-up")).ToContainTextAsync("state: expected running, found exited");
        await Expect(ada.Gate("runtime-cutover").GetByRole(AriaRole.Button, new() { Name = "Approve" })).ToHaveCountAsync(0);
        await NoByteOfTheKeyAsync(ada);
    }

    private static async Task FailsAsync(Person person, string breaking, string reason, string mending)
    {
        await Shell.RunAsync(breaking);
        await person.RunAsync("ca-key", "failed");
        await Expect(person.Card("ca-key")).ToContainTextAsync("fail " + reason);
        await Shell.RunAsync(mending);
    }

    private async Task NoByteOfTheKeyAsync(Person person)
    {
        var lines = RehearsalPlatform.SecretLines(Key);
        lines.Length.ShouldBeGreaterThan(3);
        var page = await person.Page.ContentAsync();
        var files = Directory.EnumerateFiles(_server.Data, "*", SearchOption.AllDirectories).Where(f => !f.EndsWith(".lock", StringComparison.Ordinal))
            .Select(f => (Name: f, Text: Encoding.Latin1.GetString(File.ReadAllBytes(f)))).ToArray();
        files.ShouldContain(f => f.Name.EndsWith("dashboard.db", StringComparison.Ordinal));
        foreach (var line in lines)
        {
            page.ShouldNotContain(line);
            _server.Log.ShouldNotContain(line);
            foreach (var (name, text) in files)
                text.Contains(line, StringComparison.Ordinal).ShouldBeFalse(name);
        }
    }
}
