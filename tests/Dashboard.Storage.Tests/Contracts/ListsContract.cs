using Dashboard.Core.Runs;
using Dashboard.Engine.Ports;
using Dashboard.Storage.DependencyInjection;
using Microsoft.Extensions.DependencyInjection;
using static Dashboard.Testing.StorageHarness;

namespace Dashboard.Storage.Tests.Contracts;

/// <summary>The tables that lists are made of: brought up to date with each event.</summary>
public abstract class ListsContract : StorageContract
{
    private static readonly Actor Bob = new("b1", "Bob");

    [Fact]
    public async Task Runs_AsEventsMakeThem_AreListedByPageAndFilter()
    {
        foreach (var run in new[] { "a", "b", "c" })
            await Ledger.AppendAsync(run, Ada, Opened(run));
        await Ledger.AppendAsync("b", Ada, new RunClosed { Result = RunResult.Completed, Reason = "" });

        var first = await Lists.RunsAsync(EvidenceFilter.None, null, 2);
        first.Items.Select(r => r.RunId).ShouldBe(["c", "b"]);
        (await Lists.RunsAsync(EvidenceFilter.None, first.Next, 2)).ShouldSatisfyAllConditions(
            p => p.Items.Select(r => r.RunId).ShouldBe(["a"]), p => p.Next.ShouldBeNull());
        (await Lists.RunsAsync(new() { OnlyOpen = true, OldestFirst = true }, null, 9)).Items.Select(r => r.RunId).ShouldBe(["a", "c"]);
        (await Lists.RunsAsync(new() { Result = RunResult.Completed }, null, 9)).Items.Select(r => r.RunId).ShouldBe(["b"]);
        (await Lists.RunsAsync(EvidenceFilter.None, "no cursor", 1)).Items.Single().RunId.ShouldBe("c");
        (await Lists.OpenRunsAsync()).Select(r => r.Number).ShouldBe([3, 1]);
    }

    [Fact]
    public async Task Run_ByItsIdOrNumber_IsAsItWasOpenedAndClosed()
    {
        await Ledger.AppendAsync("a", Ada, Opened("The first"));
        await Ledger.AppendAsync("b", Ada, Opened("The second"));
        var opened = Time.GetUtcNow();
        Time.Advance(TimeSpan.FromMinutes(5));
        await Ledger.AppendAsync("b", Ada, new RunClosed { Result = RunResult.RolledBack, Reason = "" });

        var run = (await Lists.FindRunAsync("b")).ShouldNotBeNull();
        (run.Number, run.Title, run.OpenedBy, run.OpenedAt).ShouldBe((2, "The second", "Ada", opened));
        (run.ClosedAt, run.Result).ShouldBe((Time.GetUtcNow(), RunResult.RolledBack));
        (await Lists.FindRunAsync(1)).ShouldNotBeNull().ShouldSatisfyAllConditions(
            r => r.RunId.ShouldBe("a"), r => r.ClosedAt.ShouldBeNull(), r => r.Result.ShouldBeNull());
        (await Lists.FindRunAsync("1")).ShouldBeNull("a number is no id");
        (await Lists.FindRunAsync(3)).ShouldBeNull();
    }

    [Fact]
    public async Task Approvals_AndRefusedTries_AreListedByPageAndFilter()
    {
        await Ledger.AppendAsync("a", Ada, Opened());
        await Ledger.AppendAsync("a", Ada, new ApprovalRefused { GateId = "change", Reason = "The text differs." });
        await Ledger.AppendAsync("a", Bob, Approved("approval-1"));
        await Ledger.AppendAsync("b", Ada, Opened() with { Slug = "another" });
        await Ledger.AppendAsync("b", Ada, Approved("approval-2"));

        var first = await Lists.ApprovalsAsync(EvidenceFilter.None, null, 2);
        first.Items.Select(a => (a.ApprovalId, a.RunId, a.RunNumber, a.Slug, a.GateId, a.Target, a.By)).ShouldBe(
            [("approval-2", "b", 2, "another", "change", "host1", "Ada"), ("approval-1", "a", 1, "cutover", "change", "host1", "Bob")]);
        (await Lists.ApprovalsAsync(EvidenceFilter.None, first.Next, 2)).ShouldSatisfyAllConditions(
            // A try that was refused is evidence, too: it has no id.
            p => p.Items.Select(a => (a.ApprovalId, a.Sequence)).ShouldBe([(null, 2)]), p => p.Next.ShouldBeNull());
        (await Lists.ApprovalsAsync(new() { Person = "Ada", OldestFirst = true }, null, 9)).Items.Select(a => a.Sequence).ShouldBe([2, 5]);
        (await Lists.ApprovalsAsync(new() { RunId = "a" }, null, 9)).Items.Select(a => a.Sequence).ShouldBe([3, 2]);
        (await Lists.ApprovalsAsync(new() { Slug = "none" }, null, 9)).ShouldSatisfyAllConditions(
            p => p.Items.ShouldBeEmpty(), p => p.Next.ShouldBeNull());
    }

