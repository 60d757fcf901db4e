using Dashboard.Core.Runbooks;
using Dashboard.Core.Runs;
using Dashboard.Engine.Evidence.Queries;
using Dashboard.Engine.Evidence.Reports;
using Dashboard.Engine.Evidence.Search;
using Dashboard.Engine.Ports;
using Dashboard.Engine.Runs;
using Dashboard.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Engine.Tests.Evidence;

/// <summary>Lists and searches over what real steps wrote.</summary>
public sealed class EvidenceQueriesTests : IAsyncLifetime
{
    private EngineHarness _engine = null!;

    private IEvidenceQueries Queries => _engine.Services.GetRequiredService<IEvidenceQueries>();

    public async ValueTask InitializeAsync() => _engine = await EngineHarness.StartAsync();

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Fact]
    public async Task Attempts_Filtered_AreThoseThatHoldAll()
    {
        var good = await _engine.OpenAsync(SampleBooks.Preflight("echo fine"), slug: "good");
        var bad = await _engine.OpenAsync(SampleBooks.Preflight("exit 3"), slug: "area/bad");
        var first = await _engine.RunAsync(good, "check");
        var middle = (await _engine.RunAsync(bad, "check")).StartedAt;
        await _engine.RunAsync(good, "check");

        (await IdsAsync(EvidenceFilter.None)).Count.ShouldBe(3);
        (await IdsAsync(new() { OldestFirst = true }))[0].ShouldBe(first.Id);
        (await IdsAsync(new() { Slug = "good" })).Count.ShouldBe(2);
        (await IdsAsync(new() { Outcome = Outcome.Failed })).Count.ShouldBe(1);
        (await IdsAsync(new() { Slug = "good", Outcome = Outcome.Failed })).ShouldBeEmpty();
        (await IdsAsync(new() { Kind = StepKind.Preflight, StepId = "check", Person = "ada", Mode = RunMode.Rehearsal })).Count.ShouldBe(3);
        (await IdsAsync(new() { Kind = StepKind.Smoke })).ShouldBeEmpty();
        (await IdsAsync(new() { RunId = bad })).Count.ShouldBe(1);
        (await IdsAsync(new() { Since = middle })).Count.ShouldBe(2);
        (await IdsAsync(new() { Until = middle })).ShouldBe([first.Id]);
        (await IdsAsync(new() { Since = middle.AddHours(1) })).ShouldBeEmpty();
        (await IdsAsync(new() { Until = middle.AddHours(-1) })).ShouldBeEmpty();
        var digest = (await _engine.StateAsync(bad)).Opened.RunbookDigest;
        (await IdsAsync(new() { Revision = digest })).Count.ShouldBe(1);
        (await IdsAsync(new() { Revision = digest[..8] })).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Attempts_PagedWhileMoreAreMade_ComeEachOnce()
    {
        var run = await _engine.OpenAsync(SampleBooks.Preflight("true"));
        for (var i = 0; i < 5; i++)
            await _engine.RunAsync(run, "check");
        var seen = new List<string>();
        string? cursor = null;
        do
        {
            var page = await Queries.AttemptsAsync(EvidenceFilter.None, cursor, 2, TestContext.Current.CancellationToken);
            seen.AddRange(page.Items.Select(a => a.AttemptId));
            cursor = page.Next;
            if (seen.Count == 2)
                await _engine.RunAsync(run, "check");
        }
        while (cursor is not null);
        seen.Count.ShouldBe(5);
        seen.Distinct().Count().ShouldBe(5);
        (await Queries.AttemptsAsync(EvidenceFilter.None, "no cursor'; DROP TABLE runs", 50, TestContext.Current.CancellationToken))
            .Items.Count.ShouldBe(6);
    }

    [Fact]
    public async Task Runs_AndApprovals_AreListedWithTheirFilters()
    {
        var run = await _engine.OpenAsync(SampleBooks.Whole, inputs: new Dictionary<string, string> { ["STATE"] = "/var/tmp/none" });
        await _engine.RunAsync(run, "ready");
        (await _engine.DoAsync(run, new RunCommand.ApproveGate("change", "change-approved", "tonight"))).Done.ShouldBeTrue();
        await _engine.DoAsync(run, new RunCommand.CloseRun(RunResult.Abandoned, "enough"));
        await _engine.OpenAsync(SampleBooks.Preflight("true"), slug: "other");

        (await Queries.RunsAsync(EvidenceFilter.None, cancellation: TestContext.Current.CancellationToken)).Items.Count.ShouldBe(2);
        (await Queries.RunsAsync(new() { Result = RunResult.Abandoned }, cancellation: TestContext.Current.CancellationToken)).Items
            .ShouldHaveSingleItem().RunId.ShouldBe(run);
        (await Queries.RunsAsync(new() { OnlyOpen = true }, cancellation: TestContext.Current.CancellationToken)).Items
            .ShouldHaveSingleItem().Slug.ShouldBe("other");
        (await Queries.RunsAsync(new() { Slug = "other", Result = RunResult.Abandoned },
            cancellation: TestContext.Current.CancellationToken)).Items.ShouldBeEmpty();
        var approval = (await Queries.ApprovalsAsync(new() { Slug = "book" }, cancellation: TestContext.Current.CancellationToken)).Items
            .ShouldHaveSingleItem();
        (approval.GateId, approval.By, approval.RunId).ShouldBe(("change", "ada", run));
        var facets = await Queries.FacetsAsync(TestContext.Current.CancellationToken);
        facets.Slugs.ShouldBe(["book"]);
        facets.Steps.ShouldBe(["ready"]);
        facets.People.ShouldBe(["ada"]);
    }

    [Theory]
    [InlineData("needle", 1)]
    [InlineData("NEEDLE", 1)]
    [InlineData("edl", 1)]
    [InlineData("\"quoted\" OR NOT (near*", 1)]
    [InlineData("it's 100%_ done; -- \\", 1)]
    [InlineData("Grüße aus Köln 💥", 1)]
    [InlineData("red text", 1)]
    [InlineData("line", 401)]
    [InlineData("error line", 1)]
    [InlineData("needles", 0)]
    [InlineData("ne", 0)]
    [InlineData("\0\0\0", 0)]
    [InlineData("ne\0edle", 1)]
    [InlineData("\u001b[31mred text", 1)]
    [InlineData("", 0)]
    public async Task Search_Text_FindsItAsItIs(string text, int hits)
    {
        var run = await _engine.OpenAsync(SampleBooks.Preflight("""
            for i in $(seq 1 400); do echo "line $i"; done
            echo 'a Needle in it'
            echo '"quoted" OR NOT (near* syntax'
            echo "it's 100%_ done; -- \\"
            echo 'Grüße aus Köln 💥'
            printf '\e[31mred\e[0m text\n'
            echo 'error line' >&2
            """));
        await _engine.RunAsync(run, "check");
        await IndexAsync();
        var found = await Queries.SearchAsync(text, EvidenceFilter.None, null, 1000, TestContext.Current.CancellationToken);
        found.Items.Count.ShouldBe(hits);
        found.Items.ShouldAllBe(h => h.Line.Plain.Contains(Core.Text.TerminalText.Plain(text), StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>
    /// Searches, pages, reports and expectations look at the same text; and a character where a long line is broken stays whole.
    /// </summary>
    [Fact]
    public async Task Output_OfATerminal_IsReadAsAPersonSeesIt()
    {
        var run = await _engine.OpenAsync(SampleBooks.Preflight("""
            printf 'error: disk full\n' | GREP_COLORS='mt=01;31' grep --color=always -n error
            for i in 10 50 100; do printf '\rDownloading: %3d%%' "$i"; done; printf '\nfinished\n'
            head -c 8191 /dev/zero | tr '\0' a; printf '\xf0\x9f\x9a\x80 rocket\n'
            """));
        var attempt = await _engine.RunAsync(run, "check");
        await IndexAsync();
        (await Queries.SearchAsync("error: disk full", EvidenceFilter.None, null, 10, TestContext.Current.CancellationToken)).Items
            .ShouldHaveSingleItem();
        (await Queries.SearchAsync("50%", EvidenceFilter.None, null, 10, TestContext.Current.CancellationToken)).Items.ShouldBeEmpty();
        (await Queries.SearchAsync("🚀 rocket", EvidenceFilter.None, null, 10, TestContext.Current.CancellationToken)).Items
            .ShouldHaveSingleItem();
        var lines = await Queries.LinesAsync(attempt.Id, 1, 10, TestContext.Current.CancellationToken);
        lines.Select(l => l.Plain).ShouldBe(["1:error: disk full", "Downloading: 100%", "finished", new('a', 8191), "🚀 rocket"]);
        lines.ShouldAllBe(l => !l.Differs);
        var report = await _engine.Services.GetRequiredService<RunReports>()
            .MarkdownAsync((await _engine.Services.GetRequiredService<RunReader>().FindAsync(run))!, TestContext.Current.CancellationToken);
        report.ShouldContain("Downloading: 100%");
        report.ShouldNotContain("50%");
    }

    [Fact]
    public async Task Search_Paged_GivesEveryHitOnceWithTheLinesAround()
    {
        var run = await _engine.OpenAsync(SampleBooks.Preflight("for i in $(seq 1 120); do echo \"number $i.\"; done"));
        var attempt = await _engine.RunAsync(run, "check");
        await IndexAsync();
        var lines = new List<long>();
        string? cursor = null;
        do
        {
            var page = await Queries.SearchAsync("number", EvidenceFilter.None, cursor, 7, TestContext.Current.CancellationToken);
            lines.AddRange(page.Items.Select(h => h.Line.Number));
            cursor = page.Next;
        }
        while (cursor is not null);
        lines.Order().ShouldBe(Enumerable.Range(1, 120).Select(i => (long)i));

        var hit = (await Queries.SearchAsync("number 60.", EvidenceFilter.None, cancellation: TestContext.Current.CancellationToken)).Items
            .ShouldHaveSingleItem();
        hit.Before.Select(l => l.Text).ShouldBe(["number 58.", "number 59."]);
        hit.After.Select(l => l.Text).ShouldBe(["number 61.", "number 62."]);
        (await Queries.LinesAsync(attempt.Id, 59, 3, TestContext.Current.CancellationToken)).Select(l => l.Text)
            .ShouldBe(["number 59.", "number 60.", "number 61."]);
        (await Queries.CountLinesAsync(attempt.Id, TestContext.Current.CancellationToken)).ShouldBe(120);
        (await Queries.SearchAsync("number", new() { Outcome = Outcome.Failed }, cancellation: TestContext.Current.CancellationToken))
            .Items.ShouldBeEmpty();
    }

    private Task<int> IndexAsync() =>
        _engine.Services.GetRequiredService<OutputIndexer>().CatchUpAsync(TestContext.Current.CancellationToken);

    private async Task<List<string>> IdsAsync(EvidenceFilter filter) =>
        [.. (await Queries.AttemptsAsync(filter, cancellation: TestContext.Current.CancellationToken)).Items.Select(a => a.AttemptId)];
}
