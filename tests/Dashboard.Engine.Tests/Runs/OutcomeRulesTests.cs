using Dashboard.Core.Runbooks;
using Dashboard.Core.Runs;
using Dashboard.Engine.Runs;

namespace Dashboard.Engine.Tests.Runs;

/// <summary>What an attempt's end means when its output is not there.</summary>
public sealed class OutcomeRulesTests
{
    private const string Lost = "Its output is held back: for a reason.";

    /// <summary>Output that is not there did not fail to match: of a change, nobody knows whether it would have.</summary>
    [Theory]
    [InlineData(StepKind.Mutating, 0, Outcome.Unknown, Lost)]
    [InlineData(StepKind.Mutating, 1, Outcome.Failed, Lost + " Exit code 1, expected 0.")]
    [InlineData(StepKind.Preflight, 0, Outcome.Failed, Lost)]
    public void Judge_ExpectationOnLostOutput_IsNotHeldAgainstIt(StepKind kind, int code, Outcome outcome, string reason)
    {
        var step = RunbookParser.Parse("a.md", """
            ---
            gates:
              - {id: change, phrase: change-approved, unlocks: mutating}
            ---
            ```bash {#change .mutating expect-output=done}
            echo done
            ```
            """).Steps[0];
        using var stop = new StopSignal(TimeSpan.FromHours(1), TimeProvider.System);

        OutcomeRules.Judge(step with { Kind = kind }, new() { ExitCode = code, EndedByItself = true, Sandbox = "" }, stop, "", Lost).ShouldBe((outcome, reason));
    }
}
