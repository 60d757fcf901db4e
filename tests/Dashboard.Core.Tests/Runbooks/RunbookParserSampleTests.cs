using Dashboard.Core.Runbooks;
using Dashboard.Core.Runbooks.Diagnostics;
using Dashboard.Core.Runbooks.Reading;

namespace Dashboard.Core.Tests.Runbooks;

public sealed class RunbookParserSampleTests
{
    private static readonly Runbook Whole = RunbookParser.Parse("sample.md", Sample.Text + Sample.Rest);

    [Fact]
    public void Sample_WithItsOtherHalf_HasNoDiagnostics() => Whole.Diagnostics.ShouldBeEmpty();

    [Fact]
    public void Sample_Alone_SaysThatItsGatesUnlockNothing()
    {
        var half = RunbookParser.Parse("sample.md", Sample.Text);

        half.Diagnostics.Select(d => d.Code).Distinct()
            .ShouldBe([DiagnosticCodes.IdleGate, DiagnosticCodes.UnknownAfter], ignoreOrder: true);
    }

    [Fact]
    public void Sample_FrontMatter_IsReadWhole()
    {
        Whole.Title.ShouldBe("safe-session local CA cutover");
        Whole.Owner.ShouldBe("platform");
        Whole.Inputs.ShouldBe([new("PLATFORM_RUNTIME_SAFE_SESSION_CA_KEY_FILE", "path of the CA private key rendered on the host",
            "^/[A-Za-z0-9._/-]+$", true, null)]);
        Whole.Secrets.ShouldBe([new("PLATFORM_RUNTIME_SAFE_SESSION_CA_KEY_FILE")]);
        Whole.Files.ShouldBe(["compose/overlays/safe-session-local-ca.yaml", "scripts/cutover/safe-session-local-ca-preflight.sh"]);
    }

    [Fact]
    public void Sample_Gates_AreReadWhole()
    {
        var (cutover, cleanup) = (Whole.Gates[0], Whole.Gates[1]);

        cutover.Id.ShouldBe("runtime-cutover");
        cutover.Title.ShouldBe("runtime cutover");
        cutover.Phrase.ShouldBe("m04-vault-runtime-cutover-approved");
        cutover.Unlocks.ShouldBe(StepKind.Mutating);
        cutover.Fresh.ShouldBe(TimeSpan.FromMinutes(30));
        cutover.Valid.ShouldBe(TimeSpan.FromMinutes(60));
        cutover.FourEyes.ShouldBe(FourEyes.No);
        cutover.Line.ShouldBe(15);
        cleanup.Unlocks.ShouldBe(StepKind.Destructive);
        cleanup.After.ShouldBe(["smoke"]);
        cleanup.FourEyes.ShouldBe(FourEyes.Preferred);
        (cleanup.Fresh, cleanup.Valid).ShouldBe((null, null));
    }

    [Fact]
    public void Sample_Steps_StandInOrderWithTheirAttributes()
    {
        Whole.Steps.Select(s => (s.Id, s.Kind, s.GateId)).ShouldBe(
        [
            ("announced", StepKind.Manual, null),
            ("ca-key", StepKind.Preflight, null),
            ("signer-up", StepKind.Preflight, null),
            ("switch", StepKind.Mutating, "runtime-cutover"),
            ("signer-is-local", StepKind.Smoke, null),
            ("back", StepKind.Rollback, "runtime-cutover"),
            ("stop-vault", StepKind.Destructive, "destructive-cleanup"),
        ]);
        Whole.Steps.Select(s => s.Title).ShouldBe(
        [
            "The change window is announced", "The rendered CA key is private to root", "The container is up", "Cutover",
            "The signer is local", "Rollback", "Clean-up",
        ]);
        var key = Whole.FindStep("ca-key")!;
        (key.Timeout, key.Language, key.Body, key.Line).ShouldBe(
            (TimeSpan.FromSeconds(10), "bash", "scripts/cutover/safe-session-local-ca-preflight.sh\n", 32));
        var signer = Whole.FindStep("signer-is-local")!;
        (signer.MaxTries, signer.Every, signer.ExpectOutput).ShouldBe((5, TimeSpan.FromSeconds(3), "^signer: (local|ca)$"));
        var change = Whole.FindStep("switch")!;
        (change.Timeout, change.Verify, change.Plan).ShouldBe((TimeSpan.FromMinutes(10), "signer-is-local", TimeSpan.FromMinutes(2)));
        change.Digest.ShouldBe(Digests.OfStep(change));
    }

    [Fact]
    public void Sample_Document_KeepsStepsGatesAndHeadingsInPlace()
    {
        Whole.Document.Select(b => b switch
        {
            DocumentBlock.Heading h => $"{new string('#', h.Level)} {h.Text}",
            DocumentBlock.StepPlace s => s.StepId,
            DocumentBlock.GatePlace g => $"gate {g.GateId}",
            DocumentBlock.Prose p => p.Html,
            _ => "?",
        }).ShouldBe(
        [
            "## Preflight", "announced", "ca-key", "signer-up", "## Cutover", "gate runtime-cutover", "switch",
            "## Smoke", "signer-is-local",
            "## Rollback", "back", "## Clean-up", "gate destructive-cleanup", "stop-vault",
        ]);
        Whole.Sections.Select(s => (s.Title, string.Join(' ', s.StepIds))).ShouldBe(
        [
            ("Preflight", "announced ca-key signer-up"), ("Cutover", "switch"), ("Smoke", "signer-is-local"), ("Rollback", "back"),
            ("Clean-up", "stop-vault"),
        ]);
    }
}
