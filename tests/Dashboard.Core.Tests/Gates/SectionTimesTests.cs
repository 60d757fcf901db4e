using Dashboard.Core.Gates;
using Dashboard.Core.Runbooks;
using Dashboard.Testing;

namespace Dashboard.Core.Tests.Gates;

/// <summary>When a section was worked on, and how long that was planned to take.</summary>
public sealed class SectionTimesTests
{
    private static readonly Runbook Book = Story.Book("id: change, phrase: change-approved, unlocks: mutating", """
        ## Change
        mutating one plan=60s
        mutating two plan=90s
        manual look
        ## Back
        rollback back plan=30s
        manual told
        """);

    [Fact]
    public void Of_NothingDone_HasNoTimes()
    {
        var times = Of(new RunBuilder(Book), "Change");

        (times.Began, times.Ended, times.IsRollback, times.Planned).ShouldBe((null, null, false, TimeSpan.FromSeconds(150)));
        times.Steps.Select(s => s.Id).ShouldBe(["one", "two", "look"]);
    }

    [Fact]
    public void Of_WhatWasDone_IsFromTheFirstToTheLast()
    {
        var builder = new RunBuilder(Book).After(TimeSpan.FromMinutes(1)).Approve(Book.Gates[0]);
        var began = builder.Now;
        builder.Run("one").Run("two");
        var ended = builder.State.LatestAttempt("two")!.EndedAt;

        (Of(builder, "Change").Began, Of(builder, "Change").Ended).ShouldBe((began, ended));
        Of(builder, "Back").Began.ShouldBeNull("each section has its own times");
        ended = builder.Now;
        builder.Confirm("look");
        (Of(builder, "Change").Began, Of(builder, "Change").Ended).ShouldBe((began, ended));
    }

    [Fact]
    public void Of_WhileSomethingOfItRuns_HasNoEnd()
    {
        var builder = new RunBuilder(Book).Approve(Book.Gates[0]);
        var began = builder.Now;
        builder.Run("one").Begin("two");

        (Of(builder, "Change").Began, Of(builder, "Change").Ended).ShouldBe((began, null));
    }

    [Fact]
    public void Of_TheRollback_IsInNobodysPlan()
    {
        var times = Of(new RunBuilder(Book), "Back");

        (times.IsRollback, times.Planned).ShouldBe((true, TimeSpan.Zero));
        Book.Planned().ShouldBe(TimeSpan.FromSeconds(150));
    }

    private static SectionTimes Of(RunBuilder builder, string title) =>
        SectionTimes.Of(Book, builder.State, Book.Sections.Single(s => s.Title == title));
}
