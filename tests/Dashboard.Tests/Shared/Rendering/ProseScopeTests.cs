using AngleSharp.Html.Parser;
using Dashboard.Shared.Rendering;

namespace Dashboard.Tests.Shared.Rendering;

/// <summary>Prose lives in a scope of its own: none of its classes, ids and attributes is one of the page's.</summary>
public sealed class ProseScopeTests
{
    [Theory]
    [InlineData("<p class=\"gate-bar is-open\">x</p>")]
    [InlineData("<p class=\"mud-dialog mud-overlay\">x</p>")]
    [InlineData("<p id=\"main\" class=\"notice is-bad\">x</p>")]
    [InlineData("<p class=\"author prose cp command\">x</p>")]
    [InlineData("<p style=\"position:fixed;inset:0\">x</p>")]
    [InlineData("<p role=\"dialog\" tabindex=\"0\" accesskey=\"r\" autofocus contenteditable aria-label=\"x\" title=\"x\">x</p>")]
    [InlineData("<p popover id=\"p\" data-cp=\"U+202E\" hidden slot=\"x\" is=\"y\" lang=\"x\" dir=\"rtl\">x</p>")]
    [InlineData("<pre><code class=\"language-a is-open gate-bar\">x</code></pre>")]
    [InlineData("<details open class=\"user-menu\"><summary>x</summary></details>")]
    [InlineData("<dialog open>x</dialog><button>x</button><select><option>x</option></select><textarea>x</textarea>")]
    [InlineData("<input type=\"text\" name=\"phrase\"><input type=\"checkbox\">")]
    [InlineData("<progress value=1></progress><meter></meter><label for=\"x\">x</label><fieldset></fieldset><output></output>")]
    public void Attempt_ToBePartOfThePage_ComesToNothing(string html)
    {
        Attempts(SafeHtml.Clean(html)).ShouldBeEmpty();
        // Negative control: as it came, it is found.
        Attempts(html).ShouldNotBeEmpty();
    }

    [Fact]
    public void Alert_OfMarkdown_KeepsItsWordsUnderClassesOfItsOwn()
    {
        var html = SafeHtml.Clean("<div class=\"markdown-alert markdown-alert-warning\"><p "
            + "class=\"markdown-alert-title\"><svg></svg>Warning</p><p>Mind the gap.</p></div>");

        html.ShouldBe("<div class=\"md-alert md-alert-warning\"><p class=\"md-alert-title\">Warning</p><p>Mind the gap.</p></div>");
    }

    [Fact]
    public void TaskItem_Shown_IsAPictureOfABox() =>
        SafeHtml.Clean("<li class=\"task-list-item\"><input disabled=\"disabled\" type=\"checkbox\" checked=\"checked\"> done</li>")
            .ShouldBe("<li class=\"md-task\"><span class=\"md-box\" role=\"img\" aria-label=\"done\">☑</span> done</li>");

    [Fact]
    public void Footnote_LinksToAPlaceOfTheDocument() =>
        SafeHtml.Clean("<a id=\"fnref:1\" href=\"#fn:1\" class=\"footnote-ref\"><sup>1</sup></a>")
            .ShouldBe("<a id=\"doc-fnref:1\" href=\"#doc-fn:1\" class=\"md-footnote-ref\"><sup>1</sup></a>");

    [Theory]
    [InlineData("<p>turned \u202Efdp</p>", "U+202E")]
    [InlineData("<p>turned &#x202E;fdp</p>", "U+202E")]
    [InlineData("<p><code>rm\u00A0-rf</code></p>", "U+00A0")]
    [InlineData("<p>p\u0430ypal</p>", "U+0430")]
    public void HiddenCharacter_InProse_IsShown(string html, string code)
    {
        var box = new HtmlParser().ParseDocument(SafeHtml.Clean(html)).QuerySelector(".cp");

        box.ShouldNotBeNull().GetAttribute("data-cp").ShouldBe(code);
    }

    [Fact]
    public void Prose_FromRightToLeft_IsLeftAlone() =>
        SafeHtml.Clean("<p>النسخ\u200F الاحتياطي</p>").ShouldBe("<p>النسخ\u200F الاحتياطي</p>");

    private static string[] Attempts(string html)
    {
        var document = new HtmlParser().ParseDocument(html);
        return
        [
            .. document.Body!.QuerySelectorAll("*").Where(e => !e.LocalName.Equals("body", StringComparison.Ordinal))
                .SelectMany(e => e.ClassList).Where(c => !c.StartsWith("md-", StringComparison.Ordinal)),
            .. document.Body.QuerySelectorAll("[id]").Select(e => e.Id!)
                .Where(i => !i.StartsWith(SafeHtml.IdPrefix, StringComparison.Ordinal)),
            .. document.Body.QuerySelectorAll(
                "dialog, button, select, textarea, input, progress, meter, label, fieldset, output, form")
                .Select(e => e.LocalName),
            .. document.Body.QuerySelectorAll("*")
                .Where(e => e.LocalName != "pre" && e.ClassName is not ("md-box" or "md-table")).SelectMany(e => e.Attributes)
                .Select(a => a.Name)
                .Where(
                    n => n is "style" or "role" or "tabindex" or "accesskey" or "autofocus" or "contenteditable" or "aria-label" or "title"
                        or "popover" or "hidden" or "slot" or "is" or "dir" or "lang" || n.StartsWith("data-", StringComparison.Ordinal)),
        ];
    }
}
