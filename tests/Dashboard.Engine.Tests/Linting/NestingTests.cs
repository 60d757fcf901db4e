using Dashboard.Core.Linting;
using Dashboard.Core.Linting.Shell.Syntax;

namespace Dashboard.Engine.Tests.Linting;

/// <summary>Scripts that nest so deeply that the tools that read shell would not come to an end are not given to them.</summary>
public sealed class NestingTests
{
    public static TheoryData<string, string> Deep => new()
    {
        { "ifs", Repeat("if true; then ", 7_000) + "true" + Repeat("; fi", 7_000) },
        { "ifs on lines", Repeat("if true\nthen\n", 5_000) + "true\n" + Repeat("fi\n", 5_000) },
        { "loops", Repeat("while true; do ", 4_000) + "true" + Repeat("; done", 4_000) },
        { "cases", Repeat("case x in x) ", 4_000) + "true" + Repeat(";; esac", 4_000) },
        { "subshells", Repeat("(", 60_000) + "true" + Repeat(")", 60_000) },
        { "braces", Repeat("{ ", 20_000) + "true" + Repeat("; }", 20_000) },
        { "substitutions", Repeat("$(", 20_000) + "true" + Repeat(")", 20_000) },
        { "parameters", Repeat("${a:-", 10_000) + "x" + Repeat("}", 10_000) },
        { "here-documents", "cat " + Repeat("<<A ", 10_000) + "\n" + Repeat("A\n", 10_000) },
        { "never closed", Repeat("if ", 30_000) },
    };

    [Theory]
    [MemberData(nameof(Deep))]
    public void Script_ThatNestsTooDeeply_IsAFindingWithoutBeingRead(string what, string script)
    {
        ShellNesting.IsTooDeep(script).ShouldBeTrue(what);
        Lints.Codes("preflight", script).ShouldContain(LintCodes.BadShell, what);
    }

    [Fact]
    public void Script_ThatPeopleWrite_IsNotTooDeep()
    {
        foreach (var script in new[] { "changing-good.txt", "read-only-good.txt", "changing-bad.txt", "read-only-bad.txt", "stop-vault.txt" }.SelectMany(name => Corpora.Read(name)))
            ShellNesting.IsTooDeep(script).ShouldBeFalse(script);
        ShellNesting.IsTooDeep(Repeat("if true; then\n  echo \"(one)\" # if (then\nfi\ncase \"$x\" in a) b ;; c) d ;; esac\n", 1_000)).ShouldBeFalse();
    }

    private static string Repeat(string text, int times) => string.Concat(Enumerable.Repeat(text, times));
}
