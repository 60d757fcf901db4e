using AngleSharp.Html.Parser;
using Dashboard.Core.Runbooks;
using Dashboard.Engine.Runbooks;
using Dashboard.Shared.Rendering;

namespace Dashboard.Tests.Shared.Rendering;

public sealed class SafeHtmlTests
{
    [Theory]
    [InlineData("<a href=\"javascript:alert(1)\">x</a>")]
    [InlineData("<a href=\"JaVaScRiPt:alert(1)\">x</a>")]
    [InlineData("<a href=\" \tjava\nscript:alert(1)\">x</a>")]
    [InlineData("<a href=\"&#106;avascript:alert(1)\">x</a>")]
    [InlineData("<a href=\"vbscript:msgbox(1)\">x</a>")]
    [InlineData("<a href=\"data:text/html,<script>alert(1)</script>\">x</a>")]
    [InlineData("<a href=\"file:///etc/shadow\">x</a>")]
    [InlineData("<img src=x onerror=alert(1)>")]
    [InlineData("<img src=\"https://elsewhere.example/pixel.png\" alt=\"a\">")]
    [InlineData("<svg onload=alert(1)><script>alert(1)</script></svg>")]
    [InlineData("<math><mtext></mtext><mglyph><style><img src onerror=alert(1)></style></math>")]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("<style>*{display:none}</style>")]
    [InlineData("<p style=\"background:url(javascript:alert(1))\">x</p>")]
    [InlineData("<iframe src=\"https://elsewhere.example\"></iframe>")]
    [InlineData("<object data=x></object><embed src=x>")]
    [InlineData("<form action=\"https://elsewhere.example\"><input name=p><button>go</button></form>")]
    [InlineData("<base href=\"https://elsewhere.example\"><link rel=stylesheet href=x><meta http-equiv=refresh content=0>")]
    [InlineData("<details open ontoggle=alert(1)>x</details>")]
    [InlineData("<p onclick=alert(1)>x</p>")]
    [InlineData("<a href=\"https://good.example\" target=_blank onmouseover=alert(1)>x</a>")]
    public void Attack_Markup_ComesToNothing(string html)
    {
        Dangers(SafeHtml.Clean(html)).ShouldBeEmpty();
        // Negative control: as it came, it is found to be dangerous.
        Dangers(html).ShouldNotBeEmpty();
    }

    [Fact]
    public void Ordinary_Markup_Stays() =>
        SafeHtml.Clean("<p>Read <strong>this</strong>, <code>that</code> and <a "
            + "href=\"https://good.example/a?b=c\">there</a>.</p><table><tbody><tr><td>1</td></tr></tbody></table>")
            .ShouldBe("<p>Read <strong>this</strong>, <code>that</code> and <a href=\"https://good.example/a?b=c\" rel=\"noopener "
                + "noreferrer nofollow\">there</a>.</p><div class=\"md-table\" tabindex=\"0\" role=\"group\" aria-label=\"Table\"><table>"
                + "<tbody><tr><td>1</td></tr></tbody></table></div>");

    [Theory]
    [InlineData("/other.md", "runbooks/other")]
    [InlineData("/dir/other.md#part", "runbooks/dir/other#doc-part")]
    [InlineData("/a%23b.md", "runbooks/a%23b")]
    [InlineData("/a%2Bb.md", "runbooks/a%2Bb")]
    [InlineData("/what%3F.md", "runbooks/what%3F")]
    [InlineData("/100%25%20ready%20%26%20done.md", "runbooks/100%25%20ready%20%26%20done")]
    [InlineData("/%C3%9Cbergabe%20Montag.md", "runbooks/%C3%9Cbergabe%20Montag")]
    [InlineData("/UPPER.MD", "runbooks/UPPER.MD")]
    [InlineData("/notes.markdown", "runbooks/notes.markdown")]
    public void Link_ToARunbook_OpensItsPage(string href, string page) =>
        SafeHtml.Clean($"<a href=\"{href}\">x</a>").ShouldBe($"<a href=\"{page}\">x</a>");

    [Fact]
    public void Link_ToAnotherFile_OpensItsPage() =>
        SafeHtml.Clean("<a href=\"/dir/a%23b.sh?of=dir%2Fthis.md\">x</a>")
            .ShouldBe("<a href=\"files/dir/a%23b.sh?of=dir%2Fthis.md\">x</a>");

    [Theory]
    [InlineData("../../outside.sh")]
    [InlineData("scripts/run.sh")]
    [InlineData("/scripts/run.sh")]
    public void Link_ThatLeadsOutOfTheFolder_IsItsWords(string href) =>
        SafeHtml.Clean($"<a href=\"{href}\">x</a>").ShouldBe("<span>x [the link leads out of the runbooks folder]</span>");

    [Fact]
    public void Link_ToAnotherHost_IsNoRunbook() =>
        SafeHtml.Clean("<a href=\"//elsewhere.example/x.md\">x</a>").ShouldContain("rel=\"noopener");

    [Fact]
    public void Fold_OfAnAuthor_HasNothingButItsState() =>
        SafeHtml.Clean("<details open name=\"x\" class=\"pinned-fold\" id=\"y\"><summary role=\"button\" class=\"z\">s</summary>t</details>"
            + "<p open>x</p>")
            .ShouldBe("<details open=\"\" id=\"doc-y\"><summary>s</summary>t</details><p>x</p>");

    [Theory]
    [InlineData("bash", "if [ \"$X\" ]; then # why\n  echo 'it''s' ${A}; fi")]
    [InlineData("yaml", "a: \"b\" # c\n- d: 5\n  e: true")]
    [InlineData("json", "{\"a\": [\"b\", 1.5e3, true, null]}")]
    [InlineData("sql", "select 'a' from b where c = 5 -- d\n/* e */")]
    [InlineData("bash", "echo \"never closed\n'")]
    public void Listing_OfAKnownLanguage_IsColouredAndKeepsItsText(string language, string code)
    {
        var pre = new HtmlParser().ParseDocument(SafeHtml.Clean(
            $"<pre><code class=\"language-{language}\">{System.Net.WebUtility.HtmlEncode(code)}</code></pre>")).QuerySelector("pre")!;

        pre.TextContent.ShouldBe(code);
        pre.QuerySelectorAll("span").ShouldAllBe(s => s.ClassName!.StartsWith("md-code-", StringComparison.Ordinal));
        if (!code.Contains("never", StringComparison.Ordinal))
            pre.QuerySelectorAll("span").Length.ShouldBeGreaterThan(3);
    }

    [Fact]
    public void Listing_OfAnotherLanguage_StaysPlain() =>
        SafeHtml.Clean("<pre><code class=\"language-brainf\">+ # -</code></pre>").ShouldNotContain("span");

    [Fact]
    public void Ids_OfTheDocument_CannotTakeThePlaceOfThePagesOwn() =>
        SafeHtml.Clean("<p id=\"step-ca-key\">x</p><a href=\"#notes\">y</a>")
            .ShouldBe("<p id=\"doc-step-ca-key\">x</p><a href=\"#doc-notes\">y</a>");

    [Fact]
    public void Image_Shown_IsItsWords() => SafeHtml.Clean("<p><img src=\"x.png\" alt=\"the plan\"></p>").ShouldBe("<p>[the plan]</p>");

    [Theory]
    [InlineData("<img src=\"https://good.example/a.png\" alt=\"the plan\">",
        "<a href=\"https://good.example/a.png\" rel=\"noopener noreferrer nofollow\">[the plan]</a>")]
    [InlineData("<a href=\"https://good.example\"><img src=\"https://good.example/a.png\" alt=\"badge\"></a>",
        "<a href=\"https://good.example\" rel=\"noopener noreferrer nofollow\">[badge]</a>")]
    [InlineData("<img src=\"data:image/png;base64,AAAA\" alt=\"the plan\">", "[the plan]")]
    [InlineData("<img src=\"//good.example/a.png\" alt=\"the plan\">", "[the plan]")]
    [InlineData("<img src=\"images/other.png\" alt=\"the plan\">", "[the plan]")]
    [InlineData("<img src=\"../../images/a.png\" alt=\"the plan\">", "[the plan]")]
    [InlineData("<p src=\"images/a.png\">x</p>", "<p>x</p>")]
    public void Image_ThatIsNotPinned_IsItsWordsAndALinkElsewhere(string html, string shown) =>
        SafeHtml.Of(html, Images).Value.ShouldBe(shown);

    [Theory]
    [InlineData("../images/a.png")]
    [InlineData("../images/a.png?raw=true")]
    [InlineData("/images/a.png")]
    [InlineData("./../images/%61.png")]
    public void Image_ThatIsPinned_IsShownFromTheAddressOfItsDigest(string source) =>
        SafeHtml.Of($"<img src=\"{source}\" alt=\"the &#x202E;plan\" class=\"x\" onerror=\"alert(1)\" style=\"position:fixed\">", Images)
            .Value.ShouldBe($"<span class=\"md-image\"><img alt=\"the ⟨U+202E⟩plan\" src=\"images/{Digest}/images/a.png\" "
                + "loading=\"lazy\"></span>");

    private static readonly string Digest = Digests.Of("a");

    private static readonly ProseImages Images = ProseImages.Of(new LibraryRunbook("night/book", Digest, new() { Title = "Book" },
        [new("night/book.md", Digest, 1, false), new("images/a.png", Digest, 1, false)], []));

    private static string[] Dangers(string html)
    {
        var document = new HtmlParser().ParseDocument(html);
        return
        [
            .. document.QuerySelectorAll(
                "script, style, iframe, object, embed, form, svg, math, img, link, meta, base, button, input:not([type=checkbox])")
                .Select(e => e.LocalName),
            .. document.All.SelectMany(e => e.Attributes).Select(a => a.Name)
                .Where(n => n.StartsWith("on", StringComparison.Ordinal) || n is "style" or "target"),
            .. document.QuerySelectorAll("[href]").Select(e => e.GetAttribute("href")!)
                .Where(h => !h.StartsWith("https://", StringComparison.Ordinal) && !h.StartsWith("http://", StringComparison.Ordinal)
                    && !h.StartsWith("mailto:", StringComparison.Ordinal)),
        ];
    }
}
