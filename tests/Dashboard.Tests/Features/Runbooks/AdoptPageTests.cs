using Bunit;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runbooks.Diagnostics;
using Dashboard.Core.Runbooks.Reading;
using Dashboard.Features.Runbooks;
using Dashboard.Linting.Adopt;
using Dashboard.Testing;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Features.Runbooks;

public sealed class AdoptPageTests : ScreenTest
{
    private const string Draft = "# Stop\n\n```bash {#stop .mutating}\nsystemctl stop api\n```\n<b>no\u200Btag</b>\n";

    private static readonly Runbook Document = RunbookParser.Parse("guide/a#b.md", "# Stop\n\nProse.\n");

    [Fact]
    public void Document_OffersADraft_AndARunbookDoesNot()
    {
        Lists.Add("guide/a#b", Document);
        Lists.Add("signer", RunBuilder.Runbook);

        Book("guide/a#b").FindAll("a").ShouldContain(a =>
            a.TextContent == "Make a runbook of it" && a.GetAttribute("href") == "adopt/guide/a%23b");
        Book("signer").Markup.ShouldNotContain("Make a runbook of it");
    }

    [Fact]
    public void Draft_IsShownWithItsLinesAndDoubts()
    {
        var page = Page(new()
        {
            Text = Draft,
            Runbook = RunbookParser.Parse("a.md", Draft),
            Doubts = [new(2, 3, "Cannot tell whether `x` changes something.", "Make it `.preflight`.")],
            Findings = [new("LN203", DiagnosticSeverity.Warning, 4, 1, "No rollback.", "Add one.")],
            IsChanged = true,
        });

        page.Find("h1").TextContent.ShouldBe("A runbook made of “Stop”");
        page.FindAll("ul.doubts li").Select(l => string.Join(' ', l.TextContent.Split((char[]?)null,
            StringSplitOptions.RemoveEmptyEntries)))
            .ShouldBe(["Line 3: Cannot tell whether x changes something. Make it .preflight.", "Line 4: LN203 No rollback. Add one."]);
        page.FindAll("ul.doubts a").Select(a => a.GetAttribute("href")).ShouldBe(["#L3", "#L4"]);
        page.FindAll("pre.draft .line").Select(l => l.Id).ShouldBe(["L1", "L2", "L3", "L4", "L5", "L6"]);
        page.FindAll("pre.draft .is-marked").Select(l => l.Id).ShouldBe(["L3", "L4"]);
        page.Find("#L6 .cp").GetAttribute("data-cp").ShouldBe("U+200B");
        page.FindAll("pre.draft b").ShouldBeEmpty();
        page.FindAll("a").Single(a => a.TextContent == "Download").GetAttribute("href").ShouldBe("drafts/guide/a%23b");
    }

    [Fact]
    public void Copy_HandsTheBrowserTheWholeDraft()
    {
        var module = Context.JSInterop.SetupModule("./run.js");
        module.Mode = JSRuntimeMode.Loose;
        module.Setup<bool>("copyText", Draft).SetResult(true);
        var page = Page(new() { Text = Draft, Runbook = Document, Doubts = [], Findings = [], IsChanged = true });

        page.FindAll("button").Single(b => b.TextContent == "Copy").Click();

        page.WaitForAssertion(() => page.FindAll("button").Select(b => b.TextContent).ShouldContain("Copied"));
    }

    [Fact]
    public void Copy_WhereTheBrowserForbidsIt_SaysWhatToDo()
    {
        var module = Context.JSInterop.SetupModule("./run.js");
        module.Mode = JSRuntimeMode.Loose;
        module.Setup<bool>("copyText", Draft).SetResult(false);
        var page = Page(new() { Text = Draft, Runbook = Document, Doubts = [], Findings = [], IsChanged = true });

        page.FindAll("button").Single(b => b.TextContent == "Copy").Click();

        page.WaitForAssertion(() => page.Find("[role=alert]").TextContent.ShouldContain("Download the draft instead."));
    }

    [Fact]
    public void Document_ThatGivesNoDraft_SaysWhy()
    {
        var page = Page(null);

        page.Find("ul.doubts li").TextContent.ShouldContain("Nothing here can be a step.");
        page.FindAll("pre.draft").ShouldBeEmpty();
        page.FindAll("a").ShouldNotContain(a => a.TextContent == "Download");
    }

    [Fact]
    public void Document_ThatIsNotThere_IsToldSo() =>
        Context.Render<AdoptPage>(p => p.Add(c => c.Slug, "nothing")).Find("h1").TextContent.ShouldBe("Document not found");

    private IRenderedComponent<AdoptPage> Page(Adoption? made)
    {
        Drafts.Made = made;
        Lists.Add("guide/a#b", Document);
        return Context.Render<AdoptPage>(p => p.Add(c => c.Slug, "guide/a#b"));
    }

    private IRenderedComponent<RunbookPage> Book(string slug) => Context.Render<RunbookPage>(p => p.Add(c => c.Slug, slug));
}
