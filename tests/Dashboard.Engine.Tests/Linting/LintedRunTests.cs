using System.Collections.Immutable;
using Dashboard.Core.Audit;
using Dashboard.Core.Gates;
using Dashboard.Core.Runs;
using Dashboard.Engine.Linting;
using Dashboard.Engine.Runbooks;
using Dashboard.Engine.Runs;
using Dashboard.Linting;
using Dashboard.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Engine.Tests.Linting;

/// <summary>What the linter finds keeps a live run from being opened, or is recorded with the run.</summary>
public sealed class LintedRunTests : IAsyncLifetime
{
    private const string StopsVault = """
        ```bash {#look .preflight}
        docker stop vault
        ```
        """;

    private const string NoVerify = """
        ---
        gates: [{id: change, phrase: change-approved, unlocks: mutating}]
        ---
        ```bash {#change .mutating}
        true
        ```
        """;

    private EngineHarness _engine = null!;

    public async ValueTask InitializeAsync() => _engine = await EngineHarness.StartAsync();

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Fact]
    public async Task LiveRun_OfARunbookWithErrors_IsRefused()
    {
        var opened = await OpenAsync(StopsVault, RunMode.Live);

        var reason = opened.Reasons.ShouldHaveSingleItem();
        (reason.Code, reason.Message).ShouldBe((LockCode.RunbookErrors, "The linter found an error in the runbook or its files."));
        reason.Remedy.ShouldBe("Fix the errors listed on the runbook page; a rehearsal can still be opened.");
        opened.Id.ShouldBeNull();
    }

    [Fact]
    public async Task Rehearsal_OfARunbookWithErrors_IsOpenedAndRecordsThem()
    {
        var opened = await OpenAsync(StopsVault, RunMode.Rehearsal);

        (await _engine.StateAsync(opened.Id!)).Opened.Warnings.ShouldBe(
            ["LN101 error, line 2: `docker stop vault` changes something, but the preflight step `look` is read-only."]);
    }

    [Fact]
    public async Task LiveRun_OfAWaivedError_IsOpenedAndRecordsTheReason()
    {
        var opened = await OpenAsync(StopsVault.Replace(".preflight}", ".preflight lint-ignore=LN101 reason=\"it is a spare\"}",
            StringComparison.Ordinal), RunMode.Live);

        (await _engine.StateAsync(opened.Id!)).Opened.Warnings.ShouldBe(
            ["LN101 waived, line 2: `docker stop vault` changes something, but the preflight step `look` is read-only."
                + " Waived because: it is a spare"]);
        var view = (await _engine.Runs.FindAsync(opened.Id!)).ShouldNotBeNull();
        RunReport.Markdown(1, view.Runbook, view.State, view.State.OpenedAt, _ => "")
            .ShouldContain("**lint findings waived**: LN101, because it is a spare");
    }

    [Fact]
    public async Task LiveRun_OfWhatShellcheckFindsAndItsStepWaives_IsOpened()
    {
        const string Script = "```bash {#look .preflight ATTRIBUTES}\nexit 1 2\n```\n";
        (await OpenAsync(Script.Replace("ATTRIBUTES", "", StringComparison.Ordinal), RunMode.Live)).Id.ShouldBeNull();

        var opened = await OpenAsync(Script.Replace("ATTRIBUTES", "lint-ignore=SC2241 reason=no", StringComparison.Ordinal), RunMode.Live);
        (await _engine.StateAsync(opened.Id!)).Opened.Warnings.ShouldHaveSingleItem().ShouldStartWith("SC2241 waived, line 2:");
    }

    [Fact]
    public async Task LiveRun_OfARunbookWithWarnings_IsOpenedAndRecordsThem()
    {
        var opened = await OpenAsync(NoVerify, RunMode.Live);

        (await _engine.StateAsync(opened.Id!)).Opened.Warnings.Select(w => w.Split(':')[0]).ShouldBe(["LN203 line 2", "LN202 line 4"]);
    }

    [Fact]
    public async Task LiveRun_OfACleanRunbook_RecordsNothing()
    {
        var opened = await OpenAsync(StopsVault.Replace("stop vault", "ps", StringComparison.Ordinal), RunMode.Live);

        (await _engine.StateAsync(opened.Id!)).Opened.Warnings.ShouldBeEmpty();
    }

    [Fact]
    public async Task Host_ThatTheSettingsDoNotHave_IsNamedOnThePageWithThoseTheyHave()
    {
        await using var engine = await EngineHarness.StartAsync(o => o.Targets["web-1"] = "ops@web-1");
        engine.Write("book", "```bash {#look .preflight on=web-2}\ndocker ps\n```\n\n"
            + "```bash {#there .preflight on=web-1}\ndocker ps\n```\n");
        var book = await engine.Services.GetRequiredService<IRunbookLibrary>().FindAsync("book", TestContext.Current.CancellationToken);

        var found = (await engine.Services.GetRequiredService<IRunbookLint>().LintAsync(book!, TestContext.Current.CancellationToken))
            .ShouldHaveSingleItem().Diagnostic;
        (found.Code, found.Line).ShouldBe((LintCodes.UnknownHost, 1));
        found.Message.ShouldEndWith($"They have: {Environment.MachineName.ToLowerInvariant()}, web-1.");
        found.Remedy.ShouldBe("Write `on=web-1`, or set `Dashboard:Targets:web-2`.");
    }

    [Fact]
    public async Task Host_WithoutSettings_HasNoFinding()
    {
        _engine.Write("book", "```bash {#look .preflight on=web-2}\ndocker ps\n```\n");

        (await LintTree.RunAsync([_engine.Runbooks], TestContext.Current.CancellationToken)).Findings.ShouldBeEmpty();
    }

    private async Task<CommandResult> OpenAsync(string markdown, RunMode mode)
    {
        await File.WriteAllTextAsync(Path.Combine(_engine.Runbooks, "book.md"), markdown, TestContext.Current.CancellationToken);
        return await _engine.Runs.OpenAsync(_engine.First, new("book", Environment.MachineName.ToLowerInvariant(), mode, null,
            ImmutableSortedDictionary<string, string>.Empty), TestContext.Current.CancellationToken);
    }
}
