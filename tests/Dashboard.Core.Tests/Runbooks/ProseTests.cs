using System.Net;
using System.Text.RegularExpressions;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runbooks.Reading;

namespace Dashboard.Core.Tests.Runbooks;

/// <summary>What an author writes is on the page as GitHub shows it, and nothing of it is lost.</summary>
public sealed partial class ProseTests
{
    private static Runbook Parse(string text) => RunbookParser.Parse("dir/this.md", text);

    private static string Html(string text) =>
        string.Concat(Parse(text).Document.OfType<DocumentBlock.Prose>().Select(p => p.Html));

    private static string Words(string text) =>
        string.Join(' ', WebUtility.HtmlDecode(Tag().Replace(Html(text), " ")).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    [Theory]
    [InlineData("numpy==1.26 and pandas==2.1")]
    [InlineData("Between 10^6 and 10^7 rows, 5~10 min or 20~30 min. a++b++c, H~2~O, ++x++ ==x== ^x^")]
    [InlineData("Drain {node} first, below /srv/{app}/{region}/data. Cost: ${PRICE}.")]
    [InlineData("{ HTTP_HOST }")]
    [InlineData("Set the flag to {\"maintenance\": true} {.gate-bar}")]
    [InlineData("A smiley :) and 8-) and a time of 12:30:45 and :nothing:")]
    public void Characters_OfProse_AreAllThere(string text) => Words(text).ShouldBe(text);

    [Fact]
    public void Strike_WithTwoTildes_IsStruck() => Html("~~gone~~").ShouldBe("<p><del>gone</del></p>\n");

    [Fact]
    public void Emoji_ByName_IsShown() => Html(":warning: Mind it").ShouldBe("<p>⚠️ Mind it</p>\n");

    [Theory]
    [InlineData("NOTE", "Note")]
    [InlineData("TIP", "Tip")]
    [InlineData("IMPORTANT", "Important")]
    [InlineData("WARNING", "Warning")]
    [InlineData("CAUTION", "Caution")]
    public void Alert_OfGitHubsKinds_IsACallOutWithItsWord(string kind, string word)
    {
        var html = Html($"> [!{kind}]\n> Do not go on.\n>\n> - second\n");

        html.ShouldStartWith($"<div class=\"markdown-alert markdown-alert-{word.ToLowerInvariant()}\">\n"
            + $"<p class=\"markdown-alert-title\">{word}</p>\n<p>Do not go on.</p>");
        html.ShouldContain("<li>second</li>");
    }

    [Fact]
    public void Alert_OfAnotherKind_IsAQuoteWithItsWord() => Words("> [!CUSTOM]\n> Text.").ShouldBe("[!CUSTOM] Text.");

    [Fact]
    public void Alert_ThatHoldsAStep_KeepsItsWordAndWhatStandsAroundTheStep() =>
        Words("> [!CAUTION]\n> before\n>\n> ```sh {#a .preflight}\n> true\n> ```\n> after\n").ShouldBe("Caution before after");

    [Fact]
    public void Footnotes_OfAnyPiece_LeadToTheirNoteAndBack()
    {
        var html = Html("One[^a].\n\n## Head\n\nTwo[^b] and again[^a].\n\n```sh {#a .preflight}\ntrue\n```\n\n"
            + "[^a]: Call the desk.\n[^b]: The second.\n");

        foreach (var link in Href().Matches(html).Select(m => m.Groups[1].Value))
            html.ShouldContain($"id=\"{link}\"");
        Href().Count(html).ShouldBe(6);
    }

    [Fact]
    public void Footnote_ThatNoMarkNames_IsShownAtTheEnd() =>
        Words("Text[^a].\n\n[^b]: Left out.\n\n[^a]: A note.\n\n[^a]: A second note.\n")
            .ShouldBe("Text 1 . A note. ↩ Left out. A second note.");

    [Fact]
    public void Footnote_InAHeadingOrATask_HasItsNumberAndNoDeadWayBack()
    {
        var runbook = Parse("## Head[^a]\n\n- [ ] Call[^b] {#call}\n\n[^a]: First.\n[^b]: Second.\n");

        runbook.Document.OfType<DocumentBlock.Heading>().Single().Text.ShouldBe("Head[1]");
        runbook.Steps.Single().Title.ShouldBe("Call[2]");
        string.Concat(runbook.Document.OfType<DocumentBlock.Prose>().Select(p => p.Html)).ShouldNotContain("href");
    }

    [Theory]
    [InlineData("a<br>b <br/>c<br />d", "<p>a<br />b <br />c<br />d</p>\n")]
    [InlineData("<kbd>Ctrl</kbd>+<KBD>C</KBD>", "<p><kbd>Ctrl</kbd>+<kbd>C</kbd></p>\n")]
    [InlineData("H<sub>2</sub>O, 10<sup>6</sup>", "<p>H<sub>2</sub>O, 10<sup>6</sup></p>\n")]
    [InlineData("<kbd>open", "<p>&lt;kbd&gt;open</p>\n")]
    [InlineData("closed</kbd>", "<p>closed&lt;/kbd&gt;</p>\n")]
    [InlineData("<kbd class=\"x\">k</kbd>", "<p>&lt;kbd class=&quot;x&quot;&gt;k&lt;/kbd&gt;</p>\n")]
    [InlineData("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n")]
    [InlineData("a <span>b</span> <HOST>", "<p>a &lt;span&gt;b&lt;/span&gt; &lt;HOST&gt;</p>\n")]
    [InlineData("a <!-- hidden --> b", "<p>a  b</p>\n")]
    [InlineData("a <!-- never closed", "<p>a &lt;!-- never closed</p>\n")]
    [InlineData("`<br>` and `<!-- x -->`", "<p><code>&lt;br&gt;</code> and <code>&lt;!-- x --&gt;</code></p>\n")]
    public void Tag_OfTheFewThatAreKnown_IsAnElementAndAllElseText(string markdown, string html) => Html(markdown).ShouldBe(html);

    [Fact]
    public void Break_InATable_KeepsTheRow() =>
        Html("| a | b |\n| --- | --- |\n| 1<br>2 | 3 |\n").ShouldContain("<td>1<br />2</td>\n<td>3</td>");

    [Theory]
    [InlineData("<!-- hidden -->\n\ntext", "text")]
    [InlineData("before\n<!--\nhidden\n\nstill hidden -->\nafter", "before after")]
    [InlineData("<!-- hidden --> *after*", "after")]
    [InlineData("<!-- hidden\nhidden --> after", "after")]
    [InlineData("<!-- never closed\n\ntext", "<!-- never closed text")]
    [InlineData("- a\n\n  <!-- hidden\n  -->\n- b", "a b")]
    public void Comment_OfHtml_IsNotShown(string markdown, string words) => Words(markdown).ShouldBe(words);

    [Fact]
    public void Step_InAComment_IsNone() =>
        Parse("<!--\n```sh {#old .preflight}\ntrue\n```\n-->\n\n```sh {#new .preflight}\ntrue\n```\n").Steps
            .Select(s => s.Id).ShouldBe(["new"]);

    [Theory]
    [InlineData("<details>\n<summary>The plan</summary>\n\nCall **them**.\n\n</details>\n\nafter",
        "<details> <summary>The plan</summary> <p>Call <strong>them</strong>.</p> </details> <p>after</p>")]
    [InlineData("<details open><summary>The plan</summary>Call them.</details>\nafter",
        "<details open> <summary>The plan</summary> <p>Call them.</p> </details> <p>after</p>")]
    [InlineData("<details>\n<summary>\nThe\nplan\n</summary>\ntext\n</details> more",
        "<details> <summary>The plan </summary> <p>text</p> </details> <p>more</p>")]
    [InlineData("<details><summary>a</summary> b\n<details><summary>c</summary>d</details>\ne\n</details>\nf",
        "<details> <summary>a</summary> <p> b</p> "
            + "<details> <summary>c</summary> <p>d</p> </details> <p>e</p> </details> <p>f</p>")]
    [InlineData("<details>\n\n```\n</details>\n```\n</details>",
        "<details> <pre><code>&lt;/details&gt; </code></pre> </details>")]
    [InlineData("- a\n  <details>\n\n  b\n  </details>\n- c",
        "<ul> <li><p>a</p> <details> <p>b</p> </details> </li> <li><p>c</p> </li> </ul>")]
    [InlineData("<details>\n\nnever closed", "<p>&lt;details&gt;</p> <p>never closed</p>")]
    [InlineData("stray</details>\n\n<summary>x</summary>", "<p>stray&lt;/details&gt;</p> <p>&lt;summary&gt;x&lt;/summary&gt;</p>")]
    public void Details_WithASummary_IsAFold(string markdown, string html) =>
        Html(markdown).Replace('\n', ' ').TrimEnd().ShouldBe(html);

    [Fact]
    public void Details_AroundAStep_AreNotFolded()
    {
        var runbook = Parse("<details>\n<summary>The plan</summary>\n\n## Section\n\n### Look\n```sh {#a .preflight}\ntrue\n```\n\n"
            + "</details>\n\n## After\n");

        runbook.Steps.Single().Title.ShouldBe("Look");
        runbook.Sections.Single().Title.ShouldBe("Section");
        runbook.Document.Select(b => b.GetType().Name).ShouldBe(["Prose", "Heading", "StepPlace", "Heading"]);
        ((DocumentBlock.Prose)runbook.Document[0]).Html.ShouldBe("<p><strong>The plan</strong></p>\n");
    }

    [Theory]
    [InlineData("### Roll {app} back to ${X}\n```sh {#a .preflight}\ntrue\n```\n", "Roll {app} back to ${X}")]
    [InlineData("- [ ] Drain {node} in {region} first {#drain}\n", "Drain {node} in {region} first")]
    [InlineData("- [ ] Put {\"maintenance\": true} into the flag {#flag}\n", "Put {\"maintenance\": true} into the flag")]
    [InlineData("- [ ] numpy==1.26, 5~10 and 20~30, a++b++c {#flag}\n", "numpy==1.26, 5~10 and 20~30, a++b++c")]
    [InlineData("### Press <kbd>R</kbd> <!-- x -->\n```sh {#a .preflight}\ntrue\n```\n", "Press R")]
    public void Title_OfAStep_KeepsItsBracesAndSigns(string markdown, string title)
    {
        var runbook = Parse(markdown);

        runbook.Diagnostics.ShouldBeEmpty();
        runbook.Steps.Single().Title.ShouldBe(title);
    }

    [Theory]
    [InlineData("# Switch the release", "switch-the-release")]
    [InlineData("# :warning: Mind it", "warning-mind-it")]
    [InlineData("# Überprüfung: 100% fertig?", "überprüfung-100-fertig")]
    [InlineData("# Own {#own}", "own")]
    [InlineData("> ### Quoted", "quoted")]
    [InlineData("### Look\n```sh {#a .preflight}\ntrue\n```\n", "look")]
    public void Heading_Anywhere_HasItsAnchor(string markdown, string anchor)
    {
        var runbook = Parse(markdown);

        runbook.Anchors.ShouldBe([anchor]);
        runbook.Document.Any(b => b switch
        {
            DocumentBlock.Heading heading => heading.Anchor == anchor,
            DocumentBlock.StepPlace place => place.Anchor == anchor,
            DocumentBlock.Prose prose => prose.Html.Contains($"id=\"{anchor}\"", StringComparison.Ordinal),
            _ => false,
        }).ShouldBeTrue();
    }

    [Theory]
    [InlineData("[a](#part)", "", "part", "#part")]
    [InlineData("[a](other.md)", "dir/other.md", null, "/dir/other.md")]
    [InlineData("[a](../b/c.md#d%20e)", "b/c.md", "d e", "/b/c.md#d%20e")]
    [InlineData("[a](/root.md)", "root.md", null, "/root.md")]
    [InlineData("[a](a%23b.md)", "dir/a#b.md", null, "/dir/a%23b.md")]
    [InlineData("[a](a+b.md)", "dir/a+b.md", null, "/dir/a%2Bb.md")]
    [InlineData("[a](what%3F.md)", "dir/what?.md", null, "/dir/what%3F.md")]
    [InlineData("[a](<100% ready & done.md>)", "dir/100% ready & done.md", null, "/dir/100%25%20ready%20%26%20done.md")]
    [InlineData("[a](<Übergabe Montag.md>)", "dir/Übergabe Montag.md", null, "/dir/%C3%9Cbergabe%20Montag.md")]
    [InlineData("[a](日本語.md)", "dir/日本語.md", null, "/dir/%E6%97%A5%E6%9C%AC%E8%AA%9E.md")]
    [InlineData("[a](UPPER.MD)", "dir/UPPER.MD", null, "/dir/UPPER.MD")]
    [InlineData("[a](notes.markdown)", "dir/notes.markdown", null, "/dir/notes.markdown")]
    [InlineData("[a][r]\n\n[r]: ./x/../other.md", "dir/other.md", null, "/dir/other.md")]
    [InlineData("[a](../../out.md)", null, null, "../../out.md")]
    [InlineData("[a](scripts/run.sh)", "dir/scripts/run.sh", null, "/dir/scripts/run.sh?of=dir%2Fthis.md")]
    [InlineData("[a](/plan.pdf?x=1#page=2)", "plan.pdf", null, "/plan.pdf?of=dir%2Fthis.md")]
    [InlineData("[a](../../out.sh)", null, null, "../../out.sh")]
    public void Link_ToAFileOfTheFolder_IsAPathFromTheFoldersRoot(string markdown, string? path, string? anchor, string href)
    {
        var link = Parse(markdown).Links.Single();

        (link.Path, link.Anchor, link.Line, link.Column).ShouldBe((path, anchor, 1, 1));
        WebUtility.HtmlDecode(Html(markdown)).ShouldContain($"href=\"{href}\"");
    }

    [Theory]
    [InlineData("[a](https://example.org/x.md)")]
    [InlineData("[a](//example.org/x.md)")]
    [InlineData("[a](mailto:x@example.org)")]
    [InlineData("![a](x.md)")]
    public void Link_ToAnythingElse_IsLeftAsItIs(string markdown) => Parse(markdown).Links.ShouldBeEmpty();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex("href=\"#([^\"]*)\"")]
    private static partial Regex Href();
}
