using Dashboard.Core.Attempts;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runs;
using Dashboard.Testing;

namespace Dashboard.Core.Tests.Runs;

/// <summary>What a step wrote for later ones.</summary>
public sealed class StepOutputsTests
{
    private static readonly Step Step = RunBuilder.Step("look", StepKind.Preflight, "Look", "s") with
    {
        Outputs = [new("SNAPSHOT", "", "s-[0-9]+", false, null), new("NODES", "", null, false, null, InputKind.List)],
    };

    [Theory]
    [InlineData("SNAPSHOT=s-1\nNODES=a b\n", null)]
    [InlineData("\r\nSNAPSHOT=s-0\r\nSNAPSHOT=s-1\r\nNODES=a,b", null)]
    [InlineData("SNAPSHOT=s-1\n", "It wrote no value for NODES to $CUTOVER_OUTPUT.")]
    [InlineData("SNAPSHOT=\nNODES=a\n", "It wrote no value for SNAPSHOT to $CUTOVER_OUTPUT.")]
    [InlineData("SNAPSHOT=x\nNODES=a\n", "What it wrote to $CUTOVER_OUTPUT does not fit: SNAPSHOT must match s-[0-9]+")]
    [InlineData("SNAPSHOT=s-1\nNODES=a\nOTHER=1\n", "It wrote a value “OTHER” to $CUTOVER_OUTPUT, which its outputs do not name.")]
    [InlineData("SNAPSHOT=s-1\nNODES=a\nhello\n", "A line that it wrote to $CUTOVER_OUTPUT is not NAME=value.")]
    [InlineData(null, "What it wrote to $CUTOVER_OUTPUT could not be read.")]
    public void Read_ManyTexts_TellsWhatIsWrong(string? written, string? problem) =>
        StepOutputs.Read(Step, written).Problem.ShouldBe(problem);

    [Fact]
    public void Read_GoodLines_GivesValuesAsStepsGetThem()
    {
        var values = StepOutputs.Read(Step, "SNAPSHOT=s-1\nNODES=a, b\n").Values;
        values["SNAPSHOT"].ShouldBe("s-1");
        values["NODES"].ShouldBe("a b");
        // What fits counts, whatever else is wrong: a rollback may need it.
        StepOutputs.Read(Step, "SNAPSHOT=s-2\nnonsense").Values["SNAPSHOT"].ShouldBe("s-2");
    }

    [Fact]
    public void Evaluate_StepThatWroteNothing_HasNotPassed()
    {
        var end = new RunnerEnd { ExitCode = 0, Sandbox = "", Written = "" };
        OutcomeEvaluator.Evaluate(Step, end, StopReason.None, "", null)
            .ShouldBe((Outcome.Failed, "It wrote no value for SNAPSHOT to $CUTOVER_OUTPUT."));
        OutcomeEvaluator.Evaluate(Step, end with { Written = "SNAPSHOT=s-1\nNODES=a" }, StopReason.None, "", null).Outcome
            .ShouldBe(Outcome.Passed);
    }
}
