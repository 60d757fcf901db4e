using System.Text;
using Dashboard.Core.Output;
using Dashboard.Execution.Output;

namespace Dashboard.Execution.Tests.Output;

/// <summary>An expectation reads the lines that a person reads: none is made of two streams.</summary>
public sealed class TryTextTests
{
    // "1:" is written to standard output, "2:" to standard error.
    [Theory]
    [InlineData("a\nb\n", "1:a\n", "2:b\n")]
    [InlineData("status: \nok\n", "1:status: ", "2:ok\n")]
    [InlineData("status: done\nok\nnext\n", "1:status: ", "2:ok\n", "1:done\nnext\n")]
    [InlineData("\r100 %\nok 5\n", "2:\r100 %", "1:ok 5\n")]
    [InlineData("a1\nb1b2\na2\n", "1:a", "2:b1", "1:1\n", "2:b2\n", "1:a2\n")]
    [InlineData("a1\nb1\nb2a2\n", "1:a", "2:b1\nb2", "1:1\n", "2:a2\n")]
    [InlineData("one two\n", "1:one ", "1:two\n")]
    [InlineData("", "1:")]
    public void Text_OfTwoStreams_HasTheLinesOfEach(string wanted, params string[] writes)
    {
        var text = Written(writes);
        text.ShouldBe(wanted);
    }

    // Of a line that never ends, and much beside it.
    [Fact]
    public void Text_OfALineWithoutAnEnd_IsBounded()
    {
        var text = Written(["1:a", .. Enumerable.Repeat($"2:{new string('b', 999)}\n", 200), "1:c\n"]);
        text.ShouldStartWith("a\nbbb");
        text.ShouldEndWith("b\nc\n");
        text.Length.ShouldBe("a\n".Length + (200 * 1000) + "c\n".Length);
    }

    [Fact]
    public void Text_OfACharacterThatTheOtherStreamBreaksInto_IsWhole()
    {
        var text = new TryText(1000);
        var letter = Encoding.UTF8.GetBytes("ü\n");
        text.Write(OutputChannel.Stdout, letter.AsSpan(0, 1));
        text.Write(OutputChannel.Stderr, "e\n"u8);
        text.Write(OutputChannel.Stdout, letter.AsSpan(1));
        text.ToString().ShouldBe("ü\ne\n");
    }

    private static string Written(IEnumerable<string> writes)
    {
        var text = new TryText(1 << 20);
        foreach (var write in writes)
            text.Write(write[0] == '1' ? OutputChannel.Stdout : OutputChannel.Stderr, Encoding.UTF8.GetBytes(write[2..]));
        return text.ToString();
    }
}
