using Dashboard.Core.Attempts;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runbooks.Reading;
using Dashboard.Core.Runs;

namespace Dashboard.Core.Tests.Runs;

/// <summary>What an attempt's end means when its output is not there.</summary>
public sealed class OutcomeEvaluatorTests
{
    private const string Lost = "Its output is held back: for a reason.";

    private static Step Change => RunbookParser.Parse("a.md", """
        ---
        gates:
          - {id: change, phrase: change-approved, unlocks: mutating}
        ---
        ```bash {#change .mutating expect-output=done}
        echo done
        ```
        """).Steps[0];

    /// <summary>Output that is not there did not fail to match: of a change, nobody knows whether it would have.</summary>
    [Theory]
    [InlineData(StepKind.Mutating, 0, Outcome.Unknown, Lost)]
    [InlineData(StepKind.Mutating, 1, Outcome.Failed, Lost + " Exit code 1, expected 0.")]
    [InlineData(StepKind.Preflight, 0, Outcome.Failed, Lost)]
    public void Evaluate_ExpectationOnLostOutput_IsNotHeldAgainstIt(StepKind kind, int code, Outcome outcome, string reason)
    {
        var end = new RunnerEnd { ExitCode = code, EndedByItself = true, Sandbox = "" };

        OutcomeEvaluator.Evaluate(Change with { Kind = kind }, end, StopReason.None, "", Lost).ShouldBe((outcome, reason));
    }

    /// <summary>The server was stopped while the start was being committed: nothing ran, and nobody has to say what it did.</summary>
    [Theory]
    [InlineData(true, Outcome.Cancelled)]
    [InlineData(false, Outcome.Unknown)]
    public void Evaluate_ChangeWhenTheServerIsStopped_IsUnknownOnlyWhenItHadBegun(bool notBegun, Outcome outcome)
    {
        var end = new RunnerEnd { Failure = "It was ended.", NotBegun = notBegun, Sandbox = "" };

        OutcomeEvaluator.Evaluate(Change, end, new(StopCause.ServerStopping), "", null).Outcome.ShouldBe(outcome);
    }
}
