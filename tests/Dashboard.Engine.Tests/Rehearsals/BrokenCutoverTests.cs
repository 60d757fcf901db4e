using System.Net.Sockets;
using Dashboard.Core.Gates;
using Dashboard.Core.Runs;
using Dashboard.Testing;

namespace Dashboard.Engine.Tests.Rehearsals;

/// <summary>
/// m04 on the rehearsal platform with each thing broken in turn: it stops where it should, says why, and nothing further unlocks.
/// </summary>
[Collection<Shared>]
[Needs(Need.Docker)]
public sealed class BrokenCutoverTests(RehearsalPlatform platform) : IAsyncLifetime
{
    // What an earlier test broke is whole again, whatever became of that test.
    public async ValueTask InitializeAsync() => await platform.MendAsync();

    public ValueTask DisposeAsync() => default;

    [Theory]
    [InlineData("chown nobody $KEY", "ca-key", "fail ca_key_owner_must_be_root:root found nobody:root")]
    [InlineData("chmod 0700 $KEY", "ca-key", "fail ca_key_mode_must_be_0400_or_0600 found 0700; chmod 0600 it")]
    [InlineData("sed -i 's/SAFE_SESSION_SIGNER: vault/&\\n      RELEASE: ${PLATFORM_RELEASE:?}/' $PLATFORM_COMPOSE_FILE", "ca-key",
        "fail overlay_must_render: Compose refuses it, and these variables that it needs are not set: PLATFORM_RELEASE;")]
    [InlineData("docker rm -f safe-session-api", "ca-key", "fail container_must_be_present: there is no container safe-session-api")]
    [InlineData("docker stop -t 0 safe-session-api", "ca-key", "fail container_must_be_running: safe-session-api is exited")]
    [InlineData("docker exec vault touch /vault/data/with-kv", "vault-inventory", "fail mount secret/ is in use (kv)")]
    public async Task Preflight_BrokenThing_FailsNamesItAndUnlocksNothing(string command, string step, string cause)
    {
        await using var cutover = await Cutover.StartAsync(platform);
        await cutover.BreakAsync(command);
        (await cutover.OpenAsync()).Reasons.ShouldBeEmpty();
        await cutover.PromiseAsync();
        await cutover.PassAsync("Preflight", until: step);
        await FailAsync(cutover, step, cause);
        await cutover.ShouldStayLockedAsync(Cutover.Runtime, step);
    }

    [Theory]
    [InlineData("sed -i 's/SAFE_SESSION_SIGNER: local/SAFE_SESSION_SIGNER: vault/' $OVERLAY", "signer-is-local",
        "fail signer: expected local, found vault")]
    [InlineData("sed -i 's/SAFE_SESSION_SIGNER: local/&\\n      REHEARSAL_PRINCIPALS: llmops,root/' $OVERLAY", "new-certificate",
        "fail principals: expected llmops, found llmops root")]
    [InlineData("sed -i 's/SAFE_SESSION_SIGNER: local/&\\n      REHEARSAL_VALIDITY: -20m:-10m/' $OVERLAY", "new-certificate",
        "fail validity: it ended at 20")]
    [InlineData("sed -i 's/SAFE_SESSION_SIGNER: local/&\\n      REHEARSAL_ASKS_VAULT: \"yes\"/' $OVERLAY", "vault-not-asked",
        "fail vault_not_asked: ")]
    public async Task Smoke_BrokenThing_FailsNamesItUnlocksNothingAndTheRollbackIsOpen(string command, string step, string cause)
    {
        await using var cutover = await Cutover.StartAsync(platform);
        // What it waits for will never come.
        await cutover.BreakAsync("sed -i 's/retry=15 every=2s/retry=2 every=1s/' $BOOK; " + command);
        (await cutover.OpenAsync()).Reasons.ShouldBeEmpty();
        await cutover.PromiseAsync();
        await cutover.PassAsync("Preflight");
        (await cutover.ApproveAsync(Cutover.Runtime)).Reasons.ShouldBeEmpty();
        await cutover.PassAsync("Cutover");
        await cutover.PassAsync("Smoke", until: step);
        await FailAsync(cutover, step, cause);
        await cutover.ShouldStayLockedAsync(Cutover.CleanUp, step);

        await cutover.PassAsync("Rollback");
    }

