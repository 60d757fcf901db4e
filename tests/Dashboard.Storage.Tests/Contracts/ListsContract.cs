using Dashboard.Core.Runs;
using Dashboard.Engine.Ports;
using Dashboard.Storage.DependencyInjection;
using Microsoft.Extensions.DependencyInjection;
using static Dashboard.Testing.StorageHarness;

namespace Dashboard.Storage.Tests.Contracts;

/// <summary>The tables that lists are made of: brought up to date with each event.</summary>
public abstract class ListsContract : StorageContract
{
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
        (await Index.SearchAsync("be", EvidenceFilter.None, null, 9)).Items.ShouldBeEmpty();
        (await Index.SearchAsync("beta", new() { Slug = "another" }, null, 9)).Items.ShouldBeEmpty();
    }
}

/// <summary>SQLite's lists.</summary>
public sealed class SqliteListsTests : ListsContract
{
    protected override void AddStorage(IServiceCollection services) => services.AddSqlite();
}
