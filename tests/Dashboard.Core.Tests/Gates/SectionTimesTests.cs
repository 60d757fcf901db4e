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
        var scenes = new RunBuilder(Book).After(TimeSpan.FromMinutes(1)).Approve(Book.Gates[0]);
        var began = scenes.Now;
        scenes.Run("one").Run("two");
        var ended = scenes.State.LatestAttempt("two")!.EndedAt;

        (Of(scenes, "Change").Began, Of(scenes, "Change").Ended).ShouldBe((began, ended));
        Of(scenes, "Back").Began.ShouldBeNull("each section has its own times");
        ended = scenes.Now;
        scenes.Confirm("look");
        (Of(scenes, "Change").Began, Of(scenes, "Change").Ended).ShouldBe((began, ended));
    }

    [Fact]
    public void Of_WhileSomethingOfItRuns_HasNoEnd()
    {
        var scenes = new RunBuilder(Book).Approve(Book.Gates[0]);
        var began = scenes.Now;
        scenes.Run("one").Begin("two");

        (Of(scenes, "Change").Began, Of(scenes, "Change").Ended).ShouldBe((began, null));
    }

    [Fact]
    public void Of_TheRollback_IsInNobodysPlan()
    {
        var times = Of(new RunBuilder(Book), "Back");

        (times.IsRollback, times.Planned).ShouldBe((true, TimeSpan.Zero));
        Book.Planned().ShouldBe(TimeSpan.FromSeconds(150));
    }

    private static SectionTimes Of(RunBuilder scenes, string title) =>
        SectionTimes.Of(Book, scenes.State, Book.Sections.Single(s => s.Title == title));
}
