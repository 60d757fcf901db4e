using System.Text;
using Dashboard.Execution.Masking;

namespace Dashboard.Execution.Tests.Masking;

/// <summary>What a terminal shows of a text, and what it takes for commands.</summary>
public sealed class EscapeScannerTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a\e[31mb\e[0mc", "abc")]
    [InlineData("\e[?25hx", "x")]
    [InlineData("\e[1@x\e[1~y", "xy")]
    [InlineData("\e[\u007f1mx", "x")]
    [InlineData("\e7x", "x")]
    [InlineData("\e(Bx\e Fy\e/Az", "xyz")]
    [InlineData("\e\e[mx", "x")]
    [InlineData("\e[1\emx", "x")]
    public void Take_ACommand_BelongsToItToItsLastByte(string text, string shown) => Shown(text).ShouldBe(shown);

    [Theory]
    [InlineData(']')]
    [InlineData('P')]
    [InlineData('X')]
    [InlineData('^')]
    [InlineData('_')]
    public void Take_ACommandWithAText_EndsAtItsTerminator(char kind)
    {
        Shown($"\e{kind}0;title\ax").ShouldBe("x");
        Shown($"\e{kind}0;title\e\\x").ShouldBe("x");
        Shown($"\e{kind}0;ti\etle\ax").ShouldBe("x", "another escape does not end it");
    }

    // Else whatever came after an escape that nothing closes would be hidden.
    [Fact]
    public void Take_ACommandWithoutAnEnd_IsTextAgainAfterFourThousandBytes()
    {
        Shown("\e]" + new string('a', 4094)).ShouldBe("");
        Shown("\e]" + new string('a', 4094) + "bc").ShouldBe("bc");
        Shown("\e[m\e]" + new string('a', 4094) + "b").ShouldBe("b", "each is counted by itself");
    }

    private static string Shown(string text)
    {
        var scanner = new EscapeScanner();
        return Encoding.Latin1.GetString([.. Encoding.Latin1.GetBytes(text).Where(b => !scanner.Take(b))]);
    }
}
