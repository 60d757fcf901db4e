using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Dashboard.CrashHost;
using Dashboard.Engine.Evidence.Bundles;
using Dashboard.Engine.Evidence.Proof;
using Dashboard.Engine.Evidence.Verification;
using Dashboard.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Engine.Tests.Evidence;

/// <summary>Bundles that were made to cost whoever verifies them: little on the disk, much in memory.</summary>
public sealed class HostileBundleTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const long Limit = 300_000_000;

    private EngineHarness _engine = null!;
    private ScratchFile _signers = null!;

    private SigningKey Key => _engine.Services.GetRequiredService<SigningKey>();

    public async ValueTask InitializeAsync()
    {
        _engine = await EngineHarness.StartAsync();
        _signers = await Key.SignersFileAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _signers.Dispose();
        await _engine.DisposeAsync();
    }

    [Fact]
    public async Task Bomb_WithABadSignature_IsRefusedBeforeItIsUnpacked()
    {
        var zip = await ZipAsync(sign: false, ("ledger.jsonl", Zeros(1L << 31)));
        // What it would be, unpacked.
        new FileInfo(zip).Length.ShouldBeLessThan(16 << 20);
        using (var archive = ZipFile.OpenRead(zip))
            archive.Entries.Sum(e => e.Length).ShouldBeGreaterThan(1L << 31);

        var (faults, peak) = await VerifyAsync(zip);

        faults.ShouldHaveSingleItem().ShouldContain("SHA256SUMS.sig: signature");
        peak.ShouldBeLessThan(Limit);
    }

    [Fact]
    public async Task Bomb_OfOneLine_IsAFindingInLittleMemory()
    {
        var (faults, peak) = await VerifyAsync(await ZipAsync(sign: true, ("ledger.jsonl", Zeros(1L << 30))));

        faults.ShouldHaveSingleItem().ShouldContain("Line 1 is longer than");
        peak.ShouldBeLessThan(Limit);
    }

    [Theory]
    [InlineData(BundleNames.Sums)]
    [InlineData(BundleNames.Signature)]
    public async Task Bomb_InAFileThatIsReadFirst_IsAFindingInLittleMemory(string name)
    {
        var (faults, peak) = await VerifyAsync(await ZipAsync(sign: false, (name, Zeros(1L << 31))));

        faults.ShouldHaveSingleItem().ShouldContain($"{name} is larger than");
        peak.ShouldBeLessThan(Limit);
    }

    [Theory]
    [InlineData(1_000_000)]
    [InlineData(1)]
    public async Task Zip_OfAMillionFiles_IsAFindingInLittleMemory(long told)
    {
        var zip = Path.Combine(_engine.Folder, "many.zip");
        await WriteManyAsync(zip, 1_000_000, told);

        var (faults, peak) = await VerifyAsync(zip);

        faults.ShouldHaveSingleItem().ShouldContain(told == 1 ? "is not a bundle" : "The list of files in the zip is larger than");
        peak.ShouldBeLessThan(Limit);
    }

    [Fact]
    public async Task Ledger_WithDeepJson_IsAFinding()
    {
        var deep = Encoding.UTF8.GetBytes(
            $$"""{"seq":1,"prev":"0","stream":"run/x","streamPrev":"{{new string('0', 64)}}","at":"2026-01-31T21:00:00.0000000Z","actor":"""
            + $$"""{"id":"a","name":"a"},"data":{{new string('[', 1_000_000)}}""");

        var (faults, peak) = await VerifyAsync(await ZipAsync(sign: true, ("ledger.jsonl", [(deep, 1)])));

        faults.ShouldHaveSingleItem().ShouldContain("ledger.jsonl, line 1: bytes");
        peak.ShouldBeLessThan(Limit);
    }

    [Fact]
    public async Task Zip_WithANameTwiceOrALink_IsAFinding()
    {
        var zip = Path.Combine(_engine.Folder, "twice.zip");
        await using (var file = File.Create(zip))
        await using (var archive = new ZipArchive(file, ZipArchiveMode.Create))
        {
            archive.CreateEntry("a");
            archive.CreateEntry("a");
            archive.CreateEntry("link").ExternalAttributes = unchecked((int)0xA1FF0000);
            archive.CreateEntry("../outside");
        }

        var faults = (await BundleCheck.RunAsync(zip, _signers.Path, TestContext.Current.CancellationToken)).Faults;
        faults.Select(f => f.Where).ShouldBe(["a", "link", "../outside", BundleNames.Sums]);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("x")]
    [InlineData("\0")]
    [InlineData("-----BEGIN SSH SIGNATURE-----\nAAAA\n-----END SSH SIGNATURE-----\n")]
    public async Task Signature_WithSomethingBehindIt_IsRefused(string more)
    {
        var bundle = await EvidenceHistory.ExportAsync(_engine, await EvidenceHistory.WalkAsync(_engine));
        var file = Path.Combine(bundle, BundleNames.Signature);
        var whole = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(file, whole + more, TestContext.Current.CancellationToken);

        (await BundleCheck.RunAsync(bundle, _signers.Path, TestContext.Current.CancellationToken)).Faults.ShouldHaveSingleItem().What
            .ShouldBe("signature");
        // The negative control: ssh-keygen takes the first signature in the file, and does not mind the rest.
        var sums = await File.ReadAllBytesAsync(Path.Combine(bundle, BundleNames.Sums), TestContext.Current.CancellationToken);
        var (code, _, errors) = await SshKeygen.RunAsync(
            ["-Y", "verify", "-f", _signers.Path, "-I", SigningKey.Identity, "-n", SigningKey.Namespace, "-s", file], sums,
            TestContext.Current.CancellationToken);
        code.ShouldBe(0, errors);
    }

    [Fact]
    public async Task Signature_InEveryFormButTheTwoThatAreWritten_IsRefused()
    {
        var good = await Key.SignAsync("x"u8.ToArray(), TestContext.Current.CancellationToken);
        var base64 = good.Split('\n')[1];
        var wrapped = $"-----BEGIN SSH SIGNATURE-----\n{string.Join('\n', base64.Chunk(70).Select(c => new string(c)))}\n"
            + "-----END SSH SIGNATURE-----\n";
        ArmouredSignature.Read(good).ShouldNotBeNull();
        ArmouredSignature.Read(wrapped).ShouldNotBeNull();
        foreach (var bad in new[] { "", good[1..], good[..^1], " " + good, good.Replace("\n", "\r\n", StringComparison.Ordinal),
            wrapped.TrimEnd(), wrapped + "\n", good.Insert(60, "\n"), good.Insert(60, " "),
            good.Replace(base64, base64 + base64, StringComparison.Ordinal), good.Replace(base64, "AAAA", StringComparison.Ordinal) })
            ArmouredSignature.Read(bad).ShouldBeNull(bad);
    }

    // A piece and how often it stands there.
    private static (byte[] Piece, long Times)[] Zeros(long length) => [(new byte[1 << 20], length >> 20)];

    private async Task<string> ZipAsync(bool sign, (string Name, (byte[] Piece, long Times)[] Content) file)
    {
        var zip = Path.Combine(_engine.Folder, "bomb.zip");
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var stream = File.Create(zip);
        await using var archive = new ZipArchive(stream, ZipArchiveMode.Create);
        await using (var entry = await archive.CreateEntry(file.Name).OpenAsync())
        {
            foreach (var (piece, times) in file.Content)
            {
                for (var i = 0L; i < times; i++)
                {
                    await entry.WriteAsync(piece);
                    hash.AppendData(piece);
                }
            }
        }

        var sums = Encoding.ASCII.GetBytes($"{Convert.ToHexStringLower(hash.GetHashAndReset())}  {file.Name}\n");
        var signature = sign ? await Key.SignAsync(sums) : (await Key.SignAsync("something else"u8.ToArray()));
        foreach (var (name, content) in new[] { (BundleNames.Sums, sums), (BundleNames.Signature, Encoding.ASCII.GetBytes(signature)) })
        {
            if (name == file.Name)
                continue;
            await using var entry = await archive.CreateEntry(name).OpenAsync();
            await entry.WriteAsync(content);
        }

        return zip;
    }

    /// <summary>Writes the list of so many empty files of a zip, and how many it says there are.</summary>
    private static async Task WriteManyAsync(string path, int count, long told)
    {
        await using var file = new BufferedStream(File.Create(path), 1 << 20);
        await using var writer = new BinaryWriter(file);
        for (var i = 0; i < count; i++)
        {
            writer.Write(0x02014b50);
            writer.Write(new byte[24]);
            writer.Write((ushort)8);
            writer.Write(new byte[16]);
            writer.Write(Encoding.ASCII.GetBytes(i.ToString("x8", CultureInfo.InvariantCulture)));
        }

        // The end in its 64-bit form, where it is, and the old end that points there.
        writer.Write(0x06064b50);
        writer.Write(44L);
        writer.Write(new byte[12]);
        writer.Write(told);
        writer.Write(told);
        writer.Write(54L * count);
        writer.Write(0L);
        writer.Write(0x07064b50);
        writer.Write(0);
        writer.Write(54L * count);
        writer.Write(1);
        writer.Write(0x06054b50);
        writer.Write(0);
        writer.Write(ushort.MaxValue);
        writer.Write(ushort.MaxValue);
        writer.Write(uint.MaxValue);
        writer.Write(uint.MaxValue);
        writer.Write((ushort)0);
    }

    private async Task<(string[] Faults, long Peak)> VerifyAsync(string bundle)
    {
        using var child = Process.Start(new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "Dashboard.CrashHost"),
            [VerifyChild.Word, bundle, _signers.Path])
        {
            RedirectStandardOutput = true,
        })!;
        var said = (await child.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await child.WaitForExitAsync(TestContext.Current.CancellationToken);
        child.ExitCode.ShouldBe(0);
        var peak = long.Parse(said[^1].Split([':', ' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1],
            CultureInfo.InvariantCulture) * 1024;
        output.WriteLine($"peak {peak / 1_000_000} MB; {string.Join(" / ", said[..^1])}");
        return ([.. said[..^1].Select(s => s["fault ".Length..])], peak);
    }
}
