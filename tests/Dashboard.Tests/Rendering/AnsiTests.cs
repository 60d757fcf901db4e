using Dashboard.Rendering;

namespace Dashboard.Tests.Rendering;

public sealed class AnsiTests
{
    [Theory]
    [InlineData("\u001b[31mred\u001b[0m plain", "<span class=\"ansi-fg1\">red</span> plain")]
    [InlineData("\u001b[1;92mok\u001b[m", "<span class=\"ansi-bold ansi-fg10\">ok</span>")]
    [InlineData("\u001b[38;5;208mo\u001b[39m", "<span style=\"color:rgb(255,135,0);\">o</span>")]
    [InlineData("\u001b[38;5;9mo", "<span class=\"ansi-fg9\">o</span>")]
    [InlineData("\u001b[38;2;1;2;3mt", "<span style=\"color:rgb(1,2,3);\">t</span>")]
    [InlineData("\u001b[38;2;1;31;3;4mt", "<span class=\"ansi-underline\" style=\"color:rgb(1,31,3);\">t</span>")]
    [InlineData("\u001b[48;5;232mg", "<span style=\"background-color:rgb(8,8,8);\">g</span>")]
    [InlineData("\u001b[38;2;999;0;0mx", "x")]
    [InlineData("\u001b[38;5mx", "x")]
    [InlineData("\u001b[31;41mhidden", "<span class=\"ansi-fg1\">hidden</span>")]
    [InlineData("\u001b[8mconcealed", "concealed")]
    public void Sgr_Codes_BecomeSpans(string line, string html) => Html(line).ShouldBe(html);

    [Theory]
    [InlineData("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;")]
    [InlineData("\u001b[2J\u001b[H", "␛[2J␛[H")]
    [InlineData("\u001b]0;title\u0007", "␛]0;title␇")]
    [InlineData("\u001b]8;;http://evil.example\u001b\\here\u001b]8;;\u001b\\", "␛]8;;http://evil.example␛\\here␛]8;;␛\\")]
    [InlineData("\u001b[31\"onmouseover=alert(1)m", "␛[31\"onmouseover=alert(1)m")]
    [InlineData("\u009b31mx", "⟨U+009B⟩31mx")]
    [InlineData("a\u202ekcatta", "a⟨U+202E⟩kcatta")]
    [InlineData("a\0b\u007f\u0008", "a␀b␡␈")]
    [InlineData("50 %\r60 %", "50 %␍60 %")]
    [InlineData("\u001b[", "␛[")]
    [InlineData("\u001b", "␛")]
    [InlineData("tab\there", "tab\there")]
    public void Other_Controls_BecomeVisibleText(string line, string shown)
    {
        var html = Html(line);

        var text = System.Net.WebUtility.HtmlDecode(System.Text.RegularExpressions.Regex.Replace(html, "</?span[^>]*>", ""));
        text.ShouldBe(System.Net.WebUtility.HtmlDecode(shown));
        html.ShouldNotContain("\u001b");
        html.ShouldNotContain("<script");
        html.ShouldNotContain("<a");
    }

    [Fact]
    public void Style_NotReset_GoesOnInTheNextLine()
    {
        var style = default(AnsiStyle);
        AnsiText.Read("\u001b[33myellow", ref style);

        AnsiHtml.Write(AnsiText.Read("still", ref style)).ShouldBe("<span class=\"ansi-fg3\">still</span>");
    }

    [Fact]
    public void Find_AcrossStyles_MarksEachPart()
    {
        var style = default(AnsiStyle);

        AnsiHtml.Write(AnsiText.Read("an \u001b[31merr\u001b[0mor & error", ref style), "ERROR")
            .ShouldBe("an <span class=\"ansi-fg1\"><mark>err</mark></span><mark>or</mark> &amp; <mark>error</mark>");
    }

    [Fact]
    public void Find_MarkupInText_StaysEncoded()
    {
        var style = default(AnsiStyle);

        AnsiHtml.Write(AnsiText.Read("a <b> c", ref style), "<b>").ShouldBe("a <mark>&lt;b&gt;</mark> c");
    }

    private static string Html(string line)
    {
        var style = default(AnsiStyle);
        return AnsiHtml.Write(AnsiText.Read(line, ref style));
    }
}
