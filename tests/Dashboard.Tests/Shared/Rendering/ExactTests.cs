using Bunit;
using Dashboard.Core.Text;
using Dashboard.Shared.Rendering;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Shared.Rendering;

public sealed class ExactTests : ScreenTest
{
    [Fact]
    public void Text_Ordinary_StandsAlone() => Markup("Stop “Vault” – now, naïve", TextUse.Title).ShouldBe("Stop “Vault” – now, naïve");

    [Fact]
    public void Text_Hidden_IsBoxedWithItsCodePointAndKeptAsItIs()
    {
        var shown = Context.Render<Exact>(p => p.Add(c => c.Text, "rm \u202Efdp"));

        var box = shown.Find(".cp");
        (box.GetAttribute("data-cp"), box.GetAttribute("title")).ShouldBe(("U+202E", "right-to-left override"));
        shown.Find("bdi").TextContent.ShouldBe("rm \u202Efdp");
    }

    [Fact]
    public void Text_Lookalike_IsShownBesideItsCodePoint()
    {
        var box = Context.Render<Exact>(p => p.Add(c => c.Text, "p\u0430ypal")).Find(".cp.is-lookalike");

        (box.TextContent, box.GetAttribute("data-cp"), box.GetAttribute("title")).ShouldBe(
            ("\u0430", "U+0430", "Cyrillic, looks like “a”"));
    }

    [Fact]
    public void Text_FromRightToLeft_HasADirectionOfItsOwn() => Markup("עצירה", TextUse.Title).ShouldBe("<bdi class=\"exact\">עצירה</bdi>");

    [Fact]
    public void Text_Changed_IsLookedAtAnew()
    {
        var shown = Context.Render<Exact>(p => p.Add(c => c.Text, "plain"));

        shown.Render(p => p.Add(c => c.Text, "a\u200Bb"));

        shown.FindAll(".cp").Count.ShouldBe(1);
    }

    private string Markup(string text, TextUse use) => Context.Render<Exact>(p => p.Add(c => c.Text, text).Add(c => c.Use, use)).Markup;
}
