using Dashboard.Execution.Masking;

namespace Dashboard.Execution.Tests.Masking;

/// <summary>One masker for many texts: what one of them ends with has nothing to do with the next.</summary>
public sealed class TextMaskerTests
{
    private const string Secret = "the-sesame-that-opens";

    private readonly TextMasker _masker = new(Masking.Secrets(Secret));

    [Fact]
    public void Mask_TextWithASecret_MasksItAlone() => _masker.Mask($"key {Secret}.").ShouldBe("key [masked].");

    [Fact]
    public void Mask_SecretInTwoTexts_IsNone()
    {
        _masker.Mask("key the-sesame").ShouldBe("key the-sesame");
        _masker.Mask("-that-opens it").ShouldBe("-that-opens it");
    }

    [Fact]
    public void Mask_SecretAtTheEndOfOneAndTheBeginningOfTheNext_IsMaskedInBoth()
    {
        _masker.Mask($"a {Secret}").ShouldBe("a [masked]");
        _masker.Mask($"{Secret} b").ShouldBe("[masked] b");
    }

    [Fact]
    public void Mask_AfterATextThatEndsInAnEscape_MasksAllTheSame()
    {
        _masker.Mask("\e]0;title").ShouldBe("\e]0;title");
        _masker.Mask($"a {Secret} b").ShouldBe("a [masked] b");
        _masker.Mask("the-\e[1msesame\e[0m-that-opens").ShouldNotContain("sesame");
    }

    [Fact]
    public void Holds_ASecret_IsTrueForThatTextAlone()
    {
        _masker.Holds("nothing"u8).ShouldBeFalse();
        _masker.Holds("the-sesame-that-opens"u8).ShouldBeTrue();
        _masker.Holds("nothing"u8).ShouldBeFalse();
    }

    [Fact]
    public void MaskText_OfASet_DoesTheSame()
    {
        Masking.Secrets(Secret).MaskText($"a {Secret} b").ShouldBe("a [masked] b");
        Masking.Secrets(Secret).Holds("the-sesame"u8).ShouldBeFalse();
    }
}
