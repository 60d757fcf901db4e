namespace Dashboard.Engine.Tests.Linting;

/// <summary>Scripts that a rule must find, and scripts that no rule may find.</summary>
public sealed class StepRuleTests
{
    private const int Least = 20;

    public static TheoryData<string, string> BadReaders => Corpora.ByRule("read-only-bad.txt");

    public static TheoryData<string> GoodReaders => [.. Corpora.Read("read-only-good.txt")];

    public static TheoryData<string, string> BadChanges => Corpora.ByRule("changing-bad.txt");

    public static TheoryData<string> GoodChanges => [.. Corpora.Read("changing-good.txt")];

    [Theory]
    [MemberData(nameof(BadReaders))]
    public void ReadOnlyStep_ThatBreaksARule_IsFound(string code, string script) => Lints.Codes("smoke", script).ShouldContain(code);

    [Theory]
    [MemberData(nameof(GoodReaders))]
    public void ReadOnlyStep_ThatOnlyLooks_IsLeftAlone(string script) => Lints.Codes("preflight", script).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(BadChanges))]
    public void ChangingStep_ThatBreaksARule_IsFound(string code, string script)
    {
        Lints.Codes("mutating", script).ShouldContain(code);
        Lints.Codes("rollback", script).ShouldContain(code);
    }

    [Theory]
    [MemberData(nameof(GoodChanges))]
    public void ChangingStep_ThatCanBeTakenBack_IsLeftAlone(string script) => Lints.Codes("mutating", script).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(BadChanges))]
    public void DestructiveStep_BehindItsGate_MayDestroy(string code, string script)
    {
        if (code is "LN103" or "LN104")
            Lints.Codes("destructive", script).ShouldBeEmpty();
    }

    [Fact]
    public void Corpora_AreLargeEnough()
    {
        foreach (var count in (int[])[BadReaders.Count, GoodReaders.Count, BadChanges.Count, GoodChanges.Count])
            count.ShouldBeGreaterThanOrEqualTo(Least);
    }
}
