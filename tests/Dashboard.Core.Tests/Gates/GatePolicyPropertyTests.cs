using CsCheck;
using Dashboard.Core.Gates;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runs;
using Dashboard.Testing;

namespace Dashboard.Core.Tests.Gates;

public sealed class GatePolicyPropertyTests
{
    private const int Stories = 1_500;
    private const int Length = 40;

    private delegate GateDecision Decision(Runbook runbook, RunState run, Step step, Person person, DateTimeOffset now);

    private delegate GateDecision ApprovalDecision(Runbook runbook, RunState run, Gate gate, Person person, DateTimeOffset now);

    [Fact]
    [Needs(Need.Time)]
    public void ChangingStep_InAnyStory_UnlocksOnlyByItsExactCurrentUnspentApproval()
    {
        var unlocked = 0;
        Gen.Int.Sample(seed => Tell(seed, story => Breach(story, GatePolicy.Decide, ref unlocked)).ShouldBeNull(),
            iter: Stories, threads: 1);

        unlocked.ShouldBeGreaterThan(1_000, "stories that unlock nothing prove nothing");
    }

    [Theory]
    [InlineData(LockCode.RunClosed)]
    [InlineData(LockCode.Role)]
    [InlineData(LockCode.NotApproved)]
    [InlineData(LockCode.ApprovalVoided)]
    [InlineData(LockCode.ApprovalExpired)]
    [InlineData(LockCode.ApprovalMismatch)]
    [InlineData(LockCode.ApprovalSpent)]
    [InlineData(LockCode.FourEyes)]
    public void ChangingStep_WithoutOneDefence_IsFoundUnlockedByTheSameCheck(LockCode missing) =>
        Found(story =>
        {
            var unlocked = 0;
            return Breach(story, (b, r, s, p, n) => new([.. GatePolicy.Decide(b, r, s, p, n).Reasons.Where(x => x.Code != missing)]),
                ref unlocked);
        }).ShouldBeTrue();

    [Fact]
    public void Rollback_OnceItsGateWasChanged_IsNeverLockedForAnOperatorInAnOpenRun() =>
        Gen.Int.Sample(seed => Tell(seed, story => RollbackLocked(story, GatePolicy.Decide)).ShouldBeNull(), iter: Stories, threads: 1);

    [Fact]
    public void Rollback_LockedLikeAnyOtherChange_IsFoundByTheSameCheck() =>
        Found(story => RollbackLocked(story, (b, r, s, p, n) =>
        {
            var gate = b.FindGate(s.GateId!)!;
            var likeAChange = b.StepsBehind(gate.Id).First();
            return new([.. GatePolicy.Decide(b, r, likeAChange, p, n).Reasons
                .Where(x => x.Code is LockCode.ApprovalExpired or LockCode.PreflightStale)]);
        })).ShouldBeTrue();

    [Fact]
    public void InProgress_InAnyStory_TheAgeOfThePreflightLocksNeitherStepNorRenewal() =>
        Gen.Int.Sample(seed => Tell(seed, story => Aged(story, GatePolicy.Decide, GatePolicy.DecideApproval)).ShouldBeNull(),
            iter: Stories, threads: 1);

    [Fact]
    public void InProgress_WhenForgotten_IsFoundByTheSameCheck()
    {
        Found(story => Aged(story, (b, r, s, p, n) => GatePolicy.Decide(b, Forget(b, r, s.GateId!), s, p, n), GatePolicy.DecideApproval))
            .ShouldBeTrue();
        Found(story => Aged(story, GatePolicy.Decide, (b, r, g, p, n) => GatePolicy.DecideApproval(b, Forget(b, r, g.Id), g, p, n)))
            .ShouldBeTrue();

        static RunState Forget(Runbook runbook, RunState run, string gate) =>
            run with
            {
                Attempts =
                    [.. run.Attempts.Where(a => runbook.FindStep(a.StepId) is not { } s || s.GateId != gate || !s.Kind.NeedsApproval())],
            };
    }

    [Fact]
    public void Preflight_InAnyStory_CountsForEachGateAsItCountsOnThePage()
    {
        var outOfDate = 0;
        Gen.Int.Sample(seed => Tell(seed, story => Disagreement(story, ref outOfDate)).ShouldBeNull(), iter: Stories, threads: 1);

        outOfDate.ShouldBeGreaterThan(1_000, "stories without rollbacks prove nothing");
    }

