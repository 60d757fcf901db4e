using AngleSharp.Dom;
using Bunit;
using Dashboard.Core.Runbooks;
using Dashboard.Features.Runs;
using Dashboard.Testing;
using Dashboard.Tests.Doubles;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Features.Runs.Dialogs;

/// <summary>What an approver is shown of the steps that an approval lets run: those that it unlocks, and their rollback.</summary>
public sealed class ApprovalStepsTests : ScreenTest
{
    private static readonly Step Switch =
        RunBuilder.Step("switch", StepKind.Destructive, "Switch", "clean-up", "cd scripts && ./switch.sh\n", "clean-up");

    [Fact]
    public async Task Dialog_Rollback_IsShownInFullWithItsFiles()
    {
        var back = RunBuilder.Step("undo", StepKind.Rollback, "Undo it all", "rollback", "scripts/undo.sh\n", RunBuilder.Cutover.Id);
        Pinned.Add("signer.md", "# x");
        Pinned.Add("scripts/undo.sh", "rm -rf /srv\n");
        await OpenAsync(RunBuilder.Cutover,
            new RunBuilder(RunBuilder.Runbook with { Steps = RunBuilder.Runbook.Steps.Add(back) }).Prepared());

        Dialogs.FindAll("h3").Select(h => h.TextContent)
            .ShouldContain("Once one of them has run, these rollbacks may run without approval");
        var shown = Dialogs.FindAll(".unlocks.kind-rollback");
        shown.Select(s => s.QuerySelector("b")!.TextContent).ShouldBe(["Back to Vault", "Undo it all"]);
        shown[0].QuerySelector(".command")!.TextContent.ShouldBe("docker compose up -d safe-session-api\n");
        shown[1].QuerySelector(".pinned-fold .path")!.TextContent.ShouldBe("scripts/undo.sh");
        Dialogs.FindAll(".pinned-files")[^1].QuerySelectorAll(".path").Select(p => p.TextContent).ShouldBe(["signer.md"]);
    }

    [Fact]
    public async Task Dialog_GateWithoutRollback_SaysNothingOfOne()
    {
        await OpenAsync(RunBuilder.Cleanup, new RunBuilder());

        Dialogs.Find("[role=dialog]").TextContent.ShouldNotContain("without asking");
    }

    [Fact]
    public async Task Dialog_StepWithAnotherMeaningOfPassed_SaysItAsTheCardDoes()
    {
        var step = Switch with { ExpectExit = 3, ExpectOutput = "^ok\tdone$", Verify = "health" };
        var book = RunBuilder.Runbook with { Steps = RunBuilder.Runbook.Steps.Add(step) };
        await OpenAsync(RunBuilder.Cleanup, new(book));
        var card = Context.Render<StepCard>(p => p
            .Add(c => c.Model, new RunBuilder(book).As(RunBuilder.Op)).Add(c => c.Actions, Actions()).Add(c => c.Step, step));

        string[] words =
            ["Passes with exit code 3 and output that matches ^ok done$.",
                "If interrupted, “Health says local” shows whether it took effect."];
        Dialogs.FindAll(".unlocks .pass-rule").Select(Words).ShouldBe(words);
        card.FindAll(".pass-rule").Select(Words).ShouldBe(words);
    }

    [Fact]
    public async Task Dialog_StepThatPassesWithExitCodeZero_SaysNothingOfIt()
    {
        await OpenAsync(RunBuilder.Cleanup, new());

        Dialogs.FindAll(".pass-rule").ShouldBeEmpty();
    }

    [Fact]
    public async Task Dialog_LongCommandAndFile_SayTheirLengthAndMarkTheirGaps()
    {
        var body = "scripts/long.sh\n" + new string('\n', 12) + string.Concat(Enumerable.Repeat("true\n", 20));
        var step = Switch with { Body = body };
        Pinned.Add("signer.md", "# x");
        Pinned.Add("scripts/long.sh", "true\n" + new string('\n', 40) + "rm -rf /srv\n");
        var steps = RunBuilder.Runbook.Steps.Replace(RunBuilder.Runbook.FindStep("stop-vault")!, step);
        await OpenAsync(RunBuilder.Cleanup, new(RunBuilder.Runbook with { Steps = steps }));

        Dialogs.Find(".unlocks .command-head").TextContent.ShouldContain("33 lines");
        Dialogs.Find(".unlocks .cmd-gap").GetAttribute("data-gap").ShouldBe("12 blank lines");
        Dialogs.Find(".unlocks .command").TextContent.ShouldBe(body);
        Dialogs.Find(".unlocks .pinned-fold").TextContent.ShouldContain("42 lines");
        await Dialogs.Find(".unlocks .pinned-fold").ClickAsync(new());
        Dialogs.Find(".pinned-text .cmd-gap").GetAttribute("data-gap").ShouldBe("40 blank lines");
    }

    private static string Words(IElement element) =>
        string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private async Task OpenAsync(Gate gate, RunBuilder builder)
    {
        _ = Dialogs.InvokeAsync(() => Actions().ApproveAsync(gate, builder.As(RunBuilder.Op)));
        await Dialogs.WaitForElementAsync("[role=dialog]");
    }
}
