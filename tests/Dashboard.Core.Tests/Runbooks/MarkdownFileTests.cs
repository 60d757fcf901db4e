using Dashboard.Core.Runbooks;

namespace Dashboard.Core.Tests.Runbooks;

public sealed class MarkdownFileTests
{
    [Theory]
    [InlineData("a.md", "a", "a")]
    [InlineData("dir/a.md.md", "dir/a.md.md", "a.md")]
    [InlineData("UPPER.MD", "UPPER.MD", "UPPER")]
    [InlineData("dir/notes.markdown", "dir/notes.markdown", "notes")]
    [InlineData("notes.markdown.md", "notes.markdown.md", "notes.markdown")]
    [InlineData("a#b.md", "a#b", "a#b")]
    public void Slug_OfAFile_LeadsBackToIt(string path, string slug, string title)
    {
        MarkdownFile.SlugOf(path).ShouldBe(slug);
        MarkdownFile.PathOf(slug).ShouldBe(path);
        MarkdownFile.TitleOf(path).ShouldBe(title);
    }

    [Theory]
    [InlineData("run.sh")]
    [InlineData("md")]
    [InlineData("a.md.txt")]
    public void OtherFile_IsNotMarkdown(string path) => MarkdownFile.IsMarkdown(path).ShouldBeFalse();
}
