using Bunit;
using Dashboard.Core.Runbooks.Diagnostics;
using Dashboard.Features.Home;
using Dashboard.Features.Runbooks;
using Dashboard.Features.Runs;
using Dashboard.Linting;
using Dashboard.Testing;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Features.Runbooks;

/// <summary>What the linter finds is shown where somebody would open a run, and on the run that was opened all the same.</summary>
public sealed class LintOnScreenTests : ScreenTest
{
    private static readonly LintFinding Error = new("scripts/look.sh", new(LintCodes.ChangesInReadOnlyStep, DiagnosticSeverity.Error, 3, 5,
        "`docker stop vault` changes something.", "Move it behind a gate."));
    private static readonly LintFinding Warning = new("signer.md",
        new(LintCodes.NoVerify, DiagnosticSeverity.Warning, 9, 1, "No step tells how far it came.", "Add `verify=STEP`."));

    [Fact]
    public void Page_LintError_SaysWhereItIsAndThatNoLiveRunOpens()
    {
        var page = Page(Error);

        page.Find("#wrong").TextContent.ShouldBe("Errors: fix them before a live run; a rehearsal can be opened");
        page.Find(".diagnostics li").TextContent.ShouldContain("in scripts/look.sh, line 3, column 5:");
        page.Find(".diagnostics code").TextContent.ShouldBe("docker stop vault");
        page.Find("button").HasAttribute("disabled").ShouldBeFalse();
    }

    [Fact]
    public void Page_Warning_IsWorthALook() => Page(Warning).Find("#wrong").TextContent.ShouldBe("Warnings");

    [Fact]
    public void Page_WaivedError_IsShownWithItsReasonAndKeepsNothingFromBeingRun()
    {
        var page = Page(Error with { Waived = "the tool has no other mode" });

        page.FindAll("#wrong").ShouldBeEmpty();
        page.Find("summary").TextContent.ShouldBe("1 waived finding");
        page.Find(".diagnostics li").TextContent.ShouldContain("Reason: the tool has no other mode");
        page.Find("button").Click();
        Dialogs.FindAll("[name=mode]").ShouldAllBe(m => !m.HasAttribute("disabled"));
    }

    [Fact]
    public void OpenRun_LintError_OffersARehearsalAlone()
    {
        Page(Error).Find("button").Click();

        Dialogs.FindAll("[name=mode]").Select(m => m.HasAttribute("disabled")).ShouldBe([false, true]);
        Dialogs.FindAll("fieldset")[1].TextContent.ShouldContain("fix the error on the runbook's page first");
    }

    [Fact]
    public void OpenRun_WarningAlone_OffersBoth()
    {
        Page(Warning).Find("button").Click();

        Dialogs.FindAll("[name=mode]").ShouldAllBe(m => !m.HasAttribute("disabled"));
    }

    [Fact]
    public void Home_LintError_SaysThatNoLiveRunOpens()
    {
        Lists.Add("signer", RunBuilder.Runbook);
        Lists.Findings.AddRange([Error, Warning]);

        Context.Render<HomePage>().Find(".bad").TextContent.Trim().ShouldBe("1 error: no live run; 1 warning");
    }

    [Fact]
    public void Run_OpenedWithFindings_ShowsThem()
    {
        var shown = Context.Render<OpenedWith>(p => p.Add(c => c.Warnings, ["LN202 line 9: No step tells how far it came."]));

        shown.Find("summary").TextContent.ShouldBe("Opened with 1 lint finding");
        shown.Find("li").TextContent.ShouldContain("No step tells how far it came.");
    }

    private IRenderedComponent<RunbookPage> Page(LintFinding finding)
    {
        Lists.Add("signer", RunBuilder.Runbook);
        Lists.Findings.Add(finding);
        return Context.Render<RunbookPage>(p => p.Add(c => c.Slug, "signer"));
    }
}
