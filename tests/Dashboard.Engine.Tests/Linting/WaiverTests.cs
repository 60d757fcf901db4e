using Dashboard.Linting;
using Dashboard.Linting.Rules;

namespace Dashboard.Engine.Tests.Linting;

/// <summary>A finding that its step waives keeps nothing from being run, and is shown with the reason; everything else stands.</summary>
public sealed class WaiverTests
{
    private const string Why = "reason=\"vendor's tool\"";

    private static LintFinding[] Found(string attributes, string script, IReadOnlyDictionary<string, string>? files = null) =>
    [
        .. Lints.Of($"""
            ---
            files: [{string.Join(", ", files?.Keys ?? [])}]
            ---
            ```bash {"{"}#look .preflight {attributes}{"}"}
            {script}
            ```
            ```bash {"{"}#other .preflight{"}"}
            docker restart api
            ```
            """, files),
    ];

    [Fact]
    public void Finding_OfAWaivedCode_IsWaivedInItsStepAlone()
    {
        var found = Found($"lint-ignore=LN101 {Why}", "docker restart api");

        var waived = found.Where(f => f.Waived is not null).ShouldHaveSingleItem();
        (waived.StepId, waived.Waived, waived.IsError, waived.IsWarning).ShouldBe(("look", "vendor's tool", false, false));
        found.Where(f => f.IsError).ShouldHaveSingleItem().StepId.ShouldBe("other");
    }

    [Fact]
    public void Waiver_OfSeveralCodes_WaivesEach() => Found($"lint-ignore=LN101,LN302 {Why}", "docker restart api; env")
        .Where(f => f.Waived is not null).Select(f => f.Diagnostic.Code).ShouldBe(["LN101", "LN302"]);

    [Theory]
    [InlineData("LN102", "has no such finding")]
    [InlineData("LN999", "no code of a finding that a step can waive")]
    [InlineData("LN602", "no code of a finding that a step can waive")]
    [InlineData("RB301", "no code of a finding that a step can waive")]
    public void Waiver_OfNothing_IsAWarningAndWaivesNothing(string code, string words)
    {
        var found = Found($"lint-ignore={code} {Why}", "docker restart api");

        found.ShouldAllBe(f => f.Waived == null);
        found.Where(f => f.Diagnostic.Code == LintCodes.WaiverOfNothing).ShouldHaveSingleItem().Diagnostic.Message.ShouldContain(words);
    }

    [Fact]
    public void HiddenCharacter_InAStepOrInTheReason_CannotBeWaived() =>
        Found("lint-ignore=LN602 reason=\"loo\u200bks\"", "echo \u202ex").Count(f => f.Diagnostic.Code == "LN602" && f.IsError).ShouldBe(2);

    [Fact]
    public void Waiver_OfAScriptThatCannotBeRead_SaysNothingOfWhatIsNotKnown() =>
        Found($"lint-ignore=LN003,LN101 {Why}", "if docker ps; then").Where(f => f.StepId == "look").ShouldHaveSingleItem()
            .Waived.ShouldNotBeNull();

    [Fact]
    public void FindingInAPinnedFile_OfTwoSteps_IsWaivedByEach()
    {
        var files = new Dictionary<string, string> { ["run.sh"] = "docker restart api\n" };
        var both = Found($"lint-ignore=LN101 {Why}", "./run.sh\n```\n```bash {#too .preflight}\n./run.sh", files)
            .Where(f => f.File == "run.sh").ToArray();

        both.Select(f => (f.StepId, f.IsError)).ShouldBe([("look", false), ("too", true)], ignoreOrder: true);
    }

    [Theory]
    [InlineData("docker compose -f web.yaml config --quiet")]
    [InlineData("cat $FILES")]
    public void FindingInAComposeFile_IsWaivedByTheStepThatUsesIt(string script)
    {
        var files = new Dictionary<string, string> { ["web.yaml"] = "services: {web: {image: a, privileged: true}}\n" };

        Found($"lint-ignore=LN403 {Why}", script, files).Where(f => f.Diagnostic.Code == "LN403").ShouldHaveSingleItem()
            .Waived.ShouldBe("vendor's tool");
        Found("", script, files).Where(f => f.Diagnostic.Code == "LN403").ShouldHaveSingleItem().IsError.ShouldBeTrue();
    }

    /// <summary>Each error is either fixed where it stands, as the page of the linter says, or can be waived.</summary>
    [Fact]
    public void Codes_OfErrorsThatCannotBeWaived_AreThoseThatTheLintersPageGivesAReasonFor()
    {
        var page = File.ReadAllText(Path.Combine(Dashboard.Testing.Repository.Root, "docs", "lint.md"));
        var errors = page.Split("\n### ").Skip(1).Where(s => s.Contains("\n*error.*", StringComparison.Ordinal)).Select(s => s[..5])
            .Where(c => c.StartsWith("LN", StringComparison.Ordinal));

        var no = page.Split('\n').Where(l => l.StartsWith("| `LN", StringComparison.Ordinal)
            && l.Contains("| no: ", StringComparison.Ordinal));
        errors.Where(c => !Waivers.CanWaive(c)).ShouldAllBe(c => no.Any(l => l.Contains($"`{c}`", StringComparison.Ordinal)));
        errors.Where(Waivers.CanWaive).ShouldAllBe(c => !no.Any(l => l.Contains($"`{c}`", StringComparison.Ordinal)));
    }
}
