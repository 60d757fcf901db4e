using System.Text;
using Dashboard.Engine.Runbooks;

namespace Dashboard.Engine.Tests.Runbooks;

public sealed class TextDifferenceTests
{
    [Theory]
    [InlineData("a\nb\nc\n", "a\nb\nc\n", "")]
    [InlineData("a\nb\nc\n", "a\nc\n", "-b")]
    [InlineData("a\nc", "a\nb\nc", "+b")]
    [InlineData("", "a", "-\n+a")]
    // What decides in Python, in a here document, and in a name.
    [InlineData("if x:\n  look()\n  rm()\n", "if x:\n  look()\nrm()\n", "-  rm()\n+rm()")]
    [InlineData("rm a/b\n", "rm a /b\n", "-rm a/b\n+rm a /b")]
    [InlineData("a \n", "a\n", "-a \n+a")]
    [InlineData("a\nb\n", "a\r\nb\n", "-a\n+a\r")]
    [InlineData("a\n", "a", "-")]
    public void Difference_IsEveryLineThatChanged(string before, string after, string expected) => Of(before, after).ShouldBe(expected);

    [Fact]
    public void Difference_InBytesThatAreNoText_IsSaid() =>
        TextDifference.Of([(byte)'a', 0xFE], [(byte)'a', 0xFF]).ShouldBe("The content differs and is not text. Compare it by its digest.");

    [Fact]
    public void BlankLines_PushNothingOut() =>
        Of("echo one\n", "echo one\n" + string.Concat(Enumerable.Repeat(" \n", 300)) + "rm -rf /srv\n")
            .ShouldBe("+(300 blank lines)\n+rm -rf /srv");

    [Fact]
    public void FewBlankLines_AreShownAsTheyAre() => Of("a\n", "a\n\n\n\nb\n").ShouldBe("+\n+\n+b\n+");

    [Fact]
    public void ManyChangedLines_AreCounted()
    {
        var lines = Of("", string.Concat(Enumerable.Range(0, 1_000).Select(i => $"line {i}\n"))).Split('\n');
        (lines.Length, lines[^1]).ShouldBe((201, "… 800 more lines"));
    }

    /// <summary>A comparison line by line would take half an hour: the work is bounded, and of both versions something is seen.</summary>
    [Fact]
    public void FilesOfMegabytesThatShareNothing_AreSaidAtOnce()
    {
        var (before, after) = (Many("a"), Many("b"));

        var lines = Of("same\n" + before, "same\n" + after).Split('\n');

        (lines[0], lines[100], lines[101], lines[^1]).ShouldBe(("-a0", "… 299900 more lines", "+b0", "… 299900 more lines"));

        static string Many(string name) => string.Concat(Enumerable.Range(0, 300_000).Select(i => $"{name}{i}\n"));
    }

    private static string Of(string before, string after) =>
        TextDifference.Of(Encoding.UTF8.GetBytes(before), Encoding.UTF8.GetBytes(after));
}
