using Dashboard.Engine.Evidence.Proof;
using Dashboard.Engine.Evidence.Verification;
using Dashboard.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Engine.Tests.Evidence;

/// <summary>Flip any byte of a bundle, add, remove or link a file, and the standard tools say no. So do we.</summary>
public sealed class BundleDamageTests(ITestOutputHelper output)
{
    private const int Workers = 2;

    private static readonly string[] ExtraNames =
        ["extra", ".hidden", "outputs/extra", "-rf", "a b", "line\nbreak", "SHA256SUMS.old", "runbook/zweitens-é.md", "SHA256SUMS.d/file"];

    [Fact]
    public async Task Bundle_DamagedAnyhow_IsRefusedByTheStandardToolsAndByUs()
    {
        var (tries, seed) = ((int)Campaign.Number("CUTOVER_DAMAGE_N", 400), Campaign.Seed());
        output.WriteLine($"{tries} tries, seed {seed}");
        await using var engine = await EngineHarness.StartAsync();
        var run = await EvidenceHistory.WalkAsync(engine);
        using var signers = await engine.Services.GetRequiredService<SigningKey>().SignersFileAsync(TestContext.Current.CancellationToken);
        var refusals = new int[5];

        await Parallel.ForAsync(0, Workers, new ParallelOptions { MaxDegreeOfParallelism = Workers }, async (worker, stop) =>
        {
            var bundle = await EvidenceHistory.ExportAsync(engine, run, $"bundle-{worker}");
            var tools = new StandardTools(bundle, signers.Path);
            (await tools.VerifyAsync(bundle)).ShouldBe(0);
            var random = new Random(seed + worker);
            for (var i = 0; i < tries / Workers; i++)
            {
                var (what, undo) = Damage(bundle, random);
                var said = await tools.VerifyAsync(bundle);
                said.ShouldBeInRange(1, 4, $"try {i} of worker {worker}: {what}");
                Interlocked.Increment(ref refusals[said]);
                (await BundleCheck.RunAsync(bundle, signers.Path, stop)).IsGood.ShouldBeFalse($"try {i} of worker {worker}: {what}");
                undo();
            }

            // Everything was put back: what was refused was refused for its damage alone.
            (await tools.VerifyAsync(bundle)).ShouldBe(0);
            (await BundleCheck.RunAsync(bundle, signers.Path, stop)).Faults.ShouldBeEmpty();
        });

        output.WriteLine($"refused by signature {refusals[1]}, sums {refusals[2]}, listing {refusals[3]}, links {refusals[4]}");
        refusals.Skip(1).ShouldAllBe(n => n > 0);
    }

    private static (string What, Action Undo) Damage(string bundle, Random random)
    {
        var names = BundleTests.Names(bundle);
        // Each file as often as any other: the sums and the signature are small, and matter most.
        var name = names[random.Next(names.Length)];
        var path = Path.Combine(bundle, name);
        var bytes = File.ReadAllBytes(path);
        void Rewrite() => File.WriteAllBytes(path, bytes);
        switch (random.Next(10))
        {
            case 0:
                File.Delete(path);
                return ($"removed {name}", Rewrite);
            case 1:
                var kept = path + ".kept";
                var outside = bundle + ".outside";
                File.Copy(path, outside, overwrite: true);
                File.Delete(path);
                File.CreateSymbolicLink(path, outside);
                return ($"{name} is a link to the same content ({kept})", () =>
                {
                    File.Delete(path);
                    Rewrite();
                }
                );
            case 2:
                var extra = Path.Combine(bundle, ExtraNames[random.Next(ExtraNames.Length)]);
                var folder = Path.GetDirectoryName(extra)!;
                var made = !Directory.Exists(folder);
                Directory.CreateDirectory(folder);
                if (random.Next(3) == 0)
                    File.CreateSymbolicLink(extra, path);
                else
                    File.WriteAllBytes(extra, random.Next(2) == 0 ? [] : bytes);
                return ($"added {extra}", () =>
                {
                    File.Delete(extra);
                    if (made)
                        Directory.Delete(folder);
                }
                );
            case 3 when bytes.Length > 0:
                File.WriteAllBytes(path, bytes[..random.Next(bytes.Length)]);
                return ($"cut {name}", Rewrite);
            case 4 when name != "SHA256SUMS.sig":
                File.WriteAllBytes(path, [.. bytes, (byte)random.Next(256)]);
                return ($"one byte more in {name}", Rewrite);
            case 5:
                var other = Path.Combine(bundle, names[(Array.IndexOf(names, name) + 1 + random.Next(names.Length - 1)) % names.Length]);
                var others = File.ReadAllBytes(other);
                if (!others.AsSpan().SequenceEqual(bytes))
                {
                    File.WriteAllBytes(path, others);
                    File.WriteAllBytes(other, bytes);
                    return ($"swapped {name} and {other}", () =>
                    {
                        Rewrite();
                        File.WriteAllBytes(other, others);
                    }
                    );
                }

                goto default;
            default:
                if (bytes.Length == 0)
                {
                    File.WriteAllBytes(path, [(byte)random.Next(256)]);
                    return ($"a byte in the empty {name}", Rewrite);
                }

                var flipped = bytes.ToArray();
                var at = random.Next(bytes.Length);
                flipped[at] ^= (byte)(1 << random.Next(8));
                File.WriteAllBytes(path, flipped);
                return ($"flipped byte {at} of {name} from {bytes[at]:x2} to {flipped[at]:x2}", Rewrite);
        }
    }
}
