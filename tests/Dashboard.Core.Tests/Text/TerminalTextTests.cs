using Dashboard.Core.Text;

namespace Dashboard.Core.Tests.Text;

public sealed class TerminalTextTests
{
    [Theory]
    [InlineData("plain\ntext\n", "plain\ntext\n")]
    [InlineData("\u001b[32mok 5\u001b[0m\n", "ok 5\n")]
    [InlineData("\u001b[38;2;1;2;3mok\u001b[m \u001b[38:2::1:2:3m5\u001b[4:3m\u001b[58;5;9m!", "ok 5!")]
    [InlineData("\u001b(B\u001b[mok\u001b(0", "ok")]
    [InlineData("one\r\ntwo\r\n", "one\ntwo\n")]
    [InlineData(" 10 %\r 50 %\r100 %\n", "100 %\n")]
    [InlineData("downloading 10 %\r\u001b[Kdone\n", "done\n")]
    [InlineData("longer line\rshort\n", "shortr line\n")]
    [InlineData("abc\u001b[2Kd\n", "   d\n")]
    [InlineData("abcdef\u001b[3D\u001b[1K!\n", "   !ef\n")]
    [InlineData("ab\bc\n", "ac\n")]
    [InlineData("a\u001b[5Cb\u001b[1Gc\n", "c     b\n")]
    [InlineData("\u001b]8;;http://x/\u001b\\link\u001b]8;;\u001b\\\n", "link\n")]
    [InlineData("\u001b]0;a title\alink\n", "link\n")]
    [InlineData("\u001bP1$r0m\u001b\\x", "x")]
    [InlineData("half \u001b[3", "half ")]
    [InlineData("half \u001b", "half ")]
    [InlineData("\u001b]never closed", "")]
    [InlineData("\u001b]never closed\nthe next line", "\nthe next line")]
    [InlineData("a\0b\u0007\u007fc\u009b", "abc")]
    [InlineData("\U0001F680 rocket\rx", "x rocket")]
    [InlineData("error: \u001b[01;31m\u001b[Kdisk\u001b[m\u001b[K full", "error: disk full")]
    // What breaks a sequence off is not a part of it.
    [InlineData("\u001b[3\u001b[31mred", "red")]
    [InlineData("\u001b\u001b[31mred", "red")]
    [InlineData("abc\u001b[3\rX", "Xbc")]
    [InlineData("abc\u001b\rX", "Xbc")]
    [InlineData("\u001b[3\U0001F680x", "\U0001F680x")]
    [InlineData("\u001b\U0001F680x", "\U0001F680x")]
    [InlineData("\u001b(\U0001F680x", "\U0001F680x")]
    public void Plain_IsWhatAPersonSees(string text, string seen) => TerminalText.Plain(text).ShouldBe(seen);

    [Fact]
    public void Plain_OfWhatMovesFarAway_StaysSmall() =>
        TerminalText.Plain(string.Concat(Enumerable.Repeat("\u001b[999999999Cx\r", 100))).Length.ShouldBeLessThan(20_000);

    [Fact]
    public void Plain_OfTheFarthestMove_DoesNotThrow() =>
        TerminalText.Plain("a\u001b[2147483647Cb\u001b[2147483647D\u001b[2147483647GX\u001b[99999999999999Cy").ShouldStartWith("a");

    /// <summary>A move does not go back in a line that is longer than a terminal is wide.</summary>
    [Fact]
    public void Plain_OfAMoveInALongLine_GoesOnFromThere() =>
        TerminalText.Plain(new string('a', 20_000) + "\u001b[Cb").ShouldBe(new string('a', 20_000) + "b");

    /// <summary>
    /// A page shows two thousand lines, each of which may be as hostile as this. Copying a wide line for each of its sequences took half a
    /// second a line.
    /// </summary>
    [Theory]
    [InlineData("\u001b[9999Cx\u001b[2K")]
    [InlineData("\u001b[9999Gx\u001b[G\u001b[K")]
    [InlineData("\u001b[9999Cx\u001b[1K")]
    public void Plain_OfALineThatIsErasedAgainAndAgain_TakesLittleMemory(string unit)
    {
        var line = string.Concat(Enumerable.Repeat(unit, 8_192 / unit.Length));
        var before = GC.GetAllocatedBytesForCurrentThread();
        TerminalText.Plain(line);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(4 << 20);
    }

    [Fact]
    public void Plain_OfAnything_HasNoEscapeAndEnds()
    {
        const string signs = "\u001b[]();:0123mKGCDP\\\a\r\b\nabc \u009b";
        var random = new Random(20260203);
        for (var i = 0; i < 2_000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(60)).Select(_ => signs[random.Next(signs.Length)]));
            TerminalText.Plain(text).ShouldNotContain('\u001b', text);
        }
    }
}
