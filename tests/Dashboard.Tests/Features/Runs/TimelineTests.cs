using Dashboard.Core.Gates;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runbooks.Reading;
using Dashboard.Features.Runs;
using Dashboard.Testing;

namespace Dashboard.Tests.Features.Runs;

public sealed class TimelineTests
{
    [Fact]
    public void Section_NotBegun_HasItsPlanAlone()
    {
        var row = Rows(new RunBuilder())["Cutover"];

        (row.Words, row.ActualWidth).ShouldBe(("3 min planned", 0));
        row.PlanWidth.ShouldBeGreaterThan(0);
    }

    /// <summary>From the confirmation that it began with, as the report has it.</summary>
    [Fact]
    public void Section_Begun_HasWhatItTookBesideItsPlan() =>
        Rows(new RunBuilder().Confirm("announced").Run("ca-key"))["Preflight"].Words.ShouldBe("10 s of 2 min");

    [Fact]
    public void Section_OfWhichOnlyAStepWasConfirmed_HasItsPlanAlone()
    {
        var row = Rows(new RunBuilder().Confirm("announced"))["Preflight"];

        (row.Words, row.ActualWidth).ShouldBe(("2 min planned", 0));
    }

    [Fact]
    public void Section_OfConfirmationsAlone_IsConfirmedAndTookNoTimeThatAnybodyMeasured()
    {
        var step = RunBuilder.Step("soaked", StepKind.Manual, "Watched for a while", "soak", planSeconds: 20);
        var book = RunBuilder.Runbook with { Steps = [step], Sections = [new("soak", "Soak", ["soaked"])] };

        Rows(new RunBuilder(book))["Soak"].Words.ShouldBe("20 s planned");
        Rows(new RunBuilder(book).Confirm("soaked"))["Soak"].Words.ShouldBe("confirmed");
    }

    [Fact]
    public void Section_OfConfirmationsThatARollbackMadeOutOfDate_IsNotToldAsConfirmed()
    {
        Step[] steps =
        [
            RunBuilder.Step("bring-up", StepKind.Mutating, "Bring up", "cutover", gate: "runtime-cutover"),
            RunBuilder.Step("soaked", StepKind.Manual, "Watched for a while", "soak", planSeconds: 20),
            RunBuilder.Step("back", StepKind.Rollback, "Back", "rollback", gate: "runtime-cutover"),
        ];
        var builder = new RunBuilder(RunBuilder.Runbook with
        {
            Steps = [.. steps],
            Sections = [.. steps.Select(s => new Section(s.SectionId, s.SectionId, [s.Id]))],
        });

        Rows(builder.Approve(RunBuilder.Cutover).Run("bring-up").Confirm("soaked"))["soak"].Words.ShouldBe("confirmed");
        Rows(builder.Run("back"))["soak"].Words.ShouldBe("out of date");
    }

    [Fact]
    public void Section_WithACheckOfTheRollback_IsPlannedWithoutIt()
    {
        var builder = new RunBuilder(RunbookParser.Parse("back.md", """
            ---
            gates:
              - {id: g, phrase: g-approved, unlocks: mutating}
            ---
            ## Change
            ```sh {#switch .mutating plan=5m}
            true
            ```
            ```sh {#back .rollback verify=is-back plan=3m}
            true
            ```
            ```sh {#is-back .smoke plan=2m}
            true
            ```
            """));

        builder.Book.Planned().ShouldBe(TimeSpan.FromMinutes(5));
        Rows(builder)["Change"].Words.ShouldBe("5 min planned");
    }

    [Fact]
    public void Rollback_Unused_HasNoRow() => Rows(new RunBuilder()).ShouldNotContainKey("Rollback");

    private static Dictionary<string, TimelineRow> Rows(RunBuilder builder) =>
        Timeline.Of(builder.Book, builder.State, builder.Now).ToDictionary(r => r.Title);
}
