using Dashboard.Core.Gates;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runbooks.Reading;
using Dashboard.Core.Runs;

namespace Dashboard.Core.Tests.Gates;

/// <summary>Whether one person approved and ran: what the gate's bar and the audit both say.</summary>
public sealed class SoloRuleTests
{
    private static readonly DateTimeOffset At = new(2026, 1, 31, 21, 0, 0, TimeSpan.Zero);
    private static readonly Actor Ada = new("a", "Ada"), Bob = new("b", "Bob");

    private static Runbook Book => RunbookParser.Parse("book.md", """
        ---
        gates:
          - {id: g, phrase: g-approved, unlocks: mutating}
        ---
        ```sh {#switch .mutating}
        true
        ```
        """);

    [Fact]
    public void Of_NobodyHasRun_IsUnknown() => Solo().ShouldBeNull();

    [Fact]
    public void Of_OthersRan_IsFalse() => Solo(Bob).ShouldBe(false);

    [Fact]
    public void Of_TheApproverRanToo_IsTrue() => Solo(Bob, Ada).ShouldBe(true);

    /// <summary>One rule for the engine, the dialog and the gate's bar.</summary>
    [Theory]
    [InlineData(FourEyes.Preferred, Role.Operator, true)]
    [InlineData(FourEyes.Preferred, Role.Lead, false)]
    [InlineData(FourEyes.No, Role.Operator, false)]
    [InlineData(FourEyes.Required, Role.Operator, false)]
    public void NeedsReason_WhereTwoPeopleArePreferred_OfWhoeverCouldGoOnAlone(FourEyes four, Role role, bool needs) =>
        SoloRule.NeedsReason(Book.Gates[0] with { FourEyes = four }, new(Ada, [role])).ShouldBe(needs);

    private static bool? Solo(params Actor[] runners)
    {
        List<RecordedEvent> events =
        [
            new(1, At, Ada, new RunOpened
            {
                Slug = "book", Title = "Book", RunbookDigest = "d", Files = [], Target = "host", Mode = RunMode.Live,
                Inputs = System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty,
            }),
            new(2, At, Ada, new GateApproved
            {
                ApprovalId = "p", GateId = "g", RunbookDigest = "d", FolderDigest = "f", Target = "host", InputsDigest = "i",
                Steps = [new("switch", Book.Steps[0].Digest)], RestsOn = [], Reason = "",
            }),
        ];
        foreach (var runner in runners)
        {
            events.Add(new(events.Count + 1, At, runner, new StepStarted
            {
                AttemptId = $"a{events.Count}",
                StepId = "switch",
                StepDigest = "d",
                Number = events.Count,
                Target = "host",
                ApprovalId = "p",
            }));
        }

        var run = RunState.Fold("r", [.. events]);
        return SoloRule.Of(run, run.Approvals.Single());
    }
}
