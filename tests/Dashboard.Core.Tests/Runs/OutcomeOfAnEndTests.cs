using Dashboard.Core.Attempts;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runbooks.Reading;
using Dashboard.Core.Runs;

namespace Dashboard.Core.Tests.Runs;

/// <summary>What an attempt came to when its output is there, and in which words that is told.</summary>
public sealed class OutcomeOfAnEndTests
{
    private const string Begun = "It was begun, and its end was not seen.";

    private static readonly Step Change = RunbookParser.Parse("a.md", """
        ---
        gates:
          - {id: change, phrase: change-approved, unlocks: mutating}
        ---
        ```bash {#change .mutating timeout=90s}
        true
        ```
        """).Steps[0];

    private static readonly Step Check = Change with { Kind = StepKind.Preflight };

    [Theory]
    [InlineData(0, 0, Outcome.Passed, "Exit code 0.")]
    [InlineData(3, 3, Outcome.Passed, "Exit code 3.")]
    [InlineData(1, 0, Outcome.Failed, "Exit code 1, expected 0.")]
    [InlineData(0, 3, Outcome.Failed, "Exit code 0, expected 3.")]
    [InlineData(null, 0, Outcome.Failed, "Exit code none, expected 0.")]
    public void Evaluate_ExitCode_IsHeldAgainstTheOneExpected(int? code, int expected, Outcome outcome, string reason) =>
        Evaluate(Change with { ExpectExit = expected }, Ended(code)).ShouldBe((outcome, reason));

    [Theory]
    [InlineData("done")]
    [InlineData("first\ndone\nlast")]
    [InlineData("\e[32mdone\e[0m")]
    public void Evaluate_OutputThatMatches_PassesInAnyLineAndColour(string text) =>
        Evaluate(Change with { ExpectOutput = "^done$" }, Ended(0), text: text)
            .ShouldBe((Outcome.Passed, "Exit code 0, and the output is as expected."));

    [Theory]
    [InlineData("not done")]
    [InlineData("Done")]
    [InlineData("")]
    public void Evaluate_OutputThatDoesNotMatch_FailsAndNamesThePattern(string text) =>
        Evaluate(Change with { ExpectOutput = "^done$" }, Ended(0), text: text)
            .ShouldBe((Outcome.Failed, "The output does not match ^done$"));

    [Fact]
    public void Evaluate_AFailureOfItsRunner_IsToldBeforeCodeAndOutput() =>
        Evaluate(Change with { ExpectOutput = "^done$" }, Ended(1) with { Failure = "The image is not there." })
            .ShouldBe((Outcome.Failed, "The image is not there."));

    [Fact]
    public void Evaluate_LostOutputOfAChangeThatFailedOtherwise_SaysBoth() =>
        OutcomeEvaluator.Evaluate(Change, Ended(2), StopReason.None, "", "It is lost.")
        .ShouldBe((Outcome.Failed, "It is lost. Exit code 2, expected 0."));

    [Theory]
    [InlineData(StopCause.Deadline, StepKind.Mutating, Outcome.TimedOut, "It was ended after 1 min 30 s, its time limit.")]
    [InlineData(StopCause.Deadline, StepKind.Preflight, Outcome.TimedOut, "It was ended after 1 min 30 s, its time limit.")]
    [InlineData(StopCause.Cancelled, StepKind.Mutating, Outcome.Cancelled, "Ann cancelled it.")]
    [InlineData(StopCause.Cancelled, StepKind.Smoke, Outcome.Cancelled, "Ann cancelled it.")]
    [InlineData(StopCause.ServerStopping, StepKind.Preflight, Outcome.Cancelled, "The server was stopped while it ran.")]
    [InlineData(StopCause.ServerStopping, StepKind.Rollback, Outcome.Unknown, "The server was stopped while it ran.")]
    public void Evaluate_WhatEndedIt_IsTheOutcome(StopCause cause, StepKind kind, Outcome outcome, string reason) =>
        Evaluate(Change with { Kind = kind }, new() { Sandbox = "" }, new(cause, "Ann")).ShouldBe((outcome, reason));

    [Fact]
    public void Evaluate_StoppedAfterItHadEnded_IsWhatItCameTo()
    {
        foreach (var cause in new[] { StopCause.Deadline, StopCause.Cancelled, StopCause.ServerStopping })
        {
            Evaluate(Change, Ended(0), new(cause, "Ann")).ShouldBe((Outcome.Passed, "Exit code 0."));
            Evaluate(Change, Ended(1), new(cause, "Ann")).Outcome.ShouldBe(Outcome.Failed);
        }
    }

    [Theory]
    [InlineData(StopCause.None, Begun)]
    [InlineData(StopCause.Deadline, "Its time limit of 1 min 30 s was over. " + Begun)]
    [InlineData(StopCause.Cancelled, "Ann cancelled it. " + Begun)]
    [InlineData(StopCause.ServerStopping, "The server was stopped while it ran. " + Begun)]
    public void Evaluate_ChangeWhoseEndNobodySaw_IsUnknownWhateverStoppedIt(StopCause cause, string reason)
    {
        var end = new RunnerEnd { Failure = Begun, Uncertain = true, Sandbox = "" };

        Evaluate(Change, end, new(cause, "Ann")).ShouldBe((Outcome.Unknown, reason));
        Evaluate(Check, end, new(cause, "Ann")).Outcome.ShouldNotBe(Outcome.Unknown, "a check has changed nothing");
    }

    private static (Outcome Outcome, string Reason) Evaluate(Step step, RunnerEnd end, StopReason? stop = null, string text = "") =>
        OutcomeEvaluator.Evaluate(step, end, stop ?? StopReason.None, text, null);

    private static RunnerEnd Ended(int? code) => new() { ExitCode = code, EndedByItself = true, Sandbox = "" };
}