    [Fact]
    public async Task ApprovedRuns_AreEarlierOnesOfTheSameRunbookTargetAndGate_LatestFirst()
    {
        foreach (var run in new[] { "a", "b", "refused", "other gate", "d" })
            await Ledger.AppendAsync(run, Ada, Opened());
        await Ledger.AppendAsync("elsewhere", Ada, Opened() with { Target = "host2" });
        await Ledger.AppendAsync("another", Ada, Opened() with { Slug = "another" });
        foreach (var run in new[] { "a", "b", "b", "d", "elsewhere", "another" })
            await Ledger.AppendAsync(run, Ada, Approved($"approval of {run}"));
        await Ledger.AppendAsync("refused", Ada, new ApprovalRefused { GateId = "change", Reason = "The text differs." });
        await Ledger.AppendAsync("other gate", Ada, Approved("approval of another gate") with { GateId = "clean-up" });

        // However often its gate was approved, a run is named once.
        (await ApprovedBefore(long.MaxValue, 9)).ShouldBe(["d", "b", "a"]);
        (await ApprovedBefore(5, 9)).ShouldBe(["b", "a"]);
        (await ApprovedBefore(5, 1)).ShouldBe(["b"]);
        (await ApprovedBefore(1, 9)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Attempts_AsEventsMakeThem_AreListedAndFound()
    {
        await Ledger.AppendAsync("a", Ada, Opened());
        await Ledger.AppendAsync("a", Ada, Started("one"));
        await Ledger.AppendAsync("a", Ada, Finished("one", Outcome.Failed));
        await Ledger.AppendAsync("a", Ada, Started("two"));
        await Ledger.AppendAsync("a", Actor.System, new StepInterrupted { AttemptId = "two", Reason = "so" });

        (await Lists.AttemptsAsync(EvidenceFilter.None, null, 9)).Items.Select(a => (a.AttemptId, a.Outcome, a.WasUnknown))
            .ShouldBe([("two", Outcome.Unknown, true), ("one", Outcome.Failed, false)]);
        (await Lists.AttemptsAsync(new() { Outcome = Outcome.Failed }, null, 9)).Items.Single().AttemptId.ShouldBe("one");
        (await Lists.FindAttemptAsync("one")).ShouldNotBeNull().RunNumber.ShouldBe(1);
        (await Lists.FindAttemptAsync("three")).ShouldBeNull();
        (await Lists.FacetsAsync()).People.ShouldBe(["Ada"]);
    }

    /// <summary>Output is searched line by line, and only when it was made searchable.</summary>
    [Fact]
    public async Task Output_ThatWasIndexed_IsFoundByItsText()
    {
        await Ledger.AppendAsync("a", Ada, Opened());
        await Ledger.AppendAsync("a", Ada, Started("one"));
        await Ledger.AppendAsync("a", Ada, Finished("one", Outcome.Passed));
        (await Index.WaitingAsync(9)).ShouldBe([("one", "a", 2)]);
        (await Index.LastLineAsync("one")).ShouldBe(0);

        await Index.AddAsync("one", [new(1, "oalpha\neBeta gamma"), new(3, "odelta")], whole: true);

        (await Index.WaitingAsync(9)).ShouldBeEmpty();
        (await Index.LastLineAsync("one")).ShouldBe(3);
        (await Index.BlocksAsync("one", 2, 2)).Select(b => b.FirstLine).ShouldBe([1]);
        (await Index.BlocksAsync("one", 2, 3)).Select(b => b.FirstLine).ShouldBe([1, 3]);
        (await Index.SearchAsync("beta", EvidenceFilter.None, null, 9)).Items.Single().Line.Number.ShouldBe(2);
        (await Index.SearchAsync("beta"[..IOutputIndex.ShortestText], EvidenceFilter.None, null, 9)).Items.Count.ShouldBe(1);
        (await Index.SearchAsync("beta"[..(IOutputIndex.ShortestText - 1)], EvidenceFilter.None, null, 9)).Items.ShouldBeEmpty();
        (await Index.SearchAsync("beta", new() { Slug = "another" }, null, 9)).Items.ShouldBeEmpty();
    }

    private async Task<IEnumerable<string>> ApprovedBefore(long number, int count) =>
        (await Lists.ApprovedRunsAsync("cutover", "host1", "change", number, count)).Select(r => r.RunId);

    private static GateApproved Approved(string id) => new()
    {
        ApprovalId = id,
        GateId = "change",
        RunbookDigest = new string('a', 64),
        FolderDigest = new string('f', 64),
        Target = "host1",
        InputsDigest = new string('e', 64),
        Steps = [],
        RestsOn = [],
        Reason = "",
    };
}

/// <summary>SQLite's lists.</summary>
public sealed class SqliteListsTests : ListsContract
{
    protected override void AddStorage(IServiceCollection services) => services.AddSqlite();
}
