using Dashboard.Core.Runs;
using Dashboard.Engine.Evidence.Bundles;
using Dashboard.Engine.Runs;
using Dashboard.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Engine.Tests.Evidence;

/// <summary>A small cutover that was walked to its end, and its bundle.</summary>
internal static class EvidenceHistory
{
    /// <summary>Walks it: a failed try of a phrase, an approval, changes, a note, an attached file with an awkward name, an end.</summary>
    public static async Task<string> WalkAsync(EngineHarness engine)
    {
        // Not below /tmp, of which read-only steps have their own.
        var folder = Directory.CreateDirectory($"/var/tmp/{Path.GetFileName(engine.Folder)}").FullName;
        var run = await engine.OpenAsync(SampleBooks.Whole, inputs: new Dictionary<string, string> { ["STATE"] = folder });
        await engine.RunAsync(run, "ready");
        (await engine.DoAsync(run, new RunCommand.ApproveGate("change", "Change-Approved", ""))).Done.ShouldBeFalse();
        (await engine.DoAsync(run, new RunCommand.ApproveGate("change", "change-approved", "tonight"))).Done.ShouldBeTrue();
        await engine.RunAsync(run, "first");
        await engine.RunAsync(run, "second");
        (await engine.RunAsync(run, "looks")).Outcome.ShouldBe(Outcome.Passed);
        Directory.Delete(folder, recursive: true);
        (await engine.DoAsync(run, new RunCommand.AddNote("seen <b>by</b> | two", null))).Done.ShouldBeTrue();
        (await engine.DoAsync(run, new RunCommand.AttachFile("-screen shot é.png", new byte[] { 1, 2, 3 }, null))).Done.ShouldBeTrue();
        (await engine.DoAsync(run, new RunCommand.CloseRun(RunResult.Completed, "done"))).Done.ShouldBeTrue();
        return run;
    }

    /// <summary>Writes a run's bundle as a folder.</summary>
    public static async Task<string> ExportAsync(EngineHarness engine, string runId, string name = "bundle")
    {
        var path = Path.Combine(engine.Folder, name);
        await using var target = new FolderTarget(path);
        await engine.Services.GetRequiredService<BundleWriter>()
            .WriteAsync(await StoredAsync(engine, runId), target, TestContext.Current.CancellationToken);
        return path;
    }

    /// <summary>The run, from the ledger.</summary>
    public static async Task<StoredRun> StoredAsync(EngineHarness engine, string runId) =>
        (await engine.Services.GetRequiredService<RunReader>().FindAsync(runId, TestContext.Current.CancellationToken)).ShouldNotBeNull();
}
