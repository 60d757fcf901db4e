using AngleSharp.Dom;
using Bunit;
using Dashboard.Core.Gates;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runs;
using Dashboard.Engine.Runs;
using Dashboard.Shared.Dialogs;
using Dashboard.Testing;
using Dashboard.Tests.Doubles;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Features.Runs.Dialogs;

public sealed class ApprovalDialogTests : ScreenTest
{
    private const string Phrase = "m04-vault-runtime-cutover-approved";

    [Fact]
    public async Task Dialog_Open_SaysAllThatAnApprovalMeans()
    {
        await OpenAsync();

        var dialog = Dialogs.Find("[role=dialog]");
        dialog.GetAttribute("aria-labelledby").ShouldBe(Dialogs.Find("h2").Id);
        Dialogs.Find("h2").TextContent.ShouldBe("Approve “runtime cutover” on rs2000");
        var text = dialog.TextContent;
        text.ShouldContain("LIVE");
        text.ShouldContain(Digests.Of("book")[..8]);
        text.ShouldContain("valid for 1 h");
        Dialogs.FindAll(".unlocks > b").Select(b => b.TextContent)
            .ShouldBe(["Bring up the local signer", "Reload the trusted CAs", "Back to Vault"]);
        Dialogs.Find(".unlocks pre").TextContent.ShouldContain("up -d safe-session-api");
        Dialogs.FindAll(".evidence-list li").Select(l => l.TextContent.Trim()).First().ShouldContain("passed · 0.4 s");
        text.ShouldContain("Does not unlock");
        text.ShouldContain("Stop Vault");
        Dialogs.FindAll("b").ShouldContain(b => b.TextContent == Phrase);
    }

    [Fact]
    public async Task Dialog_VeryLongTitle_StandsInFullWhereItScrolls()
    {
        var gate = RunBuilder.Cleanup with { Title = new string('x', 99) + "💥" + new string('y', 5000) };
        _ = Dialogs.InvokeAsync(() => Actions().ApproveAsync(gate, new RunBuilder().As(RunBuilder.Op)));
        await Dialogs.WaitForElementAsync("[role=dialog]");

        Dialogs.Find("h2").TextContent.ShouldBe($"Approve “{new string('x', 99)}…” on rs2000");
        Dialogs.Find(".full-title").TextContent.ShouldEndWith(gate.Title);
    }

    [Fact]
    public async Task Dialog_AskedForTwiceBeforeItIsThere_OpensOnce()
    {
        var actions = Actions();
        await Dialogs.InvokeAsync(() =>
        {
            _ = actions.KeysAsync();
            _ = actions.ApproveAsync(RunBuilder.Cutover, new RunBuilder().Prepared().As(RunBuilder.Op));
        });

        Dialogs.FindAll("[role=dialog]").Count.ShouldBe(1);
    }

    [Fact]
    public async Task Dialog_PhraseInput_LeavesTypingToThePerson()
    {
        await OpenAsync();

        var input = Dialogs.Find(".phrase input");
        input.GetAttribute("autocomplete").ShouldBe("off");
        input.GetAttribute("spellcheck").ShouldBe("false");
        Dialogs.Find($"#{input.GetAttribute("aria-describedby")}").GetAttribute("aria-live").ShouldBe("polite");
    }

    [Theory]
    [InlineData("", "34 characters missing")]
    [InlineData("m04-vault-runtime-cutover-appr", "4 characters missing")]
    [InlineData("m04-vault-runtime-cutover-approve", "1 character missing")]
    [InlineData("m04-vault-runtime-cutover-approved ", "1 character too many at the end (white space)")]
    [InlineData(" m04-vault-runtime-cutover-approved", "Differs at character 1")]
    [InlineData("M04-vault-runtime-cutover-approved", "Differs at character 1")]
    [InlineData("m04-vault-runtime-cutоver-approved", "Differs at character 22")]
    [InlineData("m04-vault-runtime-cutover-\u200bapproved", "Differs at character 27")]
    [InlineData("m04‑vault-runtime-cutover-approved", "Differs at character 4")]
    public async Task Dialog_OtherBytes_SaysHowTheyDifferAndStaysDisabled(string typed, string hint)
    {
        await OpenAsync();

        Dialogs.Find(".phrase input").Input(typed);

        Dialogs.Find(".hint").TextContent.ShouldBe(hint);
        Approve.HasAttribute("disabled").ShouldBeTrue();
        Dialogs.Find(".phrase input").KeyDown("Enter");
        Runs.Commands.ShouldBeEmpty();
    }

