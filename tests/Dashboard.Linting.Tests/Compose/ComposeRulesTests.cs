using Dashboard.Core.Runbooks.Reading;
using Dashboard.Linting.Compose;
using Dashboard.Testing;

namespace Dashboard.Linting.Tests.Compose;

public sealed class ComposeRulesTests
{
    [Fact]
    public void Check_OfTheShippedOverlay_FindsNothing()
    {
        const string Path = "compose/overlays/safe-session-local-ca.yaml";
        var runbook = RunbookParser.Parse("x.md", Shipped("safe-session-local-ca-cutover.md"));
        var files = new Dictionary<string, string> { [Path] = Shipped(Path) };

        runbook.Secrets.ShouldNotBeEmpty();
        ComposeRules.Check(runbook, files, []).ShouldBeEmpty();
        ComposeRules.Check(runbook, files, [["somewhere/else.yaml", Path]]).ShouldBeEmpty();
    }

    [Fact]
    public void Check_OfTheShippedOverlayMadeWritable_FindsTheMount()
    {
        const string Path = "compose/overlays/safe-session-local-ca.yaml";
        var runbook = RunbookParser.Parse("x.md", Shipped("safe-session-local-ca-cutover.md"));
        var broken = Shipped(Path).Replace("read_only: true", "read_only: false")
            .Replace(":?set it to the path of the rendered CA private key", "");

        ComposeRules.Check(runbook, new Dictionary<string, string> { [Path] = broken }, []).Select(f => f.Diagnostic.Code)
            .ShouldBe(["LN402", "LN401"]);
    }

    [Fact]
    public void Check_OfFilesInNoSet_LooksAtEachAlone() => Corpus.ShouldBeAsMarked(
        """
        === base.yaml
        services: {api: {volumes: [«LN401»'./k:/run/secrets/k']}}
        === over.yml
        services: {api: {volumes: ['./k:/run/secrets/k:ro']}}
        === no-extension
        services: {api: {privileged: «LN403»true}}
        === broken.yaml
        services:
          api: [
        «LN405»
        """, oneSet: false);

    [Fact]
    public void Check_OfFilesThatAreNotCompose_LeavesThemAlone() => Corpus.ShouldBeAsMarked(
        """
        === script.sh
        echo services: $URL
        cat <<'END'
        services:
          api: {privileged: true}
        END
        === values.yaml
        services: [docker]
        image: $URL
        === other.yaml
        a: [
        === page.md
        # services
        """, oneSet: false);

    [Fact]
    public void Check_OfSeveralSetsThatShowTheSame_FindsItOnce()
    {
        var files = new Dictionary<string, string>
        {
            ["a.yaml"] = "services: {api: {volumes: ['./k:/run/secrets/k']}}\n",
            ["b.yaml"] = "services: {api: {image: x}}\n",
            ["c.yaml"] = "services: {api: {volumes: ['./k:/run/secrets/k:ro']}}\n",
        };

        ComposeRules.Check(Corpus.Runbook, files, [["a.yaml"], ["./a.yaml", "b.yaml"], ["a.yaml", "c.yaml"], ["b.yaml"], ["missing.yaml"]])
            .Select(Corpus.Shown).ShouldBe(["a.yaml:1:28 LN401"]);
        ComposeRules.Check(Corpus.Runbook, files, [["a.yaml", "c.yaml"]]).ShouldBeEmpty();
        ComposeRules.Check(Corpus.Runbook, files, [["c.yaml", "a.yaml"]]).Single().Diagnostic.Message
            .ShouldContain("replaces the read-only mount of c.yaml");
    }

    private static string Shipped(string path) => File.ReadAllText(Path.Combine(RepositoryRoot.Runbooks, path));
}
