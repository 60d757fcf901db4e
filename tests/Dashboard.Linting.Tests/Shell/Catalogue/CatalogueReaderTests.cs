using Dashboard.Linting.Shell.Catalogue;

namespace Dashboard.Linting.Tests.Shell.Catalogue;

/// <summary>The catalogue of programs is read whole, and whatever is malformed is refused with its line.</summary>
public sealed class CatalogueReaderTests
{
    private static readonly IReadOnlyList<CatalogueLine> Lines = ProgramCatalogue.Shared.Lines;

    [Fact]
    public void Catalogue_OfTheProduct_IsReadWhole() =>
        Lines.Count.ShouldBe(ProgramCatalogue.Text().TrimEnd('\n').Split('\n').Count(l => !l.StartsWith('#')));

    [Fact]
    public void Line_WithDetails_IsReadAsItIsWritten()
    {
        var line = CatalogueReader.Read("# rm\nrm\t-\thalts\tvalues=-x,--xx files=operands writes=-o destroys.option=-r,--recursive "
            + "looks.word=--dry-run*,!--dry-run=none rule=patch\n").Single();

        (line.Number, line.Program, line.Verb, line.Effect).ShouldBe((2, "rm", null, ProgramEffect.Halts));
        line.Values.ShouldBe(["-x", "--xx"], ignoreOrder: true);
        line.AllValues.ShouldBe(["-x", "--xx", "-o"], ignoreOrder: true);
        (line.Files, line.Rule).ShouldBe((WrittenOperands.Operands, ProgramRule.Patch));
        line.Conditions.Select(c => (c.Effect, c.Scope))
            .ShouldBe([(ProgramEffect.Destroys, ConditionScope.Option), (ProgramEffect.Looks, ConditionScope.Word)]);
        line.Conditions[1].Words.Fit("--dry-run=client").ShouldBeTrue();
        line.Conditions[1].Words.Fit("--dry-run=none").ShouldBeFalse();
    }

    [Theory]
    [InlineData("a\t-\tlooks\n\nb\t-\tlooks", "Line 2: the line is empty.")]
    [InlineData("a\t-\tlooks ", "Line 1: the line ends with a blank.")]
    [InlineData("a looks", "Line 1: there are 1 columns; a line has program, verb, effect and perhaps details.")]
    [InlineData("a\t-\tlooks\tskip=1\tx", "Line 1: there are 5 columns; a line has program, verb, effect and perhaps details.")]
    [InlineData("a\t\tlooks", "Line 1: a column is empty.")]
    [InlineData("a\tb  c\tlooks", "Line 1: `b  c` has a blank too many.")]
    [InlineData("a\tb c d e\tlooks", "Line 1: `b c d e` is no verb: a verb is one to three words, and no option.")]
    [InlineData("a\tb --get\tlooks", "Line 1: `b --get` is no verb: a verb is one to three words, and no option.")]
    [InlineData("# x\na\t-\treads", "Line 2: `reads` is no effect.")]
    [InlineData("a\t-\tlooks\na\t-\tchanges", "Line 2: `a` stands twice.")]
    [InlineData("b\t-\tlooks\na\t-\tlooks", "Line 2: `a` belongs before `b`: lines are sorted by program and verb.")]
    [InlineData("a\t-\tchanges\na\tc\tlooks\na\tb\tlooks", "Line 3: `a b` belongs before `a c`: lines are sorted by program and verb.")]
    [InlineData("a\tb\tlooks", "Line 1: `a` has a verb, and no line of its own.")]
    [InlineData("sql:\t-\tlooks", "Line 1: `sql:` is a language: it has words alone.")]
    [InlineData("a\t-\tis\tb", "Line 1: `b` has no line that says what it does.")]
    [InlineData("a\t-\tis", "Line 1: `is` names a program, or a program and its verb.")]
    [InlineData("a\t-\tis\tb\nb\t-\tis\ta", "Line 1: `b` has no line that says what it does.")]
    [InlineData("a\t-\tlooks\tfiles", "Line 1: `files` is no `key=words`.")]
    [InlineData("a\t-\tlooks\tfile=x", "Line 1: `file=x` means nothing, or stands twice.")]
    [InlineData("a\t-\tlooks\tvalues=-x values=-y", "Line 1: `values=-y` means nothing, or stands twice.")]
    [InlineData("a\t-\tlooks\tvalues=-x,,-y", "Line 1: `values=-x,,-y` has an empty word.")]
    [InlineData("a\t-\tlooks\tvalues=-x,-x", "Line 1: `values=-x,-x` has a word twice.")]
    [InlineData("a\t-\tlooks\tfiles=third", "Line 1: `third` is no files.")]
    [InlineData("a\t-\tlooks\tskip=x", "Line 1: `x` is no count.")]
    [InlineData("a\t-\tlooks\trule=magic", "Line 1: `magic` is no rule.")]
    [InlineData("a\t-\tlooks\tchanges.sometimes=-x", "Line 1: `sometimes` is no condition.")]
    [InlineData("a\t-\tlooks\truns.word=-x", "Line 1: `runs` cannot depend on arguments.")]
    [InlineData("a\t-\tlooks\tchanges.word=a*b", "Line 1: `a*b` has a star in the middle; it may stand at an end.")]
    public void Line_ThatIsMalformed_IsRefusedWithItsNumber(string text, string message) =>
        Should.Throw<FormatException>(() => CatalogueReader.Read(text)).Message.ShouldBe(message);

    [Fact]
    public void Words_OfEachClosedSet_AreAllUsed()
    {
        CatalogueWords.Of<ProgramEffect>().ShouldBe(Lines.Select(l => Word(l.Effect)).Distinct(), ignoreOrder: true);
        CatalogueWords.Of<ProgramRule>()
            .ShouldBe(Lines.Where(l => l.Rule != ProgramRule.None).Select(l => Word(l.Rule)).Distinct(), ignoreOrder: true);
        CatalogueWords.Of<WrittenOperands>()
            .ShouldBe(Lines.Where(l => l.Files != WrittenOperands.None).Select(l => Word(l.Files)).Distinct(), ignoreOrder: true);
        CatalogueWords.Of<CopiedContent>()
            .ShouldBe(Lines.Where(l => l.Copies != CopiedContent.None).Select(l => Word(l.Copies)).Distinct(), ignoreOrder: true);
        CatalogueWords.Of<ShownContent>()
            .ShouldBe(Lines.Where(l => l.Shows != ShownContent.None).Select(l => Word(l.Shows)).Distinct(), ignoreOrder: true);
        CatalogueWords.Of<ConditionScope>()
            .ShouldBe(Lines.SelectMany(l => l.Conditions).Select(c => Word(c.Scope)).Distinct(), ignoreOrder: true);
    }

    [Theory]
    [InlineData("podman", "docker")]
    [InlineData("docker", "docker")]
    [InlineData("mkfs.ext4", "mkfs*")]
    [InlineData("init.d/api", "init.d/*")]
    [InlineData("no-such-program", null)]
    [InlineData("sql:", null)]
    public void Program_IsFoundByItsName_ItsOtherNames_AndItsBeginning(string name, string? known) =>
        ProgramCatalogue.Shared.Find(name)?.Name.ShouldBe(known);

    private static string Word<T>(T value)
        where T : struct, Enum =>
        CatalogueWords.Of<T>().Single(w => CatalogueWords.Find<T>(w)!.Value.Equals(value));
}
