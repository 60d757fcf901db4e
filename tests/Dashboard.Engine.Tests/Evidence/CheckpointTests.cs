using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Dashboard.Engine.Evidence.Checkpoints;
using Dashboard.Engine.Evidence.Proof;
using Dashboard.Engine.Ports;
using Dashboard.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Engine.Tests.Evidence;

/// <summary>Signed lines that leave the database: in a file, at a webhook, in syslog.</summary>
public sealed class CheckpointTests
{
    [Fact]
    public async Task Run_WalkedToItsEnd_LeavesLinesThatSshKeygenVerifies()
    {
        await using var engine = await EngineHarness.StartAsync();
        await EvidenceHistory.WalkAsync(engine);
        var lines = await LinesAsync(engine, 2);
        lines.Select(l => l.Split(' ')[6]).ShouldBe(["gate-approved", "run-closed"]);
        using var signers = await engine.Services.GetRequiredService<SigningKey>().SignersFileAsync(TestContext.Current.CancellationToken);

        (await VerifyAsync(lines[0], signers.Path)).ShouldBe(0);
        (await VerifyAsync(lines[0].Replace("gate", "gaze", StringComparison.Ordinal), signers.Path)).ShouldNotBe(0);
    }

    [Fact]
    public async Task Checkpoints_MissedWhenTheServerStopped_AreMadeUpForAtTheNextStart()
    {
        await using var engine = await EngineHarness.StartAsync();
        await EvidenceHistory.WalkAsync(engine);
        var lines = await LinesAsync(engine, 2);
        await File.WriteAllTextAsync(engine.Services.GetRequiredService<CheckpointFile>().Path, lines[0] + "\n" + lines[1][..40],
            TestContext.Current.CancellationToken);

        await engine.RestartAsync();

        // The line that was cut short stays as it is: nothing in the file is ever rewritten.
        var after = await LinesAsync(engine, 3);
        (after[0], after[1]).ShouldBe((lines[0], lines[1][..40]));
        after[2].Split(' ')[..7].ShouldBe(lines[1].Split(' ')[..7]);
    }

    [Fact]
    public async Task Checkpoints_AfterABackupWasPutBack_AreMadeForWhatCameSince()
    {
        await using var engine = await EngineHarness.StartAsync();
        await EvidenceHistory.WalkAsync(engine);
        var backup = Path.Combine(engine.Folder, "backup.db");
        (await engine.Services.GetRequiredService<IBackup>().CreateAsync(backup, cancellation: TestContext.Current.CancellationToken))
            .Faults.ShouldBeEmpty();
        await EvidenceHistory.WalkAsync(engine);
        await LinesAsync(engine, 4);

        await engine.ReplaceDatabaseAsync(b => b.RestoreAsync(backup, cancellation: TestContext.Current.CancellationToken));
        await EvidenceHistory.WalkAsync(engine);

        // The second history is gone from the ledger, not from the file; the third has the same numbers, and lines of its own.
        var lines = await LinesAsync(engine, 6);
        lines[4..].Select(l => l.Split(' ')[6]).ShouldBe(["gate-approved", "run-closed"]);
        lines[4..].Select(l => l.Split(' ')[2]).ShouldBe(lines[2..4].Select(l => l.Split(' ')[2]));
        lines[4].ShouldNotBe(lines[2]);
    }

    [Fact]
    public async Task Syslog_WhenTheFileOfCheckpointsWasMovedAway_GetsTheNewLinesToo()
    {
        using var socket = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        await using var engine =
            await EngineHarness.StartAsync(o => o.CheckpointSyslog = $"udp://127.0.0.1:{((IPEndPoint)socket.Client.LocalEndPoint!).Port}");
        await EvidenceHistory.WalkAsync(engine);
        foreach (var line in await LinesAsync(engine, 2))
            (await ReceiveAsync(socket)).ShouldEndWith(line);

        await engine.StopAsync();
        var file = Path.Combine(engine.Folder, "data", "checkpoints");
        File.Move(file, file + ".old");
        await engine.StartAgainAsync();
        await EvidenceHistory.WalkAsync(engine);

        // The file is made anew from the ledger, so the old lines may come twice; the new ones come behind them, and none is left out.
        var lines = await LinesAsync(engine, 4);
        var received = await ReceiveAsync(socket);
        while (lines[..2].Any(received.EndsWith))
            received = await ReceiveAsync(socket);
        received.ShouldEndWith(lines[2]);
        (await ReceiveAsync(socket)).ShouldEndWith(lines[3]);
    }

    [Fact]
    public async Task Webhook_ThatFailsAtFirst_GetsEachLineOnceInOrder()
    {
        using var listener = new HttpListener();
        var address = $"http://{LoopbackAddress.Own()}:8080/";
        listener.Prefixes.Add(address);
        listener.Start();
        await using var engine = await EngineHarness.StartAsync(o => o.CheckpointWebhook = address);
        await EvidenceHistory.WalkAsync(engine);

        var (received, refused) = (new List<string>(), 1);
        while (received.Count < 2)
        {
            var call = await listener.GetContextAsync().WaitAsync(TestTimeout.Long, TestContext.Current.CancellationToken);
            using var reader = new StreamReader(call.Request.InputStream);
            var body = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
            call.Response.StatusCode = refused-- > 0 ? 500 : 204;
            if (call.Response.StatusCode == 204)
                received.Add(body.TrimEnd('\n'));
            call.Response.Close();
        }

        received.ShouldBe(await LinesAsync(engine, 2));
    }

    [Fact]
    public async Task Syslog_OverUdp_GetsEachLine()
    {
        using var socket = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        await using var engine =
            await EngineHarness.StartAsync(o => o.CheckpointSyslog = $"udp://127.0.0.1:{((IPEndPoint)socket.Client.LocalEndPoint!).Port}");
        await EvidenceHistory.WalkAsync(engine);
        var lines = await LinesAsync(engine, 2);

        foreach (var line in lines)
        {
            var message = await ReceiveAsync(socket);
            message.ShouldStartWith("<109>1 ");
            message.ShouldEndWith($" cutover-dashboard - checkpoint - {line}");
        }
    }

    private static async Task<string> ReceiveAsync(UdpClient socket) => Encoding.UTF8.GetString(
        (await socket.ReceiveAsync(TestContext.Current.CancellationToken).AsTask()
            .WaitAsync(TestTimeout.Long, TestContext.Current.CancellationToken)).Buffer);

    private static async Task<string[]> LinesAsync(EngineHarness engine, int count)
    {
        var (writer, file) = (engine.Services.GetRequiredService<CheckpointWriter>(), engine.Services.GetRequiredService<CheckpointFile>());
        while (await writer.CatchUpAsync(TestContext.Current.CancellationToken) > 0)
        {
        }

        var lines = await File.ReadAllLinesAsync(file.Path, TestContext.Current.CancellationToken);
        lines.Length.ShouldBe(count);
        return lines;
    }

    // As docs/proof.md tells it.
    private static async Task<int> VerifyAsync(string line, string signers)
    {
        const string script = """
            printf -- '-----BEGIN SSH SIGNATURE-----\n%s\n-----END SSH SIGNATURE-----\n' "${1##* }" >"$3"
            printf '%s' "${1% *}" | ssh-keygen -Y verify -f "$2" -I cutover-dashboard -n cutover-evidence -s "$3"
            """;
        var signature = Path.GetTempFileName();
        using var process = Process.Start(new ProcessStartInfo("bash", ["-c", script, "bash", line, signers, signature])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        File.Delete(signature);
        return process.ExitCode;
    }
}
