using Dashboard.Core.Text;
using Markdig.Extensions.Emoji;

namespace Dashboard.Core.Tests.Text;

/// <summary>
/// What a reader does not see, or takes for something else: each kind is found where it deceives, and left alone where it is at home.
/// </summary>
public sealed class OddCharactersTests
{
    [Fact]
    public void OneLine_WithTabsAndLineEnds_HasThemAmongTheOthers() =>
        OddCharacters.FindInOneLine("a\tb\u200B\r\nc", TextUse.Code).Select(o => $"{o.Index} {o.Code} {o.Words}")
            .ShouldBe(["1 U+0009 tab", "3 U+200B zero-width space", "4 U+000D carriage return", "5 U+000A line feed"]);

    [Fact]
    public void ManyLines_WithTabs_AreLeftAlone() => OddCharacters.Find("if true\n\tthen\r\nfi", TextUse.Code).ShouldBeEmpty();

    /// <summary>One text for each kind of deception, as code points so that this file hides nothing.</summary>
    public static TheoryData<string, string, string> Deceptions => new()
    {
        { "left-to-right embedding", "access=\u202A\"user\"", "U+202A" },
        { "right-to-left embedding", "a\u202Bb", "U+202B" },
        { "pop directional formatting", "a\u202Cb", "U+202C" },
        { "left-to-right override", "a\u202Db", "U+202D" },
        { "right-to-left override", "rm \u202Efdp.exe", "U+202E" },
        { "left-to-right isolate", "a\u2066b", "U+2066" },
        { "right-to-left isolate", "a\u2067b", "U+2067" },
        { "first strong isolate", "a\u2068b", "U+2068" },
        { "pop directional isolate", "a\u2069b", "U+2069" },
        { "left-to-right mark", "a\u200Eb", "U+200E" },
        { "right-to-left mark", "a\u200Fb", "U+200F" },
        { "Arabic letter mark", "a\u061Cb", "U+061C" },
        { "zero-width space", "rm\u200B -rf", "U+200B" },
        { "zero-width non-joiner", "va\u200Cult", "U+200C" },
        { "zero-width joiner", "va\u200Dult", "U+200D" },
        { "word joiner", "va\u2060ult", "U+2060" },
        { "byte order mark", "va\uFEFFult", "U+FEFF" },
        { "soft hyphen", "va\u00ADult", "U+00AD" },
        { "variation selector", "a\uFE0Fb", "U+FE0F" },
        { "variation selector behind a selector", "⚠\uFE0F\uFE0F", "U+FE0F" },
        { "variation selector of the supplement", "a\U000E0101b", "U+E0101" },
        { "tag character", "ok\U000E0072\U000E006D", "U+E0072" },
        { "interlinear annotation anchor", "a\uFFF9b", "U+FFF9" },
        { "interlinear annotation separator", "a\uFFFAb", "U+FFFA" },
        { "interlinear annotation terminator", "a\uFFFBb", "U+FFFB" },
        { "invisible operator", "a\u2062b", "U+2062" },
        { "deprecated format character", "a\u206Ab", "U+206A" },
        { "no-break space", "rm\u00A0-rf", "U+00A0" },
        { "narrow no-break space", "rm\u202F-rf", "U+202F" },
        { "em space", "rm\u2003-rf", "U+2003" },
        { "ideographic space", "rm\u3000-rf", "U+3000" },
        { "line separator", "a\u2028b", "U+2028" },
        { "paragraph separator", "a\u2029b", "U+2029" },
        { "next line", "a\u0085b", "U+0085" },
        { "escape", "a\u001B[8mb", "U+001B" },
        { "backspace", "rm\b\becho", "U+0008" },
        { "carriage return", "rm -rf /\recho ok", "U+000D" },
        { "delete", "a\u007Fb", "U+007F" },
        { "Hangul filler", "a\u3164b", "U+3164" },
        { "combining grapheme joiner", "a\u034Fb", "U+034F" },
        { "blank Braille pattern", "a\u2800b", "U+2800" },
        { "private-use character", "a\uE000b", "U+E000" },
        { "unassigned character", "a\u0378b", "U+0378" },
        { "half of a surrogate pair", "a\uD800b", "U+D800" },
        { "strokes through a command", "r\u0336m\u0336", "U+0336" },
        { "pile of marks", "a\u0301\u0302\u0303\u0304", "U+0303" },
        { "Cyrillic letter in a Latin word", "p\u0430ypal", "U+0430" },
        { "Greek letter in a Latin word", "v\u03BFult", "U+03BF" },
        { "Cyrillic word that passes for Latin", "\u0441\u043E\u0440\u0443 -r /srv", "U+0441" },
        { "note without a head", "a\U0001D159b", "U+1D159" },
        { "letters of mathematics", "\U0001D42B\U0001D426 -rf", "U+1D42B" },
        { "Cherokee letters", "\u13DA\u13A1", "U+13DA" },
    };

