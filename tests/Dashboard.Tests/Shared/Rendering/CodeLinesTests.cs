using Dashboard.Shared.Rendering;

namespace Dashboard.Tests.Shared.Rendering;

/// <summary>Code is divided for its reader, and none of it is lost.</summary>
public sealed class CodeLinesTests
{
    [Theory]
    [InlineData(30, null)]
    [InlineData(31, "31 lines")]
    [InlineData(5000, "5000 lines")]
    public void Count_OfManyLines_IsSaid(int lines, string? words) =>
        CodeLines.Count(string.Concat(Enumerable.Repeat("true\n", lines))).ShouldBe(words);

    [Theory]
    [InlineData("a", "1")]
    [InlineData("", "1")]
    [InlineData("a\n\n\n\n\n\nb\n\n", "1 5 1")]
    [InlineData("a\n\n \n\t\n\r\n\n\nb", "1 6! 1")]
    [InlineData("\n\n\n\n\n\nb\n\n\n\n\n\n\n\n ", "6! 1 8!")]
    public void Blocks_WithBlankLines_MarkTheLongGaps(string text, string blocks)
    {
        var found = CodeLines.Of(text);

        string.Join(' ', found.Select(b => $"{b.Lines.Length}{(b.IsGap ? "!" : "")}")).ShouldBe(blocks);
        string.Join('\n', found.SelectMany(b => b.Lines)).ShouldBe(text.TrimEnd('\n'));
    }

    [Fact]
    public void Blocks_WithAnInvisibleCharacterInTheGap_DoNotFoldItAway() =>
        CodeLines.Of("a\n\n\n\u200B\n\n\nb").ShouldAllBe(b => !b.IsGap);
}