    [Fact]
    public async Task Smoke_BrokenAfterTheChange_FailsNamesItAndUnlocksNothing()
    {
        await using var cutover = await Cutover.StartAsync(platform);
        (await cutover.OpenAsync()).Reasons.ShouldBeEmpty();
        await cutover.PromiseAsync();
        await cutover.PassAsync("Preflight");
        (await cutover.ApproveAsync(Cutover.Runtime)).Reasons.ShouldBeEmpty();
        await cutover.PassAsync("Cutover");
        // Somebody brings the service up by hand, with a file of their own.
        await cutover.BreakAsync("""
            { sed 's/read_only: true/read_only: false/' $OVERLAY; printf '    command: nc -ll -p 8080 -e /srv/safe-session-api\n'; } |
              sed 's/SAFE_SESSION_SIGNER: local/&\n      REHEARSAL_ACCEPTS: root/' >$folder/broken/by-hand.yaml
            . tests/rehearsal/platform.sh
            compose -f $folder/broken/by-hand.yaml up -d --no-deps safe-session-api
            docker exec safe-session-api sh -c 'cat /run/secrets/safe-session-ca >/proc/1/fd/2'
            """);
        await cutover.PassStepAsync("signer-is-local");
        foreach (var (step, cause) in new[]
        {
            ("key-read-only", "fail mount /run/secrets/safe-session-ca: expected read-only, found writable"),
            ("other-principal-refused", "fail refused: root got a certificate"),
            ("logs-clean", "fail log of safe-session-api: 7 lines with key material"),
        })
        {
            await FailAsync(cutover, step, cause);
            await cutover.ShouldStayLockedAsync(Cutover.CleanUp, step);
        }
    }

    [Fact]
    public async Task Preflight_EngineDown_EveryStepThatNeedsItSaysSo()
    {
        // A socket that nobody serves any more, as an engine leaves it behind.
        var path = Path.Combine(platform.Broken, "engine.sock");
        using (var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
            socket.Bind(new UnixDomainSocketEndPoint(path));
        await using var cutover = await Cutover.StartAsync(platform, o => o.Docker = "unix://" + path);
        (await cutover.OpenAsync()).Reasons.ShouldBeEmpty();
        await cutover.PromiseAsync();
        foreach (var (step, cause) in new[]
        {
            ("ca-key", "fail container_must_be_present: the Docker engine does not answer"),
            ("signer-up", $"The Docker engine at unix://{path} does not answer"),
            ("baseline-certificate", "fail vault_log: docker logs vault fails"),
        })
            await FailAsync(cutover, step, cause);

        await cutover.ShouldStayLockedAsync(Cutover.Runtime, "ca-key");
    }

    /// <summary>The linter sees it first; and where nobody asked the linter, the preflight does.</summary>
    [Fact]
    public async Task WritableMount_IsRefusedByTheLinterAndFoundByThePreflight()
    {
        await using var cutover = await Cutover.StartAsync(platform);
        await cutover.BreakAsync("sed -i 's/read_only: true/read_only: false/' $OVERLAY");
        (await cutover.OpenAsync()).Reasons.ShouldHaveSingleItem().Message
            .ShouldBe("The linter found an error in the runbook or its files.");

        (await cutover.OpenAsync(mode: RunMode.Rehearsal)).Reasons.ShouldBeEmpty();
        await cutover.PromiseAsync();
        await FailAsync(cutover, "ca-key",
            "fail overlay_mount_must_be_read_only: writable at safe-session-api:/run/secrets/safe-session-ca");
        await cutover.ShouldStayLockedAsync(Cutover.Runtime, "ca-key");
    }

    [Fact]
    public async Task Open_ComposeVariableUnset_IsRefusedAndNamesIt()
    {
        await using var cutover = await Cutover.StartAsync(platform);
        var reason = (await cutover.OpenAsync(without: RehearsalPlatform.KeyVariable)).Reasons.ShouldHaveSingleItem();
        (reason.Code, reason.Message).ShouldBe(
            (LockCode.Invalid, $"{RehearsalPlatform.KeyVariable} is required: Path of the CA private key that Infisical renders on this "
                + "host. Outside any git work tree."));
    }

    private static async Task FailAsync(Cutover cutover, string step, string cause)
    {
        var (outcome, evidence) = await cutover.RunAsync(step);
        outcome.ShouldBe(Outcome.Failed, evidence);
        evidence.ShouldContain(cause);
    }

    /// <summary>One platform for all of them.</summary>
    [CollectionDefinition]
    public sealed class Shared : ICollectionFixture<RehearsalPlatform>;
}