    [Theory]
    [MemberData(nameof(Deceptions))]
    public void Deception_InCodeAndInATitle_IsFound(string what, string text, string code)
    {
        foreach (var use in new[] { TextUse.Code, TextUse.Title })
        {
            OddCharacters.Find(text, use).Select(o => o.Code).ShouldContain(code, $"{what} as {use}");
            VisibleText.Of(text, use).ShouldContain($"⟨{code}⟩");
        }
    }

    [Theory]
    [InlineData("Greek question mark", "rm -r x\u037E echo", "U+037E")]
    [InlineData("division slash", "rm -r \u2215srv", "U+2215")]
    [InlineData("non-breaking hyphen", "rm \u2011rf", "U+2011")]
    [InlineData("dash before an option", "rm \u2013rf", "U+2013")]
    [InlineData("phonetic letter", "p\u0251ypal", "U+0251")]
    [InlineData("letters of double width", "\uFF52\uFF4D -rf", "U+FF52")]
    [InlineData("pipe of double width", "echo x \uFF5C sh", "U+FF5C")]
    [InlineData("one dot leader", "rm \u2024/x", "U+2024")]
    [InlineData("letter that passes for an apostrophe", "echo \u02BCx\u02BC", "U+02BC")]
    [InlineData("letter that passes for a saltillo", "echo \uA78Cx", "U+A78C")]
    [InlineData("click that passes for an exclamation mark", "[ \u01C3 -e /x ]", "U+01C3")]
    [InlineData("long s", "pas\u017Fwd", "U+017F")]
    [InlineData("low quotation mark", "a\u201Ab", "U+201A")]
    [InlineData("pointed quotation mark", "cat \u2039/etc/x", "U+2039")]
    [InlineData("sign of division", "a \u2223 b", "U+2223")]
    [InlineData("dotless i", "adm\u0131n", "U+0131")]
    [InlineData("second dot on an i", "admi\u0307n", "U+0307")]
    [InlineData("selector behind a dash", "\u2014\uFE0F", "U+FE0F")]
    [InlineData("selector behind dots", "\u2026\uFE0F", "U+FE0F")]
    [InlineData("sign of parallels", "test -e a \u2225 exit 1", "U+2225")]
    [InlineData("much greater", "echo x \u226B /etc/x", "U+226B")]
    [InlineData("sign of likeness", "rm -r \u223C/x", "U+223C")]
    [InlineData("pointed quotation mark, closing", "echo x \u203A /etc/x", "U+203A")]
    [InlineData("information", "adm\u2139n", "U+2139")]
    [InlineData("ornamental bracket", "\u2768cd /x\u2769", "U+2768")]
    [InlineData("Roman numeral", "k\u2170ll", "U+2170")]
    [InlineData("Hebrew bar", "a \u05C0 b", "U+05C0")]
    public void Lookalike_OfASign_IsFoundInCode(string what, string text, string code) =>
        OddCharacters.Find(text, TextUse.Code).Select(o => o.Code).ShouldContain(code, what);

