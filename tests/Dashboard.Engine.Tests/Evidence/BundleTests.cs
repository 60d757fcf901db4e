using System.Diagnostics;
using System.IO.Compression;
using System.Text.RegularExpressions;
using Dashboard.Engine.Evidence.Bundles;
using Dashboard.Engine.Evidence.Proof;
using Dashboard.Engine.Evidence.Verification;
using Dashboard.Engine.Runs;
using Dashboard.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Engine.Tests.Evidence;

/// <summary>A run's evidence as files, verified by the real <c>ssh-keygen</c> and <c>sha256sum</c>.</summary>
public sealed partial class BundleTests : IAsyncLifetime
{
    private EngineHarness _engine = null!;
    private string _run = "";
    private ScratchFile _signers = null!;

    public async ValueTask InitializeAsync()
    {
        _engine = await EngineHarness.StartAsync();
        _run = await EvidenceHistory.WalkAsync(_engine);
        _signers = await _engine.Services.GetRequiredService<SigningKey>().SignersFileAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _signers.Dispose();
        await _engine.DisposeAsync();
    }

    [Fact]
    public async Task Folder_OfAWholeRun_IsVerifiedByTheStandardToolsAndByUs()
    {
        var bundle = await EvidenceHistory.ExportAsync(_engine, _run);

        (await new StandardTools(bundle, _signers.Path).VerifyAsync(bundle)).ShouldBe(0);
        var report = await BundleCheck.RunAsync(bundle, _signers.Path, TestContext.Current.CancellationToken);
        report.Faults.ShouldBeEmpty();
        report.Entries.ShouldBe((await EvidenceHistory.StoredAsync(_engine, _run)).State.Events.Length);
        // The runbook, the attached file, and two streams of each of four attempts.
        report.Outputs.ShouldBe(10);
        report.LastHash.ShouldBe((await _engine.Store.ReadLedgerAsync(TestContext.Current.CancellationToken)
            .LastAsync(TestContext.Current.CancellationToken)).Hash);
        var names = Names(bundle);
        names.ShouldAllBe(n => GoodName().IsMatch(n));
        names.ShouldContain("runbook/book.md");
        (await File.ReadAllTextAsync(Path.Combine(bundle, "runbook/book.md"), TestContext.Current.CancellationToken))
            .ShouldBe(SampleBooks.Whole);
        names.ShouldContain(n => n.StartsWith("attachments/", StringComparison.Ordinal));
        File.GetUnixFileMode(Path.Combine(_engine.Folder, "data", "keys", "evidence_ed25519"))
            .ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task Readme_OfABundle_NamesTheVersionThatWroteIt()
    {
        var bundle = await EvidenceHistory.ExportAsync(_engine, _run);

        var readme = await File.ReadAllLinesAsync(Path.Combine(bundle, "README.md"), TestContext.Current.CancellationToken);
        readme.ShouldContain($"Written by Cutover {ProductVersion.Full}.");
    }

    /// <summary>Versions before 0.2.0 did not name themselves; verifying asks for no version.</summary>
    [Fact]
    public async Task Bundle_ThatNamesNoVersion_IsVerified()
    {
        var bundle = await EvidenceHistory.ExportAsync(_engine, _run);
        const string Unnamed = "sed -i '/^Written by/,+1d' README.md; ! grep -q Cutover README.md; sha256sum $(cut -c67- SHA256SUMS) "
            + ">sums; mv sums SHA256SUMS";
        using (var shell = Process.Start(new ProcessStartInfo("bash", ["-ec", Unnamed]) { WorkingDirectory = bundle })!)
        {
            await shell.WaitForExitAsync(TestContext.Current.CancellationToken);
            shell.ExitCode.ShouldBe(0);
        }

        var sums = await File.ReadAllBytesAsync(Path.Combine(bundle, BundleNames.Sums), TestContext.Current.CancellationToken);
        var signature = await _engine.Services.GetRequiredService<SigningKey>().SignAsync(sums, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(bundle, BundleNames.Signature), signature, TestContext.Current.CancellationToken);

        (await new StandardTools(bundle, _signers.Path).VerifyAsync(bundle)).ShouldBe(0);
        (await BundleCheck.RunAsync(bundle, _signers.Path, TestContext.Current.CancellationToken)).Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task Zip_Unpacked_IsVerifiedByTheStandardToolsAndUnpackedOrNotByUs()
    {
        var zip = Path.Combine(_engine.Folder, "bundle.zip");
        await using (var file = File.Create(zip))
        await using (var target = await ZipTarget.OpenAsync(file, TestContext.Current.CancellationToken))
            await _engine.Services.GetRequiredService<BundleWriter>()
                .WriteAsync(await EvidenceHistory.StoredAsync(_engine, _run), target, TestContext.Current.CancellationToken);
        var folder = Path.Combine(_engine.Folder, "unpacked");
        await ZipFile.ExtractToDirectoryAsync(zip, folder, TestContext.Current.CancellationToken);

        (await new StandardTools(folder, _signers.Path).VerifyAsync(folder)).ShouldBe(0);
        (await BundleCheck.RunAsync(folder, _signers.Path, TestContext.Current.CancellationToken)).Faults.ShouldBeEmpty();
        (await BundleCheck.RunAsync(zip, _signers.Path, TestContext.Current.CancellationToken)).Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task Bundle_SignedByAnotherInstallation_IsRefused()
    {
        var bundle = await EvidenceHistory.ExportAsync(_engine, _run);
        await using var other = await EngineHarness.StartAsync();
        using var signers = await other.Services.GetRequiredService<SigningKey>().SignersFileAsync(TestContext.Current.CancellationToken);

        (await new StandardTools(bundle, signers.Path).VerifyAsync(bundle)).ShouldBe(1);
        (await BundleCheck.RunAsync(bundle, signers.Path, TestContext.Current.CancellationToken)).Faults.ShouldHaveSingleItem().What
            .ShouldBe("signature");
    }

    // Each of the four commands is a defence: what it alone sees passes without it.
    [Theory]
    [InlineData(1, "echo more >>report.md; sha256sum $(cut -c67- SHA256SUMS) >sums; mv sums SHA256SUMS")]
    [InlineData(2, "echo more >>report.md")]
    [InlineData(3, "echo more >more.md")]
    [InlineData(4, "mv report.md ../report.md; ln -s ../report.md report.md")]
    public async Task Bundle_CheckedWithoutOneOfTheCommands_LetsThroughWhatThatOneSees(int command, string damage)
    {
        var bundle = await EvidenceHistory.ExportAsync(_engine, _run);
        var tools = new StandardTools(bundle, _signers.Path);
        using (var shell = Process.Start(new ProcessStartInfo("bash", ["-ec", damage]) { WorkingDirectory = bundle })!)
        {
            await shell.WaitForExitAsync(TestContext.Current.CancellationToken);
            shell.ExitCode.ShouldBe(0);
        }

        (await tools.VerifyAsync(bundle)).ShouldBe(command);
        (await tools.VerifyAsync(bundle, without: command)).ShouldBe(0);
        (await BundleCheck.RunAsync(bundle, _signers.Path, TestContext.Current.CancellationToken)).IsGood.ShouldBeFalse();
    }

    [Fact]
    public async Task Report_InABundle_HoldsNoScriptNothingFromElsewhereAndNoMarkupOfOthers()
    {
        var bundle = await EvidenceHistory.ExportAsync(_engine, _run);
        var html = await File.ReadAllTextAsync(Path.Combine(bundle, "report.html"), TestContext.Current.CancellationToken);
        html.ShouldContain("default-src 'none'");
        html.ShouldNotContain("<script", Case.Insensitive);
        html.ShouldNotContain("src=", Case.Insensitive);
        html.ShouldNotContain("href=", Case.Insensitive);
        html.ShouldNotContain("<b>by</b>");
        html.ShouldContain("seen &lt;b&gt;by&lt;/b&gt; | two");
        var markdown = await File.ReadAllTextAsync(Path.Combine(bundle, "report.md"), TestContext.Current.CancellationToken);
        foreach (var word in new[] { "# Runtime evidence", "**completed**", "change-approved", "solo", "1 rejected approval before",
            "tonight", "## Plan and actual", "## What happened" })
            markdown.ShouldContain(word);
    }

    [Fact]
    public async Task Bundle_OfARunThatGoesOn_IsWholeUpToThatMoment()
    {
        var run = await _engine.OpenAsync(SampleBooks.Preflight("echo one; sleep 600"), slug: "slow");
        var started = (await _engine.DoAsync(run, new RunCommand.StartStep("check"))).Id!;
        await _engine.WhenAsync(run, _ => _engine.OutputAsync(started).Result.Length > 0);
        var bundle = await EvidenceHistory.ExportAsync(_engine, run);

        (await new StandardTools(bundle, _signers.Path).VerifyAsync(bundle)).ShouldBe(0);
        (await BundleCheck.RunAsync(bundle, _signers.Path, TestContext.Current.CancellationToken)).Faults.ShouldBeEmpty();
        await _engine.DoAsync(run, new RunCommand.CancelAttempt(started));
        await _engine.EndAsync(run, started);
    }

    [Fact]
    public async Task Folder_ThatIsNotEmpty_IsLeftAlone()
    {
        var bundle = await EvidenceHistory.ExportAsync(_engine, _run);
        Should.Throw<IOException>(() => new FolderTarget(bundle)).Message.ShouldContain("is not empty");
    }

    /// <summary>The paths of all files below a folder.</summary>
    internal static string[] Names(string bundle) =>
        [.. Directory.EnumerateFiles(bundle, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(bundle, f))
            .Order(StringComparer.Ordinal)];

    [GeneratedRegex("^[A-Za-z0-9._/-]+$")]
    private static partial Regex GoodName();
}
