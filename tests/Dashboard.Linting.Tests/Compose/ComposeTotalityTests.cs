using System.Diagnostics;
using CsCheck;
using Dashboard.Core.Runbooks.Diagnostics;
using Dashboard.Linting.Compose;

namespace Dashboard.Linting.Tests.Compose;

public sealed class ComposeTotalityTests
{
    private static readonly string[] Pieces =
    [
        "services:\n", "  api:\n", "    volumes:\n", "      - ", "    <<: *a\n", "&a ", "*a", "!reset ", "!override ", "{", "}", "[", "]",
        ": ", ", ", "\n", "\t", "'", "\"", "${KEY", "}", "$$", "$KEY:", "/run/secrets/x", ":ro", "---\n", "...\n", "? ", "|\n",
        "extends: api\n", "include: [x.yaml]\n", "secrets: [a]\n", "mode: 0600\n", "\0", "\uD800",
        "target: /run/secrets/y\n", "read_only: true\n", "%YAML 1.2\n", "#", "~", "é",
    ];

    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.String,
        Gen.Int[0, Pieces.Length - 1].Array[0, 40].Select(picks => string.Concat(picks.Select(i => Pieces[i]))));

    [Fact]
    public void Check_OfAnyText_GivesFindingsInsideTheFiles() => Gen.Select(Text, Text).Sample((one, other) =>
    {
        var files = new Dictionary<string, string> { ["x.yaml"] = one, ["y.yaml"] = other };

        var found = ComposeRules.Check(Corpus.Runbook, files, [["x.yaml", "y.yaml"], ["y.yaml"]]).ToList();

        found.ShouldAllBe(f => f.Diagnostic.Line >= 1 && f.Diagnostic.Line <= Lines(files[f.File]) + 1 && f.Diagnostic.Column >= 1
            && f.Diagnostic.Remedy.Length > 0);
        found.Distinct().Count().ShouldBe(found.Count);
    }, iter: 5_000);

    public static TheoryData<string, string> Nasty => new()
    {
        { "laughs", "a: &a [x,x,x,x,x,x,x,x,x]\n" + Lines(9, i => $"b{i}: &b{i} [{Times(9, i == 0 ? "*a" : $"*b{i - 1}")}]")
            + "services: {api: {volumes: *b8}}\n" },
        { "laughing merge keys", "a: &a {" + Times(400, i => $"k{i}: x") + "}\n" + Lines(2_000, i => $"b{i}: {{<<: *a}}")
            + "services: {api: {<<: *a}}\n" },
        { "laughing extends", "x: &v [" + Times(2_000, i => $"'./a:/b{i}'") + "]\nservices:\n"
            + Lines(2_000, i => $"  s{i}: {{{(i == 0 ? "" : $"extends: s{i - 1}, ")}volumes: *v}}") },
        { "services by alias", "x: &v [" + Times(5_000, i => $"'./a:/b{i}'") + "]\ny: &s {volumes: *v}\nservices:\n"
            + Lines(5_000, i => $"  s{i}: *s") },
        { "a deep chain of extends", "services:\n" + Lines(3_000, i => $"  s{i}: {{extends: s{i + 1}}}") + "  s3000: {image: x}\n" },
        { "deep aliases", "a: &a0 [x]\n" + Lines(5_000, i => $"a{i}: &a{i + 1} [*a{i}]") + "services: {api: {volumes: *a5000}}\n" },
        { "deep brackets", "services: " + new string('[', 250_000) },
        { "deep braces", "services: " + Times(60_000, "{a: ", "") },
        { "deep lists", "services:\n" + Times(100_000, "- ", "") },
        { "deep keys", Times(100_000, "? ", "") },
        { "a deep block", "services:\n" + Lines(600, i => new string(' ', i) + "a:") },
        { "wide brackets", "services: [" + Times(80_000, "[]") + "]" },
        { "wide braces", "services: {" + Times(60_000, "a: b") + "}" },
        { "one long text", "services: " + new string('a', 250_000) },
        { "many words", "services: " + Times(120_000, "a", " ") },
        { "an open quote", "services: \"" + Lines(60_000, _ => "a b") },
        { "many anchors", Lines(25_000, i => $"a{i}: &b x") },
        { "many tags", "services: [" + Times(30_000, "!reset a") + "]" },
        { "many colons", "services: {api: {volumes: ['" + new string(':', 200_000) + "']}}" },
        { "many dollars", "services: {api: {command: '" + new string('$', 200_000) + "URL'}}" },
        { "too long", "services: {}\n#" + new string('x', ComposeReader.MaxLength) },
        { "many variables", "services:\n  a:\n    command: '" + Times(40_000, "$URL", " ") + "'\n" },
        { "hidden variables", "services:\n  a:\n    command: \"" + Times(20_000, "\\x24URL", " ") + "\"\n" },
        { "nested variables", "services:\n  a:\n    command: " + Times(20_000, "${A:-", "") + new string('}', 20_000) + "\n" },
        { "open variables", "services:\n  a:\n    volumes: ['" + Times(20_000, "${", "") + new string('}', 20_000) + "']\n" },
        { "many keys", "services:\n" + Lines(15_000, i => $"  s{i}: {{}}") },
        { "the same key", "services:\n" + Lines(15_000, _ => "  s: {}") },
        { "many documents", Lines(10_000, i => $"---\nservices: {{s{i}: {{volumes: ['./k:/run/secrets/k']}}}}") },
    };

    [Theory, MemberData(nameof(Nasty))]
    public void Check_OfAFileMadeToHurt_Ends(string name, string text)
    {
        var watch = Stopwatch.StartNew();

        var found = ComposeRules.Check(Corpus.Runbook, new Dictionary<string, string> { ["x.yaml"] = text }, [["x.yaml"]]).ToList();

        // Not how fast it is, but that it ends: without its bounds it would take hours.
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromMinutes(1), name);
        found.ShouldAllBe(f => f.Diagnostic.Line >= 1);
    }

    [Fact]
    public void Check_OfIncludesThatMultiply_SaysThatItIsTooMuch()
    {
        var files = Enumerable.Range(0, 14)
            .ToDictionary(i => $"f{i}.yaml", i => $"include: [{Times(9, $"f{i + 1}.yaml")}]\nservices: {{s{i}: {{image: x}}}}\n");
        files["f14.yaml"] = "services: {}\n";

        ComposeRules.Check(Corpus.Runbook, files, [["f0.yaml"]])
            .ShouldContain(f => f.Diagnostic.Code == "LN405" && f.Diagnostic.Severity == DiagnosticSeverity.Error);
    }

    private static int Lines(string text) => text.Count(c => c is '\n' or '\r' or '\u0085' or '\u2028' or '\u2029') + 1;

    private static string Times(int count, string text, string between = ",") => string.Join(between, Enumerable.Repeat(text, count));

    private static string Times(int count, Func<int, string> text) => string.Join(',', Enumerable.Range(0, count).Select(text));

    private static string Lines(int count, Func<int, string> text) => string.Concat(Enumerable.Range(0, count).Select(i => text(i) + "\n"));
}
