using System.Text;
using Dashboard.Execution.Output;

namespace Dashboard.Execution.Tests.Output;

public sealed class HeadAndTailTests
{
    /// <summary>Where the head ends and the tail begins is nothing that the text knows of.</summary>
    [Theory]
    [InlineData("aaaaaaa\U0001F680b", "aaaaaaa\U0001F680b")]
    [InlineData("aaaaa\U0001F680b", "aaaaa\U0001F680b")]
    [InlineData("12345678", "12345678")]
    [InlineData("12345678..abcdefgh", "12345678\nabcdefgh")]
    public void ToString_OfTwoParts_IsTheTextItself(string text, string expected)
    {
        for (var cut = 0; cut <= Encoding.UTF8.GetByteCount(text); cut++)
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            var both = new HeadAndTail(8);
            both.Write(bytes.AsSpan(0, cut));
            both.Write(bytes.AsSpan(cut));
            both.ToString().ShouldBe(expected);
        }
    }
}
