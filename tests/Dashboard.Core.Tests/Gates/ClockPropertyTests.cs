using CsCheck;
using Dashboard.Core.Gates;
using Dashboard.Core.Runs;
using Dashboard.Testing;

namespace Dashboard.Core.Tests.Gates;

/// <summary>A clock that is set back makes no evidence younger and no approval longer, whatever has happened in the run.</summary>
public sealed class ClockPropertyTests
{
    private const int Length = 40;

    [Fact]
    [Needs(Need.Time)]
    public void Decision_ByAClockThatWasSetBack_UnlocksNothingMore()
    {
        var unlocked = 0;
        Gen.Int.Sample(seed => Tell(seed, s => s, ref unlocked).ShouldBeNull(), iter: 2_000, threads: 1);

        unlocked.ShouldBeGreaterThan(1_000, "stories that unlock nothing prove nothing");
    }

    [Fact]
    public void Decision_ByTheClockAlone_IsFoundUnlockingMoreByTheSameCheck()
    {
        // A run that does not know when its latest entry was written goes by the clock, as it is.
        var unlocked = 0;
        Enumerable.Range(0, 2_000).Any(seed => Tell(seed, run => run with { Events = [] }, ref unlocked) is not null).ShouldBeTrue();
    }

    [Fact]
    [Needs(Need.Time)]
    public void Evidence_FromBeforeNobodyKnowsWhen_UnlocksNothing()
    {
        var locked = 0;
        Gen.Int.Sample(seed =>
        {
            var story = new RandomStory(seed);
            for (var i = 0; i < Length; i++)
                story.Step();
            var after = story.State.Apply(
                new(story.Events.Count + 1, story.Now, Actor.System, new ClockChanged { By = -TimeSpan.FromDays(1), AgeUnknown = true }));
            foreach (var gate in story.Runbook.Gates.Where(g => g.Valid is not null
                && GatePolicy.Current(story.Runbook, story.State, g, story.Now) is not null))
            {
                GatePolicy.Current(story.Runbook, after, gate, story.Now).ShouldBeNull($"seed {seed}");
                locked++;
            }
        }, iter: 2_000, threads: 1);

        locked.ShouldBeGreaterThan(100, "stories without an approval that expires prove nothing");
    }

    private static string? Tell(int seed, Func<RunState, RunState> seen, ref int unlocked)
    {
        var (story, random) = (new RandomStory(seed), new Random(seed));
        for (var i = 0; i < Length; i++)
        {
            story.Step();
            var latest = story.State.Events[^1].At;
            var back = latest - TimeSpan.FromMinutes(random.Next(1, 3000));
            foreach (var step in story.Runbook.Steps)
            {
                if (!GatePolicy.Decide(story.Runbook, seen(story.State), step, RandomStory.Ann, back).IsUnlocked)
                    continue;
                unlocked++;
                if (!GatePolicy.Decide(story.Runbook, story.State, step, RandomStory.Ann, latest).IsUnlocked)
                    return $"seed {seed}, event {i}: {step.Id} is unlocked by a clock that was set back";
            }

            foreach (var gate in story.Runbook.Gates)
            {
                var (then, now) = (GatePolicy.DecideApproval(story.Runbook, seen(story.State), gate, RandomStory.Ann, back),
                    GatePolicy.DecideApproval(story.Runbook, story.State, gate, RandomStory.Ann, latest));
                if (then.IsUnlocked && !now.IsUnlocked)
                    return $"seed {seed}, event {i}: {gate.Id} can be approved by a clock that was set back";
            }
        }

        return null;
    }
}
