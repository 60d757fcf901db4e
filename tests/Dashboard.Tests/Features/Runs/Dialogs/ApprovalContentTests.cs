using AngleSharp.Dom;
using Bunit;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runs;
using Dashboard.Features.Runs;
using Dashboard.Testing;
using Dashboard.Tests.Doubles;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Features.Runs.Dialogs;

/// <summary>What an approver is shown besides the phrase: values, files, and evidence that proves less than it seems.</summary>
public sealed class ApprovalContentTests : ScreenTest
{
    private static readonly Step Switch = RunBuilder.Step("switch", StepKind.Destructive, "Switch", "clean-up",
        "cd scripts && ./switch.sh \"$WHAT\"\n", "clean-up");
    private static readonly Runbook Book = RunBuilder.Runbook with
    {
        Steps = RunBuilder.Runbook.Steps.Add(Switch),
        Inputs = [new("WHAT", "what to switch", null, true, null), new("KEY_FILE", "the key", null, true, null),
            new("NOTE", "a note", null, false, null)],
        Secrets = [new("KEY_FILE"), new("/etc/app/token")],
    };

    [Fact]
    public async Task Dialog_Inputs_AreAllShownWithTheirValues()
    {
        await OpenAsync(RunBuilder.Cleanup, Opened());

        var rows = Dialogs.Find(".approval-inputs");
        rows.QuerySelectorAll("dt").Select(d => d.TextContent).ShouldBe(["WHAT", "KEY_FILE", "NOTE", "/etc/app/token"]);
        rows.QuerySelectorAll("dd").Select(Words).ShouldBe(
            ["/srv/\u200Bdata", "/run/key path of a secret; its content is masked", "not set", "a secret; its content is masked"]);
        rows.QuerySelector(".cp").ShouldNotBeNull().GetAttribute("data-cp").ShouldBe("U+200B");
    }

    [Fact]
    public async Task Dialog_StepThatWaivesAFindingAndGoesOnAfterErrors_SaysBoth()
    {
        var book = Book with
        {
            Steps = Book.Steps.Replace(Switch, Switch with { Waiver = new(["LN103", "LN202"], "a copy is kept"), Lenient = true }),
        };

        await OpenAsync(RunBuilder.Cleanup, new(book));

        Dialogs.FindAll(".unlocks .pass-rule").Select(r => string.Join(' ', Words(r).Split())).ShouldBe(
        [
            "Goes on after a command that fails: its last command alone decides the exit code.",
            "Waived lint findings: LN103, LN202. Reason: a copy is kept",
        ]);
    }

    [Fact]
    public async Task Dialog_ValueWithTabAndLineEnd_ShowsThemAsCodePoints()
    {
        await OpenAsync(RunBuilder.Cleanup, new(Book, inputs: new Dictionary<string, string> { ["WHAT"] = "/srv/a\n/srv\tb" }));

        var value = Dialogs.Find(".approval-inputs .value");
        value.TextContent.ShouldBe("/srv/a\n/srv\tb");
        value.QuerySelectorAll(".cp").Select(c => c.GetAttribute("data-cp")).ShouldBe(["U+000A", "U+0009"]);
    }

    [Fact]
    public async Task Dialog_PinnedFilesThatAStepRuns_StandWithItFoldedAndOpenByAKey()
    {
        Pin();
        await OpenAsync(RunBuilder.Cleanup, Opened());

        var files = Dialogs.FindAll(".unlocks .pinned-fold");
        files.Select(f => f.QuerySelector(".path")!.TextContent).ShouldBe(["scripts/switch.sh", "scripts/lib.sh"]);
        files[0].TextContent.ShouldContain(Digests.Of("source lib.sh\nrm -rf \"$1\"\n")[..8]);
        files[0].TextContent.ShouldContain("changed since run 12");
        files[0].GetAttribute("aria-expanded").ShouldBe("false");
        Dialogs.FindAll(".pinned-text").ShouldBeEmpty();

        await files[0].ClickAsync(new());

        var text = Dialogs.Find(".pinned-text");
        text.QuerySelector(".diff")!.TextContent.ShouldBe("+rm -rf \"$1\"\n");
        text.QuerySelector(".command")!.TextContent.ShouldBe("source lib.sh\nrm -rf \"$1\"\n");
    }

    [Fact]
    public async Task Dialog_OtherPinnedFiles_AreListedToo()
    {
        Pin();
        await OpenAsync(RunBuilder.Cleanup, Opened());

        Dialogs.FindAll(".pinned-files")[^1].QuerySelectorAll(".path").Select(p => p.TextContent).ShouldBe(["signer.md", "compose/a.yaml"]);
        Dialogs.FindAll(".pinned-files")[^1].TextContent.ShouldContain("old.sh no longer pinned");
    }

