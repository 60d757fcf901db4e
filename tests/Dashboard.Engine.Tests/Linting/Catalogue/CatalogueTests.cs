using Dashboard.Linting;
using Dashboard.Linting.Shell.Catalogue;

namespace Dashboard.Engine.Tests.Linting.Catalogue;

/// <summary>Each line of the catalogue of programs makes a difference, and the one that it says.</summary>
public sealed class CatalogueTests
{
    private const int MostTogether = 250;

    private static readonly IReadOnlyList<CatalogueSample> Samples = [.. ProgramCatalogue.Shared.Lines.SelectMany(CatalogueSamples.Of)];

    private static readonly string[] Rules =
        [LintCodes.ChangesInReadOnlyStep, LintCodes.UnclearInReadOnlyStep, LintCodes.DestroysOutsideDestructiveStep,
            LintCodes.StopsWhatIsProtected];

    [Fact]
    public void Line_OfTheCatalogue_HasACommand() =>
        ProgramCatalogue.Shared.Lines.Except(Samples.Select(s => s.Line)).Select(l => $"{l.Number}: {l.Program} {l.Verb}").ShouldBeEmpty();

    [Theory]
    [InlineData("preflight")]
    [InlineData("mutating")]
    public void Command_OfALine_IsFoundAsTheLineSays(string kind)
    {
        var wrong = new List<string>();
        foreach (var samples in Samples.Chunk(MostTogether))
        {
            var found = Found(kind, samples);
            wrong.AddRange(
                samples.Select((s, i) => (s, Codes: string.Join(' ', Codes(kind, s, found[i])), Expected: Expected(kind, s.Effect)))
                    .Where(c => c.Codes != c.Expected)
                    .Select(c => $"line {c.s.Line.Number}: `{c.s.Command}` gives [{c.Codes}], and {c.s.Effect} is [{c.Expected}]"));
        }

        wrong.ShouldBeEmpty();
    }

    // What is destroyed may stand in code, where nobody looks for what gates protect.
    private static IEnumerable<string> Codes(string kind, CatalogueSample sample, IEnumerable<string> found) =>
        found.Where(c => (kind, sample.Effect, c) is not ("mutating", ProgramEffect.Destroys, LintCodes.StopsWhatIsProtected))
            .Order(StringComparer.Ordinal);

    private static string Expected(string kind, ProgramEffect effect) => (kind, effect) switch
    {
        ("preflight", ProgramEffect.Changes or ProgramEffect.Halts or ProgramEffect.Destroys) =>
            LintCodes.ChangesInReadOnlyStep,
        ("preflight", ProgramEffect.Unclear) => LintCodes.UnclearInReadOnlyStep,
        ("mutating", ProgramEffect.Destroys) => LintCodes.DestroysOutsideDestructiveStep,
        ("mutating", ProgramEffect.Halts) => LintCodes.StopsWhatIsProtected,
        _ => "",
    };

    /// <summary>The rules that each command breaks; they stand in one step, a line each.</summary>
    private static ILookup<int, string> Found(string kind, CatalogueSample[] samples)
    {
        const string front = """
            ---
            gates:
              - {id: change, phrase: change-approved, unlocks: mutating}
              - {id: clean-up, phrase: clean-up-approved, unlocks: destructive, protects: [vault]}
            ---
            ```bash {#look .preflight}
            true
            ```
            ```bash {#destroy .destructive verify=look}
            true
            ```

            """;
        var step = $"```bash {{#step .{kind} {(kind == "preflight" ? "" : "verify=look")}}}\n"
            + $"{string.Join('\n', samples.Select(s => s.Command))}\n```\n";
        var first = front.Split('\n').Length + 1;
        return Lints.Of(front + step).Where(f => Rules.Contains(f.Diagnostic.Code))
            .ToLookup(f => f.Diagnostic.Line - first, f => f.Diagnostic.Code);
    }
}
