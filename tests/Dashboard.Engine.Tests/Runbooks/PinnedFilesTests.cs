using System.Collections.Immutable;
using Dashboard.Core.Runs;
using Dashboard.Engine.Evidence.Queries;
using Dashboard.Engine.Ports;
using Dashboard.Engine.Runbooks;
using Dashboard.Engine.Runs;
using Dashboard.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Engine.Tests.Runbooks;

/// <summary>
/// What an approver is shown of the files that a run pinned: what is in the database, and what is new since the gate was last approved.
/// </summary>
public sealed class PinnedFilesTests : IAsyncLifetime
{
    private const string Book = """
        ---
        files: [scripts/switch.sh, logo.bin]
        gates:
          - {id: change, phrase: change-approved, unlocks: mutating}
          - {id: clean-up, phrase: clean-up-approved, unlocks: destructive, four-eyes: no}
        ---
        ```bash {#switch .mutating}
        bash scripts/switch.sh
        ```
        ```bash {#remove .destructive}
        true
        ```
        """;

    private EngineHarness _engine = null!;

    public async ValueTask InitializeAsync()
    {
        _engine = await EngineHarness.StartAsync();
        await WriteAsync("book.md", Book);
        await WriteAsync("scripts/switch.sh", "echo one\necho two\n");
        await WriteAsync("logo.bin", "a\0b");
    }

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Fact]
    public async Task FirstRun_HasTextsAndNothingToCompareWith()
    {
        var pinned = await PinnedAsync(await OpenAsync());

        pinned.Previous.ShouldBeNull();
        pinned.Files.Select(f => (f.File.Path, f.Text, f.Since))
            .ShouldBe([("book.md", Book, null), ("scripts/switch.sh", "echo one\necho two\n", null), ("logo.bin", null, null)]);
        pinned.Files[2].Problem.ShouldBe("It is not text. Compare it by its digest.");
    }

    [Fact]
    public async Task EarlierRun_InWhichTheGateWasNotApproved_IsNoMeasure()
    {
        await ApproveAsync(await OpenAsync());
        await WriteAsync("scripts/switch.sh", "rm -rf /srv\n");
        await OpenAsync();
        await ApproveAsync(await OpenAsync(), "clean-up");

        var pinned = await PinnedAsync(await OpenAsync());

        pinned.Previous?.Number.ShouldBe(1);
        pinned.Files[1].Since.ShouldBe("changed");
    }

    [Fact]
    public async Task EarlierRun_WhoseApprovalWasVoided_IsNoMeasure()
    {
        var run = await OpenAsync();
        await ApproveAsync(run);
        var approval = (await _engine.StateAsync(run)).Approvals.Single().Id;
        (await _engine.DoAsync(run, new RunCommand.VoidApproval(approval, "that was wrong"))).Reasons.ShouldBeEmpty();

        (await PinnedAsync(await OpenAsync())).Previous.ShouldBeNull();
    }

    [Fact]
    public async Task EarlierRun_OnAnotherTarget_IsNoMeasure()
    {
        var run = await OpenAsync();
        await ApproveAsync(run);

        var here = (await _engine.StateAsync(run)).Opened.Target;
        (await ApprovedRunsAsync("elsewhere")).ShouldBeEmpty();
        (await ApprovedRunsAsync(here)).ShouldHaveSingleItem().Number.ShouldBe(1);

        Task<ImmutableArray<RunSummary>> ApprovedRunsAsync(string target) => _engine.Services.GetRequiredService<IRunQueries>()
            .ApprovedRunsAsync("book", target, "change", 2, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task LaterRun_SaysWhatChangedSinceTheOneBefore()
    {
        await ApproveAsync(await OpenAsync());
        await WriteAsync("scripts/switch.sh", "echo one\nrm -rf /srv\n");
        await WriteAsync("scripts/new.sh", "true\n");
        await WriteAsync("book.md", Book.Replace("logo.bin", "scripts/new.sh", StringComparison.Ordinal));

        var pinned = await PinnedAsync(await OpenAsync());

        pinned.Previous?.Number.ShouldBe(1);
        pinned.Files.Select(f => (f.File.Path, f.Since))
            .ShouldBe([("book.md", "changed"), ("scripts/switch.sh", "changed"), ("scripts/new.sh", "new")]);
        pinned.Files[1].Difference.ShouldBe("-echo two\n+rm -rf /srv");
        pinned.Gone.ShouldBe(["logo.bin"]);
    }

    [Fact]
    public async Task FolderChangedAfterTheRunWasOpened_ShowsWhatWasPinned()
    {
        var run = await OpenAsync();
        await WriteAsync("scripts/switch.sh", "rm -rf /srv\n");

        (await PinnedAsync(run)).Files[1].Text.ShouldBe("echo one\necho two\n");
    }

    [Fact]
    public async Task VeryLargeFile_ShowsItsBeginningItsEndAndWhatChanged()
    {
        await ApproveAsync(await OpenAsync());
        await WriteAsync("scripts/switch.sh",
            $"echo one\n{string.Concat(Enumerable.Repeat($"{new string('#', 1_000)}\n", 300))}rm -rf /srv\n");

        var file = (await PinnedAsync(await OpenAsync())).Files[1];

        file.Problem.ShouldNotBeNull().ShouldContain("too many to show");
        file.Text.ShouldNotBeNull().ShouldStartWith("echo one\n");
        file.Text.ShouldEndWith("rm -rf /srv\n");
        file.Text.ShouldContain("bytes are not shown here]");
        file.Difference.ShouldStartWith("-echo two\n+###");
    }

    [Fact]
    public async Task ScriptWithANul_IsShown()
    {
        await WriteAsync("logo.bin", "set -eu\n# \0\nrm -rf /srv\n");

        var file = (await PinnedAsync(await OpenAsync())).Files.Single(f => f.File.Path == "logo.bin");

        (file.Problem, file.Text).ShouldBe((null, "set -eu\n# \0\nrm -rf /srv\n"));
    }

    private async Task<string> OpenAsync()
    {
        var opened = await _engine.Runs.OpenAsync(_engine.First, new("book", Environment.MachineName.ToLowerInvariant(), RunMode.Rehearsal,
            null, ImmutableSortedDictionary<string, string>.Empty), TestContext.Current.CancellationToken);
        opened.Reasons.ShouldBeEmpty();
        return opened.Id!;
    }

    private async Task ApproveAsync(string run, string gate = "change") =>
        (await _engine.DoAsync(run, new RunCommand.ApproveGate(gate, gate + "-approved", ""))).Reasons.ShouldBeEmpty();

    private async Task<PinnedTexts> PinnedAsync(string run)
    {
        var view = await _engine.Runs.FindAsync(run, TestContext.Current.CancellationToken);
        return await _engine.Services.GetRequiredService<IPinnedFiles>()
            .OfAsync(view!.Number, view.State, "change", TestContext.Current.CancellationToken);
    }

    private async Task WriteAsync(string path, string text)
    {
        var full = Path.Combine(_engine.Runbooks, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        await File.WriteAllTextAsync(full, text, TestContext.Current.CancellationToken);
    }
}