    [Fact]
    [Needs(Need.Time)]
    public void Decision_InAnyStory_NeverThrowsAndAlwaysSaysWhy() => Gen.Int.Sample(seed => Tell(seed, story =>
    {
        foreach (var person in RandomStory.People)
        {
            var decisions = story.Runbook.Steps.Select(s => GatePolicy.Decide(story.Runbook, story.State, s, person, story.Now))
                .Concat(story.Runbook.Gates.Select(g => GatePolicy.DecideApproval(story.Runbook, story.State, g, person, story.Now)));
            if (decisions.SelectMany(d => d.Reasons).FirstOrDefault(r => r.Message.Length == 0 || r.Remedy.Length == 0) is { } mute)
                return mute.Code.ToString();
        }

        return null;
    }).ShouldBeNull(), iter: Stories / 4, threads: 1);

    private static string? Breach(RandomStory story, Decision decide, ref int unlocked)
    {
        foreach (var step in story.Runbook.Steps.Where(s => s.Kind.NeedsApproval()))
        {
            foreach (var person in RandomStory.People)
            {
                if (!decide(story.Runbook, story.State, step, person, story.Now).IsUnlocked)
                    continue;
                unlocked++;
                if (GateOracle.Objection(story.Runbook, story.Events, step, person, story.Now) is { } objection)
                    return $"{step.Id} is unlocked for {person.Actor.Name}: {objection}";
            }
        }

        return null;
    }

    private static string? RollbackLocked(RandomStory story, Decision decide)
    {
        if (story.Events.Any(e => e.Event is RunClosed))
            return null;
        foreach (var step in story.Runbook.Steps.Where(s => s.Kind == StepKind.Rollback))
        {
            var changed = GateOracle.WasChanged(story.Runbook, story.Events, story.Runbook.FindGate(step.GateId!)!);
            var decision = decide(story.Runbook, story.State, step, RandomStory.Ann, story.Now);
            if (changed && !decision.IsUnlocked)
                return $"{step.Id} is locked: {decision.Reasons[0].Message}";
        }

        return null;
    }

    private static string? Aged(RandomStory story, Decision decide, ApprovalDecision approve)
    {
        foreach (var gate in story.Runbook.Gates.Where(g => GateOracle.IsInProgress(story.Runbook, story.Events, g)))
        {
            var reasons = story.Runbook.StepsBehind(gate.Id)
                .SelectMany(s => decide(story.Runbook, story.State, s, RandomStory.Ann, story.Now).Reasons)
                .Concat(approve(story.Runbook, story.State, gate, RandomStory.Ann, story.Now).Reasons);
            if (reasons.FirstOrDefault(r => r.Code is LockCode.PreflightStale or LockCode.PreflightMissing) is { } aged)
                return $"{gate.Id} is in progress: {aged.Message}";
        }

        return null;
    }

    private static string? Disagreement(RandomStory story, ref int outOfDate)
    {
        foreach (var gate in story.Runbook.Gates.Where(g => !GatePolicy.IsInProgress(story.Runbook, story.State, g)))
        {
            var asked = GatePolicy.DecideApproval(story.Runbook, story.State, gate, RandomStory.Ann, story.Now).Reasons
                .Where(r => r.Code is LockCode.PreflightStale or LockCode.PreflightMissing).Select(r => r.StepId).ToHashSet();
            foreach (var step in story.Runbook.Steps.Where(s => GatePolicy.IsPreflightOf(s, gate)))
            {
                outOfDate += Counted.IsUndone(story.Runbook, story.State, step) ? 1 : 0;
                if (Counted.OutcomeOf(story.Runbook, story.State, step) != Outcome.Passed
                    ? !asked.Contains(step.Id)
                    : gate.Fresh is null && asked.Contains(step.Id))
                    return $"{gate.Id} and the page disagree about {step.Id}";
            }
        }

        return null;
    }

    /// <summary>Lets a story grow, and looks at it after each event.</summary>
    private static string? Tell(int seed, Func<RandomStory, string?> look)
    {
        var story = new RandomStory(seed);
        for (var i = 0; i < Length; i++)
        {
            story.Step();
            if (look(story) is { } found)
                return $"seed {seed}, event {i}: {found}";
        }

        return null;
    }

    private static bool Found(Func<RandomStory, string?> look) => Enumerable.Range(0, 4_000).Any(seed => Tell(seed, look) is not null);
}
