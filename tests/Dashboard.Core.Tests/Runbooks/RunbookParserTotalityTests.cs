using System.Diagnostics;
using System.Text;
using CsCheck;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runbooks.Diagnostics;
using Dashboard.Core.Runbooks.Reading;
using Dashboard.Testing;

namespace Dashboard.Core.Tests.Runbooks;

public sealed class RunbookParserTotalityTests
{
    private static readonly string[] Pieces =
    [
        "---\n", "title: x\n", "gates:\n", "  - id: a\n", "    phrase: p\n", "    unlocks: mutating\n", "\t", "  ", "\r\n", "\n", "\n\n",
        "\0", "\uFEFF", "\uD800", "# A\n", "## B {#b}\n", "```", "~~~", "bash {#a .preflight}\n", "sh {#b .mutating gate=a}\n",
        "container {#c .smoke}\n", "name: ${A}\n", "{#", "{#x}", "}", "{", ".rollback", "- [ ] x {#t}\n", "- ", "1. ", "> ", "> [!NOTE]\n",
        "| a | b |\n|---|---|\n", "[^1]", "[^1]: x\n", "[a]: b\n", "[a]", "![", "](", "**", "_", "`", "<b>", "&amp;", "&x", "*a", "&a ",
        "[", "]", "{a: ", "'", "\"", ":", "? ", "!!x ", "%YAML 1.1\n", "...\n", "|\n", ">-\n", "https://a.b", "\\", "é", "💥", "=",
        "<details>\n", "<details>", "</details>\n", "</details>", "<summary>", "</summary>", "<!--", "-->",
        "-->\n", "<kbd>", "</kbd>", "<br>", " :warning: ",
        "timeout=", "retry=5 ", "expect-output=\"(\"", "text ",
    ];

    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.String,
        Gen.Int[0, Pieces.Length - 1].Array[0, 40].Select(picks => string.Concat(picks.Select(i => Pieces[i]))),
        Gen.Select(Gen.Int[0, 3000], Gen.Int[0, 60], Gen.Int[0, Pieces.Length - 1], (at, cut, piece) =>
        {
            var whole = Sample.Text + Sample.Rest;
            var from = Math.Min(at, whole.Length);
            return whole[..from] + Pieces[piece] + whole[Math.Min(whole.Length, from + cut)..];
        }));

    [Fact]
    [Needs(Need.Time)]
    public void Parse_OfAnyText_GivesARunbookAndDiagnosticsInsideTheFile() => Text.Sample(text =>
    {
        var runbook = RunbookParser.Parse("x.md", text);

        var lines = text.Count(c => c is '\n' or '\r') + 1;
        runbook.Diagnostics.ShouldAllBe(d => d.Line >= 1 && d.Line <= lines + 1 && d.Column >= 1 && d.Remedy.Length > 0);
        runbook.Steps.Select(s => s.Id).Distinct().Count().ShouldBe(runbook.Steps.Length);
        runbook.Document.OfType<DocumentBlock.StepPlace>().Select(p => p.StepId).ShouldBe(runbook.Steps.Select(s => s.Id));
        runbook.Sections.SelectMany(s => s.StepIds).ShouldBe(runbook.Steps.Select(s => s.Id));
        if (!runbook.HasErrors)
            runbook.Steps.Where(s => s.Kind.NeedsApproval()).ShouldAllBe(s => runbook.FindGate(s.GateId!)!.Unlocks == s.Kind);
    }, iter: 20_000);

    [Fact]
    [Needs(Need.Time)]
    public void Parse_OfAnyTextAsAPart_GivesARunbookAndDiagnosticsInsideItsFile() => Text.Sample(text =>
    {
        var runbook = Including(2, text);

        var lines = text.Count(c => c is '\n' or '\r') + 1;
        runbook.Diagnostics.ShouldAllBe(d => d.Line >= 1 && d.Line <= (d.File == null ? 20 : lines + 1) && d.Column >= 1
            && d.Remedy.Length > 0);
        runbook.Steps.Select(s => s.Id).Distinct().Count().ShouldBe(runbook.Steps.Length);
        runbook.Steps.ShouldAllBe(s => s.Part == (s.Id == "last" ? null : "p.md"));
        runbook.Document.OfType<DocumentBlock.StepPlace>().Select(p => p.StepId).ShouldBe(runbook.Steps.Select(s => s.Id));
        runbook.Document.OfType<DocumentBlock.Heading>().Select(h => h.Anchor).Distinct().Count()
            .ShouldBe(runbook.Document.OfType<DocumentBlock.Heading>().Count());
        runbook.Sections.SelectMany(s => s.StepIds).ShouldBe(runbook.Steps.Select(s => s.Id));
        runbook.FindStep("last").ShouldNotBeNull(string.Join("; ", runbook.Diagnostics));
        if (!runbook.HasErrors)
            runbook.Steps.Where(s => s.Kind.NeedsApproval()).ShouldAllBe(s => runbook.FindGate(s.GateId!)!.Unlocks == s.Kind);
    }, iter: 10_000);

    private static Runbook Including(int times, string text) => RunbookParser.Parse("x.md",
        "---\ngates:\n  - {id: a, phrase: p, unlocks: mutating}\n---\n"
        + string.Concat(Enumerable.Range(0, times).Select(i => $"## Part {i} {{#p{i} include=p.md}}\n"))
        + "\n## Last\n\n- [ ] Done {#last}\n",
        part: _ => new(text, null));

    [Theory]
    [Needs(Need.Time)]
    [MemberData(nameof(Nasty))]
    public void Parse_OfANastyPartFiftyTimes_EndsSoonWithoutAnException(string what, string text)
    {
        var watch = Stopwatch.StartNew();

        // As much of it as fifty includes may be together.
        var runbook = Including(PartReader.Most, text[..Math.Min(text.Length, RunbookParser.MaxLength / (PartReader.Most + 1))]);
        if (runbook.Steps.Length < DocumentReader.MaxSteps)
            runbook.FindStep("last").ShouldNotBeNull(string.Join("; ", runbook.Diagnostics.Take(3)));
        Including(PartReader.Most, text).Title.ShouldNotBeNull();

        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromMinutes(1), what);
    }

    public static TheoryData<string, string> Nasty => new()
    {
        { "deep quotes", new string('>', 20_000) + " x" },
        { "deep lists", string.Concat(Enumerable.Range(0, 400).Select(i => new string(' ', i * 2) + "- x\n")) },
        { "open brackets", new string('[', 50_000) },
        { "open links", string.Concat(Enumerable.Repeat("[a](", 20_000)) },
        { "open emphasis", string.Concat(Enumerable.Repeat("*a _b ", 10_000)) },
        { "many backticks", string.Concat(Enumerable.Range(1, 400).Select(i => "e" + new string('`', i))) },
        { "wide table", string.Concat(Enumerable.Repeat("|", 20_000)) },
        { "table rows", "|a|b|\n|-|-|\n" + string.Concat(Enumerable.Repeat("|1|2|\n", 5_000)) },
        { "open braces", string.Concat(Enumerable.Repeat("- [ ] x {", 5_000)) },
        { "one long line of braces", "- [ ] " + new string('{', 50_000) + "}" },
        { "same headings", string.Concat(Enumerable.Repeat("# a\n", 20_000)) },
        { "same ids", string.Concat(Enumerable.Repeat("- [ ] a {#a}\n", 10_000)) },
        { "many steps", string.Concat(Enumerable.Range(0, 4_000).Select(i => $"```sh {{#s{i} .preflight}}\n:\n```\n")) },
        { "nested folds",
            string.Concat(Enumerable.Repeat("<details>\n", 10_000)) + string.Concat(Enumerable.Repeat("</details>\n", 1_000)) },
        { "folds in lists", string.Concat(Enumerable.Repeat("- <details>\n", 9_000)) + "</details>\n" },
        { "headings in a fold", "<details>\n" + string.Concat(Enumerable.Repeat("### a\n", 18_000)) + "</details>\n" },
        { "open comments", string.Concat(Enumerable.Repeat("<!--\n", 25_000)) },
        { "open comments in a line", string.Concat(Enumerable.Repeat("a <!-- ", 18_000)) },
        { "open tags", string.Concat(Enumerable.Repeat("<kbd>", 20_000)) + "</kbd>" },
        { "emoji", string.Concat(Enumerable.Repeat(" :warning:", 12_000)) },
        { "marks of one footnote", string.Concat(Enumerable.Repeat("[^1] ", 20_000)) + "\n\n[^1]: x\n" },
        { "many footnotes", string.Concat(Enumerable.Range(0, 3_000).Select(i => $"[^{i}]\n\n[^{i}]: x\n\n")) },
        { "deep yaml", "---\na: " + new string('[', 30_000) + "\n---\n" },
        { "deep yaml maps", "---\na: " + string.Concat(Enumerable.Repeat("{a: ", 10_000)) + "\n---\n" },
        { "yaml bomb", "---\na: &a [x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c]\n"
            + "e: [*d,*d,*d]\n---\n" },
        { "yaml cycle", "---\na: &a\n  b: *a\n---\n" },
        { "yaml many keys", "---\n" + string.Concat(Enumerable.Range(0, 5_000).Select(i => $"k{i}: x\n")) + "---\n" },
        { "yaml many gates",
            "---\ngates:\n" + string.Concat(
                Enumerable.Range(0, 1_200).Select(i => $"- {{id: g{i}, phrase: p{i}, unlocks: mutating, after: g}}\n")) + "---\n" },
        { "nested regex", "---\ninputs:\n- {name: A, pattern: '(a+)+$', default: '" + new string('a', 40) + "!'}\n---\n" },
        { "huge repetition", "---\ninputs:\n- {name: A, pattern: '((a{1,1000}){1,1000}){1,1000}', default: b}\n---\n" },
        { "too long", new string('x', RunbookParser.MaxLength + 1) },
        { "nul", new string('\0', 10_000) },
        { "carriage returns", new string('\r', 100_000) },
        { "binary", Encoding.Latin1.GetString([.. Enumerable.Range(0, 60_000).Select(i => (byte)(i * 7919 >> 3))]) },
    };

    [Theory]
    [MemberData(nameof(Nasty))]
    public void Parse_OfANastyText_EndsSoonWithoutAnException(string what, string text)
    {
        var watch = Stopwatch.StartNew();

        RunbookParser.Parse("x.md", text).Title.ShouldNotBeNull();

        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromMinutes(1), what);
    }

    [Fact]
    public void Parse_OfATooLongText_SaysSo() =>
        RunbookParser.Parse("x.md", new string('x', RunbookParser.MaxLength + 1)).Diagnostics.Single().Code
            .ShouldBe(DiagnosticCodes.TooLong);

    [Fact]
    public void Parse_OfTooDeepMarkdown_ShowsTheTextAsItIs()
    {
        var runbook = RunbookParser.Parse("x.md", new string('>', 20_000) + " <b>");

        runbook.Diagnostics.Single().Code.ShouldBe(DiagnosticCodes.TooComplex);
        runbook.Document.Single().ShouldBeOfType<DocumentBlock.Prose>().Html.ShouldEndWith("&lt;b&gt;</pre>\n");
    }
}
