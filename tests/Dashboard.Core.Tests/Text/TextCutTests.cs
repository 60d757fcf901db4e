using Dashboard.Core.Text;

namespace Dashboard.Core.Tests.Text;

public sealed class TextCutTests
{
    [Theory]
    [InlineData("abc", 2, "ab…")]
    [InlineData("abc", 3, "abc")]
    [InlineData("a\U0001F680b", 2, "a…")]
    [InlineData("a\U0001F680b", 3, "a\U0001F680…")]
    [InlineData("\U0001F680", 1, "…")]
    public void Shorten_KeepsCharactersWhole(string text, int most, string shown) => TextCut.Shorten(text, most).ShouldBe(shown);
}
