using Dashboard.Core.Runbooks;
using Dashboard.Core.Runbooks.Reading;
using Dashboard.Testing;

namespace Dashboard.Engine.Tests.Runbooks;

public sealed class ShippedRunbooksTests
{
    public static TheoryData<string> All =>
        [.. Directory.EnumerateFiles(Repository.Runbooks, "*.md", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(Repository.Runbooks, f)).Order()];

    [Theory]
    [MemberData(nameof(All))]
    public void ShippedRunbook_Parsed_HasNoFinding(string name) =>
        Parse(name).Diagnostics.Select(d => $"{name}:{d.Line}:{d.Column} {d.Code} {d.Message}").ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(All))]
    public void ShippedRunbook_EachChangingStep_NamesAStepThatVerifiesItAndHowLongItTakes(string name)
    {
        foreach (var step in Parse(name).Steps.Where(s => s.Kind.ChangesHost()))
        {
            step.Verify.ShouldNotBeNull(step.Id);
            step.Plan.ShouldNotBeNull(step.Id);
        }
    }

    [Fact]
    public void M04_Gates_AskForTheirOwnPhrases()
    {
        var m04 = Parse("safe-session-local-ca-cutover.md");
        m04.Gates.Select(g => (g.Phrase, g.Unlocks, g.FourEyes)).ShouldBe([
            ("m04-vault-runtime-cutover-approved", StepKind.Mutating, FourEyes.No),
            ("m04-vault-destructive-cleanup-approved", StepKind.Destructive, FourEyes.Preferred),
        ]);
    }

    [Fact]
    public void M04_EveryStepThatStopsOrRemovesVault_StandsBehindTheDestructiveGate()
    {
        var m04 = Parse("safe-session-local-ca-cutover.md");
        string[] verbs = ["docker stop", "docker rm", "docker kill", "volume rm", "compose down", "docker-compose down"];
        var steps = m04.Steps.Where(s => verbs.Any(s.Body.Contains)).ToArray();
        steps.Select(s => s.Id).ShouldBe(["stop-vault", "remove-vault"]);
        steps.ShouldAllBe(s => s.Kind == StepKind.Destructive && s.GateId == "destructive-cleanup");
    }

    [Fact]
    public void M04_DestructiveGate_ComesAfterEverySmokeStepOfTheCutoverAndTheSoak()
    {
        var m04 = Parse("safe-session-local-ca-cutover.md");
        var smoke = m04.Sections.Single(s => s.Title == "Smoke").StepIds;
        smoke.ShouldNotBeEmpty();
        m04.FindGate("destructive-cleanup")!.After.ShouldBe([.. smoke, "soaked"]);
    }

    [Fact]
    public void Practice_HasEveryKindOfStep()
    {
        var practice = Parse("practice-cutover.md");
        practice.Steps.Select(s => s.Kind).Distinct().Order().ShouldBe(Enum.GetValues<StepKind>().Order());
        practice.Gates.Length.ShouldBe(2);
    }

    [Fact]
    public async Task ShellScripts_OfTheRepository_PassShellcheckAndAreFormatted()
    {
        var scripts = (await Repository.MustRunAsync("bash", "scripts/dev/scripts.sh")).Split('\n');
        scripts.ShouldContain("runbooks/scripts/cutover/safe-session-local-ca-preflight.sh");
        scripts.ShouldContain("test");
        await Repository.MustRunAsync("shellcheck", ["-x", .. scripts]);
        await Repository.MustRunAsync("shfmt", ["-i", "2", "-ci", "-d", .. scripts]);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task ShellSteps_OfAShippedRunbook_PassShellcheck(string name)
    {
        var folder = Directory.CreateTempSubdirectory("shipped-steps-");
        try
        {
            foreach (var step in Parse(name).Steps.Where(s => s.Language is "bash" or "sh"))
                await File.WriteAllTextAsync(Path.Combine(folder.FullName, step.Id), $"set -eu -o pipefail\n{step.Body}",
                    TestContext.Current.CancellationToken);
            await Repository.MustRunAsync("shellcheck", ["-s", "bash", .. Directory.GetFiles(folder.FullName)]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Runbook Parse(string name) => RunbookParser.Parse(name, File.ReadAllText(Path.Combine(Repository.Runbooks, name)),
        path => File.Exists(Path.Combine(Repository.Runbooks, path)) ? null : "is missing");
}