    [Fact]
    public async Task Dialog_ExactBytes_HandsPhraseAndReasonOverAndCloses()
    {
        await OpenAsync();

        Dialogs.FindAll("input").First(i => i.ParentElement!.ClassName != "phrase").Input(" window 21:00 ");
        Dialogs.Find(".phrase input").Input(Phrase);
        Dialogs.Find(".hint").TextContent.ShouldBe("The phrase matches.");
        await Approve.ClickAsync(new());

        Runs.Commands.ShouldBe([new RunCommand.ApproveGate("runtime-cutover", Phrase, "window 21:00")]);
        Dialogs.FindAll("[role=dialog]").ShouldBeEmpty();
    }

    [Fact]
    public async Task Dialog_Refused_StaysOpenAndSaysWhy()
    {
        Runs.Refuse(LockCode.Changed, "The runbooks folder is not what was pinned.", "Open a new run.");
        await OpenAsync();

        Dialogs.Find(".phrase input").Input(Phrase);
        await Approve.ClickAsync(new());

        Dialogs.Find("[role=dialog] [role=alert]").TextContent.ShouldContain("The runbooks folder is not what was pinned.");
    }

    [Fact]
    public async Task Dialog_NotNow_ClosesWithoutACommand()
    {
        await OpenAsync();

        await Dialogs.FindAll("button").First(b => b.TextContent == "Cancel").ClickAsync(new());

        Dialogs.FindAll("[role=dialog]").ShouldBeEmpty();
        Runs.Commands.ShouldBeEmpty();
        // The key itself is caught in the browser: the browser tests press it.
        DialogPresets.Standard.CloseOnEscapeKey.ShouldBe(true);
    }

    [Fact]
    public async Task Dialog_InProgress_SaysThatThePhraseAloneIsAskedFor()
    {
        await OpenAsync(new RunBuilder().Prepared().Approve(RunBuilder.Cutover).Run("bring-up", Outcome.Failed));

        Dialogs.Find("[role=dialog]").TextContent.ShouldContain("Re-enter only the phrase.");
    }

    [Fact]
    public async Task Dialog_FourEyesPreferredAndAlone_AsksForAReason()
    {
        _ = Dialogs.InvokeAsync(() => Actions().ApproveAsync(RunBuilder.Cleanup, new RunBuilder().As(RunBuilder.Op)));
        await Dialogs.WaitForElementAsync("[role=dialog]");

        Dialogs.Find(".phrase input").Input(RunBuilder.Cleanup.Phrase);
        Approve.HasAttribute("disabled").ShouldBeTrue();
        Dialogs.FindAll("input").First(i => i.ParentElement!.ClassName != "phrase").Input("alone tonight");

        Approve.HasAttribute("disabled").ShouldBeFalse();
    }

    private IElement Approve =>
        Dialogs.FindAll("button").First(b => b.TextContent.StartsWith("Approve and unlock", StringComparison.Ordinal));

    private async Task OpenAsync(RunBuilder? builder = null)
    {
        // The task ends when the dialog closes; the tests look at what is shown until then.
        _ = Dialogs.InvokeAsync(() => Actions()
            .ApproveAsync(RunBuilder.Cutover, (builder ?? new RunBuilder().Prepared()).As(RunBuilder.Op)));
        await Dialogs.WaitForElementAsync("[role=dialog]");
    }
}
