using Dashboard.Core.Text;
using Dashboard.Shared.Rendering;

namespace Dashboard.Tests.Shared.Rendering;

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
    [InlineData("\u001b[31m\u001b[4:3ma\u001b[4:0mb\u001b[0m",
        "<span class=\"ansi-underline ansi-fg1\">a</span><span class=\"ansi-fg1\">b</span>")]
    [InlineData("\u001b[38:2::255:128:7morange", "<span style=\"color:rgb(255,128,7);\">orange</span>")]
    [InlineData("\u001b[38:2:255:128:7morange", "<span style=\"color:rgb(255,128,7);\">orange</span>")]
    [InlineData("\u001b[48:5:232mg", "<span style=\"background-color:rgb(8,8,8);\">g</span>")]
    [InlineData("\u001b[58:2::1:2:3mplain\u001b[59m", "plain")]
    [InlineData("\u001b[58;2;1;4;3;1mbold", "<span class=\"ansi-bold\">bold</span>")]
    [InlineData("\u001b[58;5;4mplain", "plain")]
    public void Sgr_Codes_BecomeSpans(string line, string html) => Html(line).ShouldBe(html);

    [Theory]
    [InlineData("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;")]
    [InlineData("\u001b[2J\u001b[H", "")]
    [InlineData("\u001b]0;title\u0007", "", true)]
    [InlineData("\u001b]8;;http://evil.example\u001b\\here\u001b]8;;\u001b\\", "here", true)]
    [InlineData("\u001b[31\"onmouseover=alert(1)m", "nmouseover=alert(1)m")]
    [InlineData("\u009b31mx", "31mx", true)]
    [InlineData("a\u202ekcatta", "a⟨U+202E⟩kcatta")]
    [InlineData("a\0b\u007f\u0008c", "ac", true)]
    [InlineData("50 %\r60 %", "60 %", true)]
    [InlineData("rm -rf /\r\u001b[Kecho safe", "echo safe", true)]
    [InlineData("error: disk full\u001b[K", "error: disk full")]
    [InlineData("\u001b[", "")]
    [InlineData("\u001b", "")]
    [InlineData("tab\there", "tab\there")]
    public void Other_Controls_ShowWhatATerminalShowsAndThatThereIsMore(string line, string shown, bool hides = false)
    {
        var html = Html(line);

        html.Contains("ansi-hidden", StringComparison.Ordinal).ShouldBe(hides);
        var text = System.Net.WebUtility.HtmlDecode(System.Text.RegularExpressions.Regex.Replace(html, "</?span[^>]*>", ""));
        text.ShouldBe(System.Net.WebUtility.HtmlDecode(shown));
        html.ShouldNotContain("\u001b");
        html.ShouldNotContain("<script");
        html.ShouldNotContain("<a");
    }

    [Fact]
    public void Style_NotReset_GoesOnInTheNextLine()
    {
        var style = default(TerminalStyle);
        AnsiText.Read("\u001b[33myellow", ref style);

        AnsiHtml.Write(AnsiText.Read("still", ref style)).ShouldBe("<span class=\"ansi-fg3\">still</span>");
    }

    [Fact]
    public void Find_AcrossStyles_MarksEachPart()
    {
        var style = default(TerminalStyle);

        AnsiHtml.Write(AnsiText.Read("an \u001b[31merr\u001b[0mor & error", ref style), "ERROR")
            .ShouldBe("an <span class=\"ansi-fg1\"><mark>err</mark></span><mark>or</mark> &amp; <mark>error</mark>");
    }

    [Fact]
    public void Find_MarkupInText_StaysEncoded()
    {
        var style = default(TerminalStyle);

        AnsiHtml.Write(AnsiText.Read("a <b> c", ref style), "<b>").ShouldBe("a <mark>&lt;b&gt;</mark> c");
    }

    private static string Html(string line)
    {
        var style = default(TerminalStyle);
        return AnsiHtml.Write(AnsiText.Read(line, ref style));
    }
}
