using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Dashboard.Core.Runs;
using Dashboard.Testing;

namespace Dashboard.Engine.Tests.Faults;

/// <summary>
/// Outputs that are large or strange. The digest is that of the masked stream, and memory stays under 300 MB.
/// </summary>
public sealed class LargeOutputTests(ITestOutputHelper output)
{
    private const long Limit = 300_000_000;
    // More than the limit of memory, so that keeping it all would show; two gigabytes in the campaign.
    private static readonly long Large = Campaign.Number("CUTOVER_OUTPUT_BYTES", 200_000_000);
    private static readonly long Strange = Large / 10;

    private const string Secret = "hunter2-hunter2-hunter2";
    private const string Mask = "[masked]";
    private const string Lines = "many lines";

    [Theory]
    [InlineData(Lines)]
    [InlineData("lines of a megabyte")]
    [InlineData("no newline")]
    [InlineData("NUL and invalid UTF-8")]
    public async Task Output_LargeAndStrange_IsDigestedAsItWasMaskedInLittleMemory(string what)
    {
        var length = what == Lines ? Large : Strange;
        await using var engine = await EngineHarness.StartAsync();
        var folder = Directory.CreateDirectory($"/var/tmp/{Path.GetFileName(engine.Folder)}").FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "secret"), Secret, TestContext.Current.CancellationToken);
            var (block, repeat) = Block(what, length);
            await File.WriteAllBytesAsync(Path.Combine(folder, "block"), block, TestContext.Current.CancellationToken);
            var run = await engine.OpenAsync($$"""
                ---
                title: Much
                inputs:
                  - name: SECRET
                    description: the secret's file
                secrets:
                  - file: SECRET
                ---

                ```bash {#write .preflight timeout=5m}
                for ((i = 0; i < {{repeat}}; i++)); do cat {{folder}}/block; done
                ```
                """, inputs: new Dictionary<string, string> { ["SECRET"] = Path.Combine(folder, "secret") });
            await engine.StopAsync();

            // In a process of its own, whose peak of memory the kernel tells.
            string[] said;
            using (var server = KillableServer.Start(engine, run, "write"))
                said = [.. await server.EndAsync(killed: false)];
            var peak = long.Parse(said.Single(l => l.StartsWith("VmHWM", StringComparison.Ordinal))
                .Split([':', ' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;

            await engine.StartAgainAsync();
            var attempt = (await engine.StateAsync(run)).Attempts.ShouldHaveSingleItem();
            attempt.Outcome.ShouldBe(Outcome.Passed, attempt.Reason);
            var (masked, digest) = Expected(block, repeat);
            output.WriteLine($"{what}: {masked} bytes, peak {peak / 1_000_000} MB");
            (attempt.Finished!.Stdout.Bytes, attempt.Finished.Stdout.Digest).ShouldBe((masked, digest));
            attempt.Finished.Masked.ShouldBe(repeat);
            peak.ShouldBeLessThan(Limit);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // A block that holds the secret once, and how often it is written.
    private static (byte[] Block, int Repeat) Block(string what, long length)
    {
        var (size, random) = (1 << 20, new Random(7));
        var block = new byte[size];
        switch (what)
        {
            case Lines:
                for (var i = 0; i < size; i++)
                    block[i] = i % 100 == 99 ? (byte)'\n' : (byte)('a' + (i % 26));
                break;
            case "lines of a megabyte":
                block.AsSpan().Fill((byte)'x');
                block[^1] = (byte)'\n';
                break;
            case "no newline":
                block.AsSpan().Fill((byte)'x');
                break;
            default:
                // Every byte there is, but for what could begin an escape or a private key.
                random.NextBytes(block);
                for (var i = 0; i < size; i++)
                    block[i] = block[i] is 0x1b or (byte)'-' or 0x9b or 0xc2 ? (byte)0 : block[i];
                break;
        }

        Encoding.ASCII.GetBytes($" {Secret} ").CopyTo(block, size / 2);
        return (block, (int)Math.Ceiling((double)length / size));
    }

    private static (long Length, string Digest) Expected(byte[] block, int repeat)
    {
        var at = block.AsSpan().IndexOf(Encoding.ASCII.GetBytes(Secret));
        byte[] masked = [.. block[..at], .. Encoding.UTF8.GetBytes(Mask), .. block[(at + Secret.Length)..]];
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var i = 0; i < repeat; i++)
            hash.AppendData(masked);
        return ((long)masked.Length * repeat, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }
}