    [Theory]
    [InlineData("Привет, мир: работа с базой и с сетью")]
    [InlineData("Проверить API-ресурс")]
    [InlineData("Έλεγχος της βάσης")]
    [InlineData("النسخ الاحتياطي لقاعدة البيانات")]
    [InlineData("می\u200Cخواهم")]
    [InlineData("עצירת השירות")]
    [InlineData("データベースを止める")]
    [InlineData("停止　保險庫")]
    [InlineData("Vault를 멈춘다")]
    [InlineData("क्\u200Dष विकल्प")]
    [InlineData("Dừng kho bảo mật")]
    [InlineData("Sıfırla ve başlat")]
    [InlineData("Øget ændring, cœur, þing, naïve café")]
    [InlineData(
        "⚠\uFE0F Stop Vault ✅ 👩\u200D💻 👩🏽\u200D🚒 1\uFE0F\u20E3 🏴\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F")]
    [InlineData("It’s done – 3 × 4 µs, 20 °C … “quoted”, № 5")]
    [InlineData("e\u0301")]
    public void Title_OfAnyLanguage_IsLeftAlone(string text) => OddCharacters.Find(text, TextUse.Title).ShouldBeEmpty();

    [Theory]
    [InlineData("echo \"Привет, работа с базой\" # проверка а потом с")]
    [InlineData("# 検査する — it’s “fine”…")]
    [InlineData("echo \"✔\uFE0F done\"\n\techo ok\r\n")]
    [InlineData("printf '%s\\n' 'äöü ß é'")]
    public void Code_WithWordsOfAnyLanguageInIt_IsLeftAlone(string text) => OddCharacters.Find(text, TextUse.Code).ShouldBeEmpty();

    [Theory]
    [InlineData("Un espace insécable\u00A0: oui. Zeit\u00ADraum. \u2067עברית\u2069 \u200Fا")]
    [InlineData("ไทย\u200Bไทย")]
    [InlineData("H\u0338 and 𝐱 ∈ ℝ")]
    public void Prose_WithWhatGoodTypesettingNeeds_IsLeftAlone(string text) => OddCharacters.Find(text, TextUse.Prose).ShouldBeEmpty();

    [Theory]
    [InlineData("turned \u202Efdp")]
    [InlineData("hidden \U000E0072")]
    [InlineData("p\u0430ypal")]
    [InlineData("zero\u200Bwidth")]
    [InlineData("esc\u001B")]
    public void Prose_ThatHidesOrTurns_IsFound(string text) => OddCharacters.Find(text, TextUse.Prose).ShouldNotBeEmpty();

    [Fact]
    public void Find_Many_GivesEachItsPlaceInTheText()
    {
        const string text = "a\U000E0072b\u202Ec";

        OddCharacters.Find(text, TextUse.Code).Select(o => (o.Index, o.Length)).ShouldBe([(1, 2), (4, 1)]);
    }

    [Fact]
    public void Visible_Lookalike_KeepsTheLetterBeforeItsCodePoint() => VisibleText.Of("p\u0430ypal").ShouldBe("p\u0430⟨U+0430⟩ypal");

    [Fact]
    public void Visible_OrdinaryText_IsTheSameText() => VisibleText.Of("rm -rf /srv\n\tok").ShouldBeSameAs("rm -rf /srv\n\tok");

    /// <summary>Each emoji that Markdown has a name for, as a title has it.</summary>
    [Fact]
    public void Emoji_InATitle_IsNeitherHiddenNorALookalike() => EmojiMapping.GetDefaultEmojiShortcodeToUnicode()
        .SelectMany(e => new[] { $"{e.Value} Read this", $"Read {e.Value} this", $"Read this {e.Value}" }.Select(text => (e.Key, text)))
        .Where(t => OddCharacters.Any(t.text, TextUse.Title) || OddCharacters.Any(t.text, TextUse.Prose))
        .Select(t => t.Key).Distinct().ShouldBeEmpty();

    [Theory]
    [InlineData("f\u2139le", "U+2139")]
    [InlineData("f\u2139\uFE0Fle", "U+2139 U+FE0F")]
    [InlineData("\u2139\uFE0Fnput", "U+2139 U+FE0F")]
    public void Emoji_OfALetter_DeceivesInsideAWord(string text, string found) =>
        string.Join(' ', OddCharacters.Find(text, TextUse.Title).Select(o => o.Code)).ShouldContain(found.Split(' ')[0]);
}
