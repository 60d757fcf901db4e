using Dashboard.Linting;

namespace Dashboard.Engine.Tests.Linting;

/// <summary>However <em>stop Vault</em> is spelled: a step that may only look does not get away with it.</summary>
public sealed class EvasionTests
{
    public static TheoryData<string> Spellings => [.. Corpora.Read("stop-vault.txt")];

    [Theory]
    [MemberData(nameof(Spellings))]
    public void StopVault_InAReadOnlyStep_IsFound(string script) =>
        Lints.Codes("preflight", script)
            .ShouldContain(code => code == LintCodes.ChangesInReadOnlyStep || code == LintCodes.UnclearInReadOnlyStep);

    [Fact]
    public void Spellings_AreAtLeastSixty() => Spellings.Count.ShouldBeGreaterThanOrEqualTo(60);
}
