using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Html.Parser;
using CsCheck;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runbooks.Reading;
using Dashboard.Features.Runbooks;
using Dashboard.Shared.Rendering;
using Dashboard.Testing;

namespace Dashboard.Tests.Shared.Rendering;

/// <summary>
/// Every word of a runbook is on its page, in the order of the file; only comments and notes at the foot have a place of their own.
/// </summary>
public sealed partial class EveryWordTests
{
    // @ stands for a word that no other place has, § for an id.
    private static readonly string[] Constructs =
    [
        "@ @", "*@* **@** ~~@~~ `@` ***@***", "@  \n@\\\n@", "> @\n> > @", "- @\n- @\n  - @", "1. @\n2. @", "- [ ] @\n- [x] @",
        "+ @\n\n  @", "- [ ] @ {@} @ {#m§}", "- [ ] @\n  @ {#m§}\n\n  @\n- @", "> - [ ] @ {#m§}\n> - @", "> [!WARNING]\n> @ *@*\n>\n> @",
        "> [!NOTE]\n> @", "> [!OTHER]\n> @", "> [!CAUTION]\n> @\n>\n> ```sh {#s§ .preflight}\n> @\n> ```\n> @",
        "<details>\n<summary>@ *@*</summary>\n\n@\n\n</details>", "<details open><summary>@</summary>@</details>",
        "<details>\n<summary>@\n@</summary>\n\n### @\n```sh {#s§ .preflight}\n@\n```\n@\n</details>",
        "<details>\n\n## @\n\n@\n</details> @", "<details>\n- @\n  <details>\n  @\n  </details>\n@\n</details>", "<details>\n@",
        "</details> @", "<summary>@</summary> @", "@<br>@ <kbd>@</kbd> <sub>@</sub> <kbd>@", "@</kbd> @ <KBD>@</kbd>", "*@ <b>@* @</b>",
        "<span class=\"x\">@</span> <@> @", "<div>\n@\n</div>\n@", "<script>\n@\n</script>", "<table><tr><td>@</td></tr></table>",
        "<!-- hidden --> @", "@ <!-- hidden --> @", "<!--\nhidden\n\nhidden -->\n@", "<!-- hidden\n--> @", "@ {@} ${@} {\"@\": @}",
        "{.@ #@}\n@", "@==@ ==@== ++@++ ^@^ @^@ ~@~ 5~@ 20~@", "{ @ }", "# @ {@}", "## @ `@` {#a§}",
        "### @ ${@}\n```bash {#s§ .preflight}\n@ @\n```", "#### @\n\n@\n\n```sh {#s§ .smoke}\n@\n```\n@", "@\n===", "@\n---",
        "```yaml\n@: @ # @\n- \"@\"\n```", "```bash\n@ '@ $@ # @\n```", "```json\n{\"@\": [\"@\", true]}\n```",
        "```sql\nselect @ from '@' -- @\n```", "~~~\n@\n~~~", "    @\n    @", "| @ | @ |\n| - | :-: |\n| @ | @<br>@ |",
        "| @ | @ |\n| - | - |\n| @ | @ | @ | @ |\n| @ |", ":warning: @ :fire:", "[@](#x) [@](../o.md#y \"t\") [@][r§]\n\n[r§]: /u",
        "![@](a.png) @", "<https://example.org/@> https://example.org/@", "[@](", "@ [^missing] @", "&copy; @ &lt;@&gt;",
        "\\*@\\* \\{@\\}", "***\n@", "*@ _@** @__", "@ [^n§] @", "@[^n§]", "## @[^n§]", "- @[^n§]\n\n  > @", "- [ ] @[^n§] {#m§}",
    ];

    private static readonly Func<string, string>[] Places =
    [
        text => text, text => text, text => text, text => Prefix(text, "> ", "> "), text => Prefix(text, "- ", "  "),
        text => Prefix(text, "1. ", "   "),
        text => "<details>\n\n" + text + "\n\n</details>",
    ];

    private static string Prefix(string text, string first, string rest) => first + string.Join("\n" + rest, text.Split('\n'));

    [Fact]
    public void Words_OfAnyMarkdown_AreOnThePageInTheirOrder() =>
        Gen.Select(Gen.Int[0, Constructs.Length - 1], Gen.Int[0, Places.Length - 1]).Array[1, 8].Sample(picks =>
        {
            var (text, words) = Document(picks.Select(p => Places[p.Item2](Constructs[p.Item1])));

            Missing(words, PageWords(text)).ShouldBeNull(text);
        }, iter: 4_000);

    [Fact]
    public void Words_OfAnyPart_AreOnThePageInTheirOrder() =>
        Gen.Select(Gen.Int[0, Constructs.Length - 1], Gen.Int[0, Places.Length - 1]).Array[1, 8].Sample(picks =>
        {
            var (text, words) = Document(picks.Select(p => Places[p.Item2](Constructs[p.Item1])));

            var page = PageWords("## First {#a include=p.md}\n\n## Second {#b include=p.md}\n\n## Last\n", text);
            // The words of the part, and once more in the second place; notes stand at the end of each.
            var second = page.IndexOf("Second");
            Missing(words, page[..second]).ShouldBeNull(text);
            Missing(words, page[second..page.LastIndexOf("Last")]).ShouldBeNull(text);
        }, iter: 1_000);

