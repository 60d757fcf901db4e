using System.Text;
using Dashboard.Execution.Processes;
using Dashboard.Testing;

namespace Dashboard.Execution.Tests.Processes;

/// <summary>What two pipes held, put in the order in which they were written to.</summary>
[Needs(Need.Time)]
public sealed class WriteOrderTests
{
    [Theory]
    [InlineData("a|b|", "x|y|", "0101", "a| x| b| y|")]
    [InlineData("a|b|", "x|", "010", "a| x| b|")]
    [InlineData("a|b|", "x|", "10", "x| a|b|")]
    [InlineData("a|b|c|", "x|y|", "0101", "a| x| b|c| y|")]
    [InlineData("a", "x", "10", "x a")]
    // An event that was late: what it tells of was handed on before.
    [InlineData("b|", "x|y|", "0101", "x| b| y|")]
    // No events at all, or none of the last line.
    [InlineData("a|b|", "x|y|", "", "a|b| x|y|")]
    [InlineData("a|", "x|y|", "01", "a| x|y|")]
    [InlineData("a|b|", "x|", "1", "x| a|b|")]
    [InlineData("", "x|y|", "0101", "x|y|")]
    public void Arrange_LinesAndBursts_AreInTheOrderOfTheBursts(string first, string second, string bursts, string expected)
    {
        ReadOnlyMemory<byte>[] read = [Bytes(first), Bytes(second)];
        var arranged = WriteOrder.Arrange(read, [.. bursts.Select(b => b - '0')])
            .Select(p => Encoding.ASCII.GetString(p.Bytes.Span).Replace('\n', '|'));
        string.Join(' ', arranged).ShouldBe(expected);
    }

    private static byte[] Bytes(string text) => Encoding.ASCII.GetBytes(text.Replace('|', '\n'));
}
