using System.Net;
using System.Text.RegularExpressions;
using CsCheck;
using Dashboard.Core.Audit;

namespace Dashboard.Core.Tests.Audit;

/// <summary>Text of people and programs in a report: whatever it is, a reader of the rendered Markdown sees that text.</summary>
public sealed partial class MarkdownEscapeTests
{
    private static readonly string[] Awkward =
        ["<script>alert(1)</script>", "[x](javascript:alert(1))", "https://example.org", "<https://example.org>", "# head", "- item",
            "| a | b |", "&lt;b&gt;", "``` fence", "1. one", "![i](x)", "a smile 😀"];

    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.Char["*_`[]()<>#+-.!|\\~&;:/\"'= abcAB1é\n\r\t"].Array[1, 40].Select(c => new string(c)),
        Gen.Int[0, Awkward.Length - 1].Select(i => Awkward[i]));

    [Fact]
    public void Text_Escaped_IsReadAsItIs() => Text.Sample(text =>
    {
        var html = ReportHtml.Fragment(MarkdownEscape.Escape(text) + " end");
        html.ShouldNotContain("<a");
        html.ShouldNotContain("<script");
        Shown(html).ShouldBe(Folded(text + " end"));
    });

    [Fact]
    public void Code_InATable_StaysInItsCell() => Text.Where(t => t.Trim().Length > 0).Sample(text =>
    {
        var html = ReportHtml.Fragment($"| a | b |\n| --- | --- |\n| {MarkdownEscape.Code(text)} | end |\n");
        Regex.Count(html, "<td").ShouldBe(2, text);
        html.ShouldContain("<td>end</td>");
        html.ShouldNotContain("<script");
        html.ShouldNotContain("<a");
    });

    [Fact]
    public void Block_OfAnyLines_IsThoseLines() => Text.Sample(text =>
    {
        var lines = text.Replace('\r', ' ');
        WebUtility.HtmlDecode(Tags().Replace(ReportHtml.Fragment(MarkdownEscape.Block(lines)), "")).TrimEnd('\n')
            .ShouldBe(lines.TrimEnd('\n'));
    });

    [Theory]
    [InlineData("rm \u202Efdp", "rm ⟨U+202E⟩fdp")]
    [InlineData("p\u0430ypal", "p\u0430⟨U+0430⟩ypal")]
    [InlineData("a\u001B[8mb", "a⟨U+001B⟩[8mb")]
    public void Text_WithHiddenCharacters_IsWrittenOut(string text, string shown)
    {
        Shown(ReportHtml.Fragment(MarkdownEscape.Escape(text))).ShouldBe(shown);
        Shown(ReportHtml.Fragment(MarkdownEscape.Code(text))).ShouldBe(shown);
    }

    private static string Shown(string html) => Folded(WebUtility.HtmlDecode(Tags().Replace(html, "")));

    private static string Folded(string text) => Spaces().Replace(text, " ").Trim();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tags();

    [GeneratedRegex("[\\s\\p{Cc}]+")]
    private static partial Regex Spaces();
}