    [Theory]
    [MemberData(nameof(Pages))]
    public void Words_OfARealPage_AreOnThePageInTheirOrder(string file)
    {
        var text = File.ReadAllText(RepositoryRoot.Of(file));

        Missing([.. Word().Matches(Prose(text)).Select(m => m.Value)], PageWords(text)).ShouldBeNull();
    }

    /// <summary>Negative control: a page that leaves out a word, or turns two around, is found.</summary>
    [Fact]
    public void Words_ThatAreMissingOrTurnedAround_AreFound()
    {
        Missing(["a", "b", "c"], ["a", "c"]).ShouldBe("b");
        Missing(["a", "b"], ["b", "a"]).ShouldBe("b");
        Missing(["a", "b"], ["a", "x", "b"]).ShouldBeNull();
    }

    public static TheoryData<string> Pages =>
    [
        .. new[] { "runbooks", "docs" }.SelectMany(folder => Directory.EnumerateFiles(RepositoryRoot.Of(folder), "*.md"))
            .Select(f => Path.GetRelativePath(RepositoryRoot.Of("."), f)).Order(StringComparer.Ordinal),
    ];

    private static (string Text, List<string> Words) Document(IEnumerable<string> pieces)
    {
        var (text, words, ids, notes) = (new StringBuilder(), new List<string>(), 0, new List<int>());
        foreach (var piece in pieces)
        {
            var named = piece.Replace("§", (++ids).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
            if (piece.Contains("[^n§]", StringComparison.Ordinal))
                notes.Add(ids);
            Fill(named + "\n\n");
        }

        foreach (var note in notes)
            Fill(string.Create(CultureInfo.InvariantCulture, $"[^n{note}]: @ *@*\n\n    @\n\n"));
        Fill("[^unnamed]: @\n");
        return (text.ToString(), words);

        void Fill(string piece)
        {
            foreach (var c in piece)
            {
                if (c != '@')
                {
                    text.Append(c);
                    continue;
                }

                words.Add(string.Create(CultureInfo.InvariantCulture, $"w{words.Count}w"));
                text.Append(words[^1]);
            }
        }
    }

    /// <summary>What a reader sees, word by word: the document as it is laid out, with the titles and commands of its steps.</summary>
    private static List<string> PageWords(string text, string? part = null)
    {
        var runbook = RunbookParser.Parse("a.md", text, part: _ => new(part, null));
        var page = new StringBuilder();
        foreach (var item in DocumentLayout.Of(runbook))
        {
            page.Append(' ').Append(item switch
            {
                LayoutItem.Place => runbook.Title,
                LayoutItem.Title title => title.Heading.Text,
                LayoutItem.PartItem place => place.Part.Text,
                LayoutItem.Text prose => Shown(prose.Html),
                LayoutItem.StepItem step => $"{step.Step.Title} {string.Join(' ', step.Intro.Select(Shown))} "
                    + (step.Step.Kind == StepKind.Manual ? "" : step.Step.Body),
                _ => "",
            });
        }

        return [.. Word().Matches(page.ToString()).Select(m => m.Value)];
    }

    private static string Shown(string html)
    {
        var body = new HtmlParser().ParseDocument(SafeHtml.Clean(html)).Body!;
        // Blocks and cells stand apart on the page.
        const string apart = "p, li, td, th, br, pre, summary, h1, h2, h3, h4, h5, h6, dt, dd, div, .md-footnote-ref";
        foreach (var element in body.QuerySelectorAll(apart).ToArray())
            element.Before(body.Owner!.CreateTextNode(" "));
        return body.TextContent;
    }

    private static string? Missing(List<string> expected, List<string> page)
    {
        var at = 0;
        foreach (var word in expected)
        {
            while (at < page.Count && page[at] != word)
                at++;
            if (at++ >= page.Count)
                return word;
        }

        return null;
    }

    /// <summary>What of a file is for readers: not the front matter, what opens fences, addresses of links, and ids.</summary>
    private static string Prose(string text)
    {
        text = FrontMatter().Replace(text, "");
        text = FenceInfo().Replace(text, "");
        text = Numbers().Replace(text, "");
        text = Address().Replace(text, "]");
        return Ids().Replace(text, "");
    }

    [GeneratedRegex(@"[\p{L}\p{N}]+")]
    private static partial Regex Word();

    [GeneratedRegex(@"\A---\n.*?^---\n", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex FrontMatter();

    [GeneratedRegex(@"^(?: *)(?:`{3,}|~{3,})[^\n`]*$", RegexOptions.Multiline)]
    private static partial Regex FenceInfo();

    [GeneratedRegex(@"^\s*[0-9]+\.(?=\s)", RegexOptions.Multiline)]
    private static partial Regex Numbers();

    [GeneratedRegex(@"\]\([^)\s]*\)")]
    private static partial Regex Address();

    [GeneratedRegex(@"(?<=^(?:#+ |\s*- \[ \]).*)\{#[^{}]*\}$", RegexOptions.Multiline)]
    private static partial Regex Ids();
}
