using System.Text;
using CsCheck;
using Dashboard.Core.Gates;

namespace Dashboard.Core.Tests.Gates;

public sealed class PhraseCheckTests
{
    private const string Phrase = "m04-vault-runtime-cutover-approved";

    // Cyrillic and Greek look-alikes, full-width forms, ligatures, and what hides between letters.
    private static readonly string[] LookAlikes =
        ["а", "е", "о", "р", "с", "ν", "ｍ", "ａ", "‐", "‑", "–", "−", "－", "0", "O", "l", "I", "ﬁ", "ſ"];

    private static readonly string[] Invisible =
        ["\u200B", "\u200C", "\u200D", "\uFEFF", "\u00AD", "\u2060", "\u00A0", " ", "\t", "\r", "\n", "\0", "\u0301", "\u202E"];

    private static readonly Gen<string> AnyInvisible = Gen.Int[0, Invisible.Length - 1].Select(i => Invisible[i]);

    [Fact]
    public void Difference_ExactBytes_IsNull() => PhraseCheck.Difference(Phrase, Phrase).ShouldBeNull();

    [Theory]
    [InlineData("", "Nothing was typed.")]
    [InlineData("m04-vault", "The typed text ends after 9 of 34 characters.")]
    [InlineData("M04-vault-runtime-cutover-approved", "The typed text differs at character 1 of 34.")]
    [InlineData("m04-vault-runtime-cutover-approved ", "The typed text goes on after the phrase's 34 characters.")]
    public void Difference_OtherText_SaysHowItDiffersAndNotWhatWasTyped(string typed, string expected) =>
        PhraseCheck.Difference(Phrase, typed).ShouldBe(expected);

    [Fact]
    public void Difference_ComposedAgainstDecomposed_Differs() =>
        PhraseCheck.Difference("caf\u00e9", "cafe\u0301").ShouldNotBeNull();

    [Fact]
    public void Difference_LoneSurrogates_NeverEqualEachOtherOrTheReplacementCharacter()
    {
        PhraseCheck.Difference("a\ufffd", "a\ud800").ShouldBe("The typed text is not valid Unicode.");
        PhraseCheck.Difference("a\ud800", "a\ud801").ShouldNotBeNull();
    }

    /// <summary>Only the exact bytes pass, over 100,000 variants.</summary>
    [Fact]
    public void Difference_HundredThousandVariants_PassesOnlyTheExactBytes() =>
        Variant.Sample(
            typed => PhraseCheck.Difference(Phrase, typed) is null
                == Encoding.UTF8.GetBytes(typed).AsSpan().SequenceEqual(Encoding.UTF8.GetBytes(Phrase)),
            iter: 100_000);

    /// <summary>
    /// Negative control: a comparison that folds, trims and normalises lets variants through, and this same search finds them.
    /// </summary>
    [Fact]
    public void Variants_AgainstALenientComparison_AreFound() =>
        Should.Throw<CsCheckException>(() => Variant.Sample(
            typed => string.Equals(Lenient(typed), Lenient(Phrase), StringComparison.Ordinal) == (typed == Phrase), iter: 100_000));

    private static string Lenient(string text) =>
        text.Replace("\u200B", "", StringComparison.Ordinal).Trim().ToUpperInvariant();

    private static readonly Gen<string> Variant = Gen.OneOf(
        Gen.Int[0, Phrase.Length - 1].Select(i => Phrase[..i] + char.ToUpperInvariant(Phrase[i]) + Phrase[(i + 1)..]),
        Gen.Select(Gen.Int[0, Phrase.Length], AnyInvisible, (i, s) => Phrase.Insert(i, s)),
        Gen.Select(Gen.Int[0, Phrase.Length - 1], Gen.Int[0, LookAlikes.Length - 1].Select(i => LookAlikes[i]),
            (i, s) => Phrase[..i] + s + Phrase[(i + 1)..]),
        Gen.Select(AnyInvisible, AnyInvisible, (a, b) => a + Phrase + b),
        Gen.Int[0, Phrase.Length].Select(i => Phrase[..i]),
        Gen.Const(Phrase.ToUpperInvariant()),
        Gen.Const(Phrase),
        Gen.String);
}
