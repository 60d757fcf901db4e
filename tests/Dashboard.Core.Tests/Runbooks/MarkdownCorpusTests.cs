using System.Globalization;
using CsCheck;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runbooks.Reading;

namespace Dashboard.Core.Tests.Runbooks;

/// <summary>Ordinary Markdown of every construct of CommonMark and GitHub's dialect, each alone, nested, and next to each other.</summary>
public sealed class MarkdownCorpusTests
{
    private static readonly string[] Constructs =
    [
        "A paragraph of *plain*, **strong**, ***both***, ~~struck~~ and `code` text.", "Two lines  \nwith a hard\\\nbreak.",
        "Setext one\n==========", "Setext two\n----------", "# One", "## Two ##", "###### Six", "####### Seven is no heading", "#No space",
        "***", "- - -", "___", "    indented code\n\n    more", "\tTabbed code", "```\nfenced\n```", "~~~ruby startline=3\ndef f\nend\n~~~",
        "```js {1,3-5}\nx\n```", "```python {#snippet .numberLines startFrom=\"100\"}\nx\n```", "````md\n```\ninner\n```\n````",
        "```\nnever closed", "> quoted\nlazy", "> > nested\n>\n> > more", "> # Heading\n> - list", "- a\n- b\n  - c\n    - d",
        "* loose\n\n* list", "+ plus", "1. one\n2. two\n10. ten", "3) three\n4) four", "- a\n\n  second paragraph\n\n      code in item",
        "-\n  empty first", "- [ ] open\n- [x] done\n- [X] Done", "1. [ ] numbered task", "- [ ]no space", "- [link]: not a task",
        "[inline](/url \"title\")", "[full][ref]\n\n[ref]: <https://example.org/a b> 'title'", "[collapsed][]\n\n[collapsed]: /x",
        "[shortcut]\n\n[shortcut]: /y", "![image](a.png \"t\")", "[![badge](b.svg)](/ci)", "<https://example.org>", "<me@example.org>",
        "https://example.org/path?q=1#f and www.example.org.", "[broken](", "![", "[a]: ", "[text](<>)", "[a](b \"c)",
        "<div>\n*html*\n</div>", "text <span class=\"x\">inline</span> <br/>", "<!-- comment -->", "<?php echo 1 ?>", "<![CDATA[ x ]]>",
        "<script>\nalert(1)\n</script>", "&copy; &#35; &#x22; &nosuch;", "| a | b |\n| --- | :-: |\n| 1 | 2 |", "a | b\n-|-\n`x | y` | z",
        "| lonely |", "|a|\n|-|\n|b|c|d|", "Note[^n].\n\n[^n]: The note.\n    More of it.", "[^missing]", "> [!WARNING]\n> Mind the gap.",
        "Heading with {braces}", "# Titled {#custom .fancy key=value}", "A {.class} in text and { lonely } braces {", "{#not-a-step}",
        "\\*escaped\\* \\{braces\\}", "Emoji 💥, é, 漢字, עברית, \u202Eright", "H~2~O and 2^10^", "Term\n: definition", "*[HTML]: Hyper",
        "$x^2$ and $$y$$", "==marked== ++inserted++", "^sup^ ~sub~", "---", "---\nnot: yaml here? yes", "+++\ntoml = true\n+++",
        "key: value", "%YAML 1.2", "*unbalanced _emphasis** here__", "`` ` ``", "`unclosed", "a\\", "", " ", "\t", "\u00A0", "\u2028",
        "line\rwith\rreturns", "Windows\r\nlines\r\n\r\nhere",
    ];

    private static readonly Func<string, string>[] Wraps =
    [
        text => text, text => Prefix(text, "> ", "> "), text => Prefix(text, "- ", "  "), text => Prefix(text, "1. ", "   "),
        text => Prefix(text, "- [ ] ", "  "), text => "# Before\n\n" + text + "\n\nAfter.\n",
    ];

    private static string Prefix(string text, string first, string rest) =>
        first + string.Join("\n" + rest, text.Split('\n'));

    [Fact]
    public void Corpus_EachConstructInEachPlace_IsProseWithoutFindings()
    {
        var count = 0;
        foreach (var wrap in Wraps)
        {
            // A key after a rule at the very top is front matter by intent, and broken; an id in a task item is meant for a step.
            foreach (var text in Constructs.Select(wrap).Where(t => !t.StartsWith("---\nnot:", StringComparison.Ordinal)
                && !(t.StartsWith("- [ ]", StringComparison.Ordinal) && t.Contains("{#", StringComparison.Ordinal))))
            {
                var runbook = RunbookParser.Parse("x.md", text);

                runbook.Diagnostics.ShouldBeEmpty(text);
                runbook.Steps.ShouldBeEmpty(text);
                count++;
            }
        }

        count.ShouldBeGreaterThan(500);
    }

    [Fact]
    public void Corpus_AnyConstructsOneAfterTheOther_AreLaidOutWithoutASteporAnException() =>
        Gen.Int[0, Constructs.Length - 1].Array[2, 12].Sample(picks =>
        {
            var text = "Start.\n\n" + string.Join("\n\n", picks.Select(i => Constructs[i])) + "\n";

            var runbook = RunbookParser.Parse("x.md", text);

            runbook.Diagnostics.ShouldBeEmpty();
            runbook.Steps.ShouldBeEmpty();
            runbook.Document.OfType<DocumentBlock.Prose>()
                .ShouldAllBe(p => !p.Html.Contains("<script", StringComparison.OrdinalIgnoreCase));
        }, iter: 3_000);

    [Fact]
    public void Corpus_WithAStepAmongIt_KeepsTheStep() =>
        Gen.Select(Gen.Int[0, Constructs.Length - 1], Gen.Int[0, Constructs.Length - 1]).Sample((before, after) =>
        {
            // What an open fence or HTML block swallows is no step.
            if (Constructs[before].Contains("never closed", StringComparison.Ordinal)
                || Constructs[before].StartsWith("<?", StringComparison.Ordinal))
                return;
            var text = string.Create(CultureInfo.InvariantCulture,
                $"Start.\n\n{Constructs[before]}\n\n```sh {{#step .preflight}}\ntrue\n```\n\n{Constructs[after]}\n");

            RunbookParser.Parse("x.md", text).Steps.Select(s => s.Id).ShouldBe(["step"], text);
        }, iter: 3_000);
}
