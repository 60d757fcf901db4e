using Dashboard.Core.Runbooks;
using Dashboard.Core.Runbooks.Diagnostics;
using Dashboard.Core.Runbooks.Reading;

namespace Dashboard.Core.Tests.Runbooks;

/// <summary>
/// Texts that make readers of Markdown and YAML slow, after cmark's pathological tests: each is answered within a counted amount of work.
/// </summary>
public sealed class HostileTextTests(ITestOutputHelper output)
{
    private const int Length = 120 * 1024;

    public static TheoryData<string, string> Texts => new()
    {
        { "open links", Fill("[a](") },
        { "open brackets", Fill("[") },
        { "closed brackets", Fill("]") },
        { "nested brackets", new string('[', Length / 2) + "a" + new string(']', Length / 2) },
        { "open images", Fill("![[]()") },
        { "nested strong emphasis", Fill("*a **a ", 2) + "b" + Fill(" a** a*", 2) },
        { "emphasis that never closes", Fill("a_ ") },
        { "emphasis that never opens", Fill("_a ") },
        { "openers and closers that do not fit", Fill("*a_ ") },
        { "marks of every kind", Fill("*_~^=+") },
        { "backticks of every length", Runs(i => "e" + new string('`', i)) },
        { "unclosed link destinations", Fill("[a](<b") },
        { "unclosed autolinks", Fill("<http://a.") },
        { "unclosed comments", Fill("<!--a") },
        { "entities", Fill("&#35;&amp;&x") },
        { "backslashes", Fill("\\") },
        { "wide table", "|" + Fill("a|", 2) + "\n|" + Fill("-|", 2) },
        { "tall table", "|a|b|\n|-|-|\n" + Fill("|1|2|\n") },
        { "deep quotes", Fill("> ") + "a" },
        { "deep lists", string.Concat(Enumerable.Range(0, 480).Select(i => new string(' ', i) + "* a\n")) },
        { "lists in quotes", Fill("> 1. * ") + "a" },
        { "link references", Fill("[a]: b\n") },
        { "uses of link references", "[a]: b\n\n" + Fill("[a] ") },
        { "footnotes", Fill("[^1] ") + "\n\n[^1]: a\n" },
        { "attributes in braces", Fill("a {#b .c d=e} ") },
        { "open braces", Fill("- [ ] a {") },
        { "bare addresses", Fill("www.a.b ") },
        { "fences", Fill("```\n") },
        { "headings", Fill("# a\n") },
        { "one word", new string('a', Length) },
    };

