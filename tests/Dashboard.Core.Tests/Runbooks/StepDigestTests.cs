using Dashboard.Core.Runbooks.Reading;

namespace Dashboard.Core.Tests.Runbooks;

/// <summary>Approvals and evidence name steps by their digests: those of runbooks that were approved once never change.</summary>
public sealed class StepDigestTests
{
    [Theory]
    [InlineData("", "399f3ed90d0e89b1e628889ed6ce82e8732f422aadb08547c72b50780b87787c")]
    [InlineData(" tty=no", "399f3ed90d0e89b1e628889ed6ce82e8732f422aadb08547c72b50780b87787c")]
    [InlineData(" strict=yes", "399f3ed90d0e89b1e628889ed6ce82e8732f422aadb08547c72b50780b87787c")]
    [InlineData(" lint-ignore=LN101 reason=x", "399f3ed90d0e89b1e628889ed6ce82e8732f422aadb08547c72b50780b87787c")]
    [InlineData(" tty=yes", "0c7c32c8aafe564135faf25477bb988c82b404a4a5833ad7298122c6d34b4fe5")]
    public void Digest_OfAStep_IsWhatItWasBeforeTerminalsUnlessItHasOne(string attribute, string digest) =>
        RunbookParser.Parse("book.md", $"```sh {{#a .preflight{attribute}}}\ntrue\n```\n").Steps
            .ShouldHaveSingleItem().Digest.ShouldBe(digest);
}
