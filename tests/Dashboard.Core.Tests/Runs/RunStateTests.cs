using System.Collections.Immutable;
using Dashboard.Core.Runs;

namespace Dashboard.Core.Tests.Runs;

public sealed class RunStateTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);

    private static RunState Fold(params RunEvent[] events) => RunState.Fold("run", events
        .Prepend(new RunOpened
        {
            Slug = "a",
            Title = "a",
            RunbookDigest = "d",
            Files = [],
            Target = "host",
            Mode = RunMode.Live,
            Inputs = ImmutableSortedDictionary<string, string>.Empty,
        })
        .Select((e, i) => new RecordedEvent(i + 1, Start.AddMinutes(i), new("ann", "Ann"), e)));

    private static StepStarted Started(string attempt) =>
        new() { AttemptId = attempt, StepId = "step", StepDigest = "d", Number = 1, Target = "host" };

    private static StepFinished Finished(string attempt, Outcome outcome) =>
        new() { AttemptId = attempt, Outcome = outcome, Reason = "", Sandbox = "", Stdout = new(0, "", 0), Stderr = new(0, "", 0) };

    private static VerdictGiven Verdict(string attempt, Outcome outcome) => new() { AttemptId = attempt, Verdict = outcome, Note = "" };

    [Fact]
    public void Attempt_ThatWasInterrupted_StaysUnknownWhateverIsToldOfItsEnd() =>
        Fold(Started("a"), new StepInterrupted { AttemptId = "a", Reason = "" }, Finished("a", Outcome.Passed)).OutcomeOf("step")
            .ShouldBe(Outcome.Unknown);

    [Fact]
    public void Attempt_ThatFailed_IsNotMadeToPassByAVerdictOrASecondEnd() =>
        Fold(Started("a"), Finished("a", Outcome.Failed), Verdict("a", Outcome.Passed), Finished("a", Outcome.Passed)).OutcomeOf("step")
            .ShouldBe(Outcome.Failed);

    [Fact]
    public void Attempt_OfUnknownOutcome_IsSettledByAVerdict() =>
        Fold(Started("a"), new StepInterrupted { AttemptId = "a", Reason = "" }, Verdict("a", Outcome.Passed)).OutcomeOf("step")
            .ShouldBe(Outcome.Passed);

    [Fact]
    public void Attempt_UnderWay_IsRunningAndHasNoOutcome()
    {
        var state = Fold(Started("a"), Verdict("a", Outcome.Passed));

        state.Running!.Id.ShouldBe("a");
        state.OutcomeOf("step").ShouldBeNull();
    }

    [Fact]
    public void Confirmation_OfAStepThatTheServerRan_DoesNotOutweighItsFailure() =>
        Fold(Started("a"), Finished("a", Outcome.Failed), new ManualConfirmed { StepId = "step", StepDigest = "d", Note = "" })
            .OutcomeOf("step").ShouldBe(Outcome.Failed);

    [Fact]
    public void Run_ClosedTwice_KeepsTheFirstResult()
    {
        var state = Fold(
            new RunClosed { Result = RunResult.RolledBack, Reason = "" }, new RunClosed { Result = RunResult.Completed, Reason = "" });

        (state.IsOpen, state.Closed!.Result, state.ClosedAt).ShouldBe((false, RunResult.RolledBack, Start.AddMinutes(1)));
    }

    [Fact]
    public void Fold_OfNothingOrAnotherFirstEvent_IsRefused()
    {
        Should.Throw<ArgumentException>(() => RunState.Fold("run", []));
        Should.Throw<ArgumentException>(() => RunState.Fold("run", [new(1, Start, Actor.System, Started("a"))]));
    }
}