    [Fact]
    public async Task Dialog_ApprovedBefore_SaysInWhichRunItIsComparedWith()
    {
        Pin();
        await OpenAsync(RunBuilder.Cleanup, Opened());

        Words(Dialogs.Find("[role=dialog]"))
            .ShouldContain("Compared with run 12 (rehearsal), the latest run where this gate was approved on rs2000.");
    }

    [Fact]
    public async Task Dialog_NotApprovedBefore_AsksToReadEverything()
    {
        Pinned.Add("signer.md", "# x");
        await OpenAsync(RunBuilder.Cutover, new RunBuilder().Prepared());

        Dialogs.Find("[role=dialog] .notice.is-warning").TextContent
            .ShouldBe("This gate has not been approved in an earlier run. Read everything.");
    }

    [Fact]
    public async Task Dialog_WhenFilesCannotBeRead_IsNotApproved()
    {
        Pinned.Broken = true;
        await OpenAsync(RunBuilder.Cutover, new RunBuilder().Prepared());

        Dialogs.Find(".phrase input").Input(RunBuilder.Cutover.Phrase);

        Dialogs.Find("[role=dialog] .notice.is-bad").TextContent.ShouldStartWith("The pinned files cannot be read.");
        Dialogs.FindAll("button").First(b => b.TextContent.StartsWith("Approve and unlock", StringComparison.Ordinal))
            .HasAttribute("disabled").ShouldBeTrue();
    }

    [Fact]
    public async Task Dialog_EvidenceThatWasNotConfined_SaysSoForEachCheck()
    {
        await OpenAsync(RunBuilder.Cutover, Doubted());

        Dialogs.Find("[role=dialog]").TextContent.ShouldContain("1 check was not fully confined: it may have changed the host.");
        Dialogs.FindAll(".evidence-list .doubt").Select(d => d.TextContent).ShouldBe(["not confined: bubblewrap is not installed"]);
    }

    [Fact]
    public async Task Dialog_EvidenceThatWasConfined_SaysNothingOfIt()
    {
        await OpenAsync(RunBuilder.Cutover, new RunBuilder().Prepared());

        Dialogs.FindAll(".doubt").ShouldBeEmpty();
    }

    [Fact]
    public void Bar_EvidenceThatWasNotConfined_SaysSoForEachCheck() => Context.Render<GateBar>(p => p
            .Add(c => c.Model, Doubted().As(RunBuilder.Op)).Add(c => c.Actions, Actions()).Add(c => c.Gate, RunBuilder.Cutover))
        .FindAll("li.doubt").Select(Words)
        .ShouldBe(["“The signer container is up” passed and was not confined: bubblewrap is not installed"]);

    [Theory]
    [InlineData("confined, read-only", null)]
    [InlineData("typed check, no process", null)]
    [InlineData("not confined: runs inside container api", "not confined: runs inside container api")]
    [InlineData("unknown", "not confined: unknown")]
    [InlineData("confined, read-only, but for Unix sockets: the step names /run/x",
        "not fully confined, but for Unix sockets: the step names /run/x")]
    public void Doubt_OfWords_IsWhatTheyMean(string words, string? doubt) =>
        Confinement.Doubt(new RunBuilder().Begin("ca-key").End(sandbox: words).State.LatestAttempt("ca-key")).ShouldBe(doubt);

    private static RunBuilder Opened() =>
        new(Book, inputs: new Dictionary<string, string> { ["WHAT"] = "/srv/\u200Bdata", ["KEY_FILE"] = "/run/key" });

    private static RunBuilder Doubted() =>
        new RunBuilder().Confirm("announced").Run("ca-key").Begin("signer-up").End(sandbox: "not confined: bubblewrap is not installed");

    private static string Words(IElement element) =>
        string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private void Pin()
    {
        Pinned.Previous = new()
        {
            RunId = "run-0",
            Number = 12,
            Slug = "signer",
            Title = "x",
            Target = "rs2000",
            Mode = RunMode.Rehearsal,
            RunbookDigest = "d",
            OpenedBy = "olga",
            OpenedAt = RunBuilder.Start,
        };
        Pinned.Add("signer.md", "# x", "unchanged");
        Pinned.Add("scripts/switch.sh", "source lib.sh\nrm -rf \"$1\"\n", "changed", "+rm -rf \"$1\"");
        Pinned.Add("scripts/lib.sh", "true\n", "unchanged");
        Pinned.Add("compose/a.yaml", "services: {}\n", "new");
        Pinned.Gone.Add("old.sh");
    }

    private async Task OpenAsync(Gate gate, RunBuilder builder)
    {
        _ = Dialogs.InvokeAsync(() => Actions().ApproveAsync(gate, builder.As(RunBuilder.Op)));
        await Dialogs.WaitForElementAsync("[role=dialog]");
    }
}
