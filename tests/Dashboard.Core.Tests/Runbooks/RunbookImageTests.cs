using Dashboard.Core.Runbooks;
using Dashboard.Core.Runbooks.Reading;

namespace Dashboard.Core.Tests.Runbooks;

public sealed class RunbookImageTests
{
    private static readonly byte[] Png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0];

    [Theory]
    [InlineData("book.md", "images/a.png", "images/a.png")]
    [InlineData("night/book.md", "a.PNG", "night/a.PNG")]
    [InlineData("night/book.md", "./../images/a%20b.jpg#x", "images/a b.jpg")]
    [InlineData("night/book.md", "/images/a.svg?raw=true", "images/a.svg")]
    [InlineData("book.md", "../a.png", null)]
    [InlineData("night/book.md", "../../a.png", null)]
    [InlineData("night/book.md", "%2e%2e/%2e%2e/a.png", null)]
    [InlineData("book.md", "https://example.org/a.png", null)]
    [InlineData("book.md", "//example.org/a.png", null)]
    [InlineData("book.md", "data:image/png;base64,AAAA", null)]
    [InlineData("book.md", "file:///etc/a.png", null)]
    [InlineData("book.md", "a\\b.png", null)]
    [InlineData("book.md", "a%00.png", null)]
    [InlineData("book.md", "secrets.env", null)]
    [InlineData("book.md", "book.md", null)]
    [InlineData("book.md", "", null)]
    public void Path_OfAReference_IsBelowTheFolderOrNone(string runbook, string reference, string? path) =>
        RunbookImage.PathOf(runbook, reference).ShouldBe(path);

    [Fact]
    public void MediaType_OfBytes_IsThatOfTheNameWhenTheyAreIt()
    {
        RunbookImage.MediaType("a.png", Png).ShouldBe("image/png");
        RunbookImage.MediaType("a.JPEG", [0xFF, 0xD8, 0xFF, 0xE0]).ShouldBe("image/jpeg");
        RunbookImage.MediaType("a.gif", "GIF89a…"u8).ShouldBe("image/gif");
        RunbookImage.MediaType("a.webp", "RIFF....WEBPVP8 "u8).ShouldBe("image/webp");
        RunbookImage.MediaType("a.avif", "....ftypavif...."u8).ShouldBe("image/avif");
        RunbookImage.MediaType("a.svg", "<?xml version='1.0'?><svg/>"u8).ShouldBe("image/svg+xml");

        RunbookImage.MediaType("a.png", "<html><script>alert(1)</script>"u8).ShouldBeNull();
        RunbookImage.MediaType("a.svg", "<html></html>"u8).ShouldBeNull();
        RunbookImage.MediaType("a.gif", Png).ShouldBeNull();
        RunbookImage.MediaType("a.html", "<svg/>"u8).ShouldBeNull();
        RunbookImage.MediaType("a.png", [.. Png, .. new byte[RunbookImage.MaxLength]]).ShouldBeNull();
    }

    [Fact]
    public void Images_OfADocument_AreThoseOfItsProse() => RunbookParser.Parse("x.md",
        "![a](a.png) [link](b.png) [![c](c.png)](https://example.org)\n\n> - ![again](a.png) ![d][d]\n\n`![e](e.png)`\n\n[d]: d.png\n")
        .Images.ShouldBe(["a.png", "c.png", "d.png"]);
}
