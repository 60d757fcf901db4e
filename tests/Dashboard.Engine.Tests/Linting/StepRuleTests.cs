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

    [Theory]
    [InlineData("preflight", "SELECT 1", "")]
    [InlineData("preflight", "SELECT 'drop table x' -- delete\nFROM t", "")]
    [InlineData("preflight", "SELECT 1;\n  UPDATE t SET a = 1", "LN101 3:3")]
    [InlineData("mutating", "UPDATE t SET a = 1", "")]
    [InlineData("mutating", "SELECT 1;\nDROP TABLE t", "LN103 3:1")]
    [InlineData("destructive", "DROP TABLE t", "")]
    public void SqlStep_IsLookedAtWordByWord(string kind, string sql, string expected) => string.Join(' ', Lints.Of($$"""
        ```sql {#look .{{kind}}}
        {{sql}}
        ```
        """).Where(f => f.Diagnostic.Code.StartsWith("LN1", StringComparison.Ordinal))
        .Select(f => $"{f.Diagnostic.Code} {f.Diagnostic.Line}:{f.Diagnostic.Column}")).ShouldBe(expected);

    [Theory]
    [InlineData("preflight", "LN106")]
    [InlineData("smoke", "LN106")]
    [InlineData("mutating", "")]
    public void ReadOnlyStep_InALanguageThatNobodyReads_IsAWarning(string kind, string code) => string.Join(' ', Lints.Of($$"""
        ```python {#look .{{kind}}}
        print(1)
        ```
        """).Select(f => f.Diagnostic.Code).Where(c => c.StartsWith("LN1", StringComparison.Ordinal))).ShouldBe(code);
}