    public static TheoryData<string, string> Yaml => new()
    {
        { "aliases", "a: &a [x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c]\n" },
        { "merge keys", "a: &a {b: c}\n" + string.Concat(Enumerable.Repeat("d: {<<: *a}\n", 1_000)) },
        { "deep flow lists", "a: " + new string('[', 30_000) },
        { "deep flow maps", "a: " + string.Concat(Enumerable.Repeat("{a: ", 7_000)) },
        { "deep blocks", string.Concat(Enumerable.Range(0, 200).Select(i => new string(' ', i) + "a:\n")) },
        { "open quote", "a: \"" + new string('\\', 30_000) },
        { "many keys", string.Concat(Enumerable.Range(0, 3_000).Select(i => $"k{i}: x\n")) },
        { "question marks", "a:\n  " + string.Concat(Enumerable.Repeat("? ", 10_000)) },
        { "tags", "a: " + string.Concat(Enumerable.Repeat("!a ", 10_000)) },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void Markdown_ThatIsHardToRead_IsReadWithinItsBudget(string what, string text)
    {
        text.Length.ShouldBeLessThanOrEqualTo(RunbookParser.MaxLength, what);
        var runbook = RunbookParser.Parse("x.md", text);

        runbook.Title.ShouldNotBeNull();
        // No mark is read beyond the budget; the one that uses it up is counted whole.
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var units = BlockBudget.Exceeded(new SourceText(text)) is null ? Units(text) : InlineBudget.Most + 1;
        output.WriteLine($"{what}: {units} units, {watch.ElapsedMilliseconds} ms{(runbook.HasErrors ? ", given up" : "")}");
        units.ShouldBeLessThanOrEqualTo(InlineBudget.Most + (2 * text.Length), what);
        if (units > InlineBudget.Most)
            runbook.Diagnostics.ShouldContain(d => d.Code == DiagnosticCodes.TooComplex, what);
    }

    /// <summary>
    /// A table's rows are filled up to its widest: five thousand rows of one letter below a thousand columns are five million cells.
    /// </summary>
    [Theory]
    [InlineData("wide head", 1, 1_000, 5_000)]
    [InlineData("many tables", 24, 100, 200)]
    public void Tables_OfMillionsOfCells_AreReadWithinTheirBudget(string what, int tables, int columns, int rows)
    {
        var text = string.Concat(Enumerable.Range(0, tables).Select(_ => Table(columns, rows)));

        var runbook = RunbookParser.Parse("x.md", text);

        runbook.Diagnostics.ShouldHaveSingleItem(what).Message.ShouldContain("too many cells");
        string.Concat(runbook.Document.OfType<DocumentBlock.Prose>().Select(p => p.Html)).Split("<td").Length
            .ShouldBeLessThan((int)InlineBudget.MostCells + 2_000, what);
    }

    [Fact]
    public void Table_WhoseLastRowIsTheWidest_IsReadWithinItsBudget()
    {
        var runbook = RunbookParser.Parse("x.md",
            "a|b\n-|-\n" + string.Concat(Enumerable.Repeat("c|\n", 10_000)) + string.Concat(Enumerable.Repeat("d|", 1_000)) + "\n");

        runbook.Diagnostics.ShouldHaveSingleItem().Code.ShouldBe(DiagnosticCodes.TooComplex);
        string.Concat(runbook.Document.OfType<DocumentBlock.Prose>().Select(p => p.Html)).Split("<td").Length
            .ShouldBeLessThan((int)InlineBudget.MostCells + 20_000);
    }

    [Theory]
    [MemberData(nameof(Yaml))]
    public void Yaml_ThatIsHardToRead_IsAFindingOrSmall(string what, string yaml)
    {
        var runbook = RunbookParser.Parse("x.md", $"---\n{yaml}\n---\n- [ ] It is done {{#done}}\n");

        runbook.Diagnostics.ShouldNotBeEmpty(what);
    }

    [Fact]
    public void Document_ThatPeopleWrite_IsFarBelowTheBudget()
    {
        var table = "| step | owner | planned | what | see |\n|---|---|---|---|---|\n"
            + string.Concat(Enumerable.Range(0, 400)
                .Select(i => $"| {i} | ada | 5 min | restart `service-{i}` | [ticket](https://example.org/{i}) |\n"));
        var links = string.Concat(Enumerable.Range(0, 400).Select(i => $"- *See* [page {i}](https://example.org/{i}), and `code`.\n"));

        RunbookParser.Parse("x.md", $"# A\n\n{table}\n\n{links}").Diagnostics.ShouldBeEmpty();
        Units($"{table}\n\n{links}").ShouldBeLessThan(InlineBudget.Most);
    }

    [Fact]
    public void Text_BeyondTheBudget_IsShownAsItIsWritten()
    {
        var runbook = RunbookParser.Parse("x.md", Fill("[a](") + "the end\n\nBehind it.\n");

        runbook.Diagnostics.ShouldHaveSingleItem().Message.ShouldContain("takes too long to read");
        var html = string.Concat(runbook.Document.OfType<DocumentBlock.Prose>().Select(p => p.Html));
        html.ShouldContain("the end");
        html.ShouldContain("Behind it.");
    }

    // The negative control: without a budget, twice the text is four times the work.
    [Fact]
    public void Work_WithoutABudget_GrowsWithTheSquareOfTheText()
    {
        var (one, two) = (Units(string.Concat(Enumerable.Repeat("[a](", 1_000))), Units(string.Concat(Enumerable.Repeat("[a](", 2_000))));
        (two / (double)one).ShouldBeInRange(3.8, 4.2);
    }

    private static long Units(string text)
    {
        try
        {
            return InlineBudget.Units(MarkdownText.Parse(text));
        }
        catch (ArgumentException)
        {
            // Nested too deeply, line by line: the reader refuses it.
            return 0;
        }
    }

    private static string Table(int columns, int rows) =>
        string.Concat(Enumerable.Repeat("a|", columns)) + "\n" + string.Concat(Enumerable.Repeat("-|", columns)) + "\n"
            + string.Concat(Enumerable.Repeat("a|\n", rows)) + "\n";

    private static string Fill(string piece, int part = 1) => string.Concat(Enumerable.Repeat(piece, Length / part / piece.Length));

    private static string Runs(Func<int, string> piece)
    {
        var text = "";
        for (var i = 1; text.Length < Length - i - 1; i++)
            text += piece(i);
        return text;
    }
}
