using Dashboard.Linting;
using Dashboard.Linting.Shell.Syntax;

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
        { "loops without an end", Repeat("while ", 10_000) },
        { "elifs", "if :; then :; " + Repeat("elif :; then :; ", 3_000) + "fi" },
        { "ands", ":" + Repeat(" && :", 10_000) },
        { "pipes on lines", ":" + Repeat(" |\n:", 10_000) },
        { "nots", Repeat("! ", 10_000) + ":" },
        { "braces in a word", "echo " + Repeat("{a,", 10_000) },
        { "signs", "((a?b:" + Repeat("+-", 10_000) + "1))" },
        { "signs in a substitution", "echo $(( " + Repeat("- ", 10_000) + "1 ))" },
        { "signs in an index", "a[" + Repeat("-", 10_000) + "1]=b" },
        { "signs in a place", "echo ${a: " + Repeat("-", 10_000) + "1}" },
        { "indexes", Repeat("a[", 10_000) },
        { "a number sign that begins no comment", Repeat(": ${#a}; if :;then ", 3_000) },
        { "a number sign in quotes", Repeat(": \" # \"; if :;then ", 3_000) },
        { "a number sign in a word", Repeat(": $(:)#; if :;then ", 3_000) },
        { "a number sign in a sum", Repeat("((a[ # \n])); if :;then ", 3_000).Replace("\n", "", StringComparison.Ordinal) },
        { "an end that is an argument", Repeat("if : fi;then ", 3_000) },
        { "an end that a file is named", Repeat("if : &>fi;then ", 3_000) },
        { "an end in quotes", Repeat("if : '\nfi\n';then ", 3_000) },
        { "an end in a comment", Repeat("if :;then # ; fi\n", 3_000) },
        { "an end in a here-document", Repeat("if :;then cat <<A\nfi\nA\n", 3_000) },
        { "an end behind a here-document that is none", Repeat("((a<<b));if :;then ((a<<'b'\n));", 3_000) },
        { "an end that is a pattern", Repeat("case x in (esac) ", 3_000) },
        { "an end in a list", Repeat("if a=(\nfi\n);then ", 3_000) },
        { "an end in quotes within quotes", Repeat("if : \"${a#'\"'}\" ;then ", 3_000) },
        { "an end in quotes of one dialect", Repeat("if : $'\\'; fi #';then ", 3_000) },
        { "an end between backticks", Repeat("if : `: '`; fi; `';then ", 3_000) },
        { "a word on two lines", Repeat("i\\\nf :;th\\\nen ", 3_000) },
        { "a bracket in quotes", Repeat("(: ')';", 3_000) },
        { "a bracket of another kind", Repeat("a[${a:-]}", 3_000) },
    };

    [Theory]
    [MemberData(nameof(Deep))]
    public void Script_ThatNestsTooDeeply_IsAFindingWithoutBeingRead(string what, string script)
    {
        ShellNesting.IsTooDeep(script).ShouldBeTrue(what);
        Lints.Codes("preflight", script).ShouldContain(LintCodes.BadShell, what);
    }

    // Runbooks have no carriage returns by then; files that they name may have.
    [Fact]
    public void HereDocument_ThatEndsForSomeReaders_EndsNothing() =>
        ShellNesting.IsTooDeep(Repeat("if :;then cat <<A\nA\r\nfi\nA\n", 3_000)).ShouldBeTrue();

    [Fact]
    public void Script_ThatPeopleWrite_IsNotTooDeep()
    {
        foreach (var script in new[] { "changing-good.txt", "read-only-good.txt", "changing-bad.txt", "read-only-bad.txt",
            "stop-vault.txt" }.SelectMany(name => Corpora.Read(name)))
            ShellNesting.IsTooDeep(script).ShouldBeFalse(script);
        ShellNesting.IsTooDeep(Repeat("if true; then\n  echo \"(one)\" # if (then\nfi\ncase \"$x\" in a) b ;; c) d ;; esac\n", 1_000))
            .ShouldBeFalse();
    }

    [Theory]
    [InlineData("while read -r line; do [ -n \"$line\" ] || continue; echo \"$line\"; done <file")]
    [InlineData("for x in a b; do case $x in (a) f ;; b|c) g ;& *) ;; esac; done")]
    [InlineData("f() {\n  local n=${#1} m=\"${2:-\"x\"}\"\n  (cd /tmp && ls) | wc -l\n}\nfunction g { :; }")]
    [InlineData("if (true) then { echo a; } fi\nif [[ $x =~ ^(a|b)$ && ! -e y ]]; then :; elif ((x > 3)); then :; else :; fi")]
    [InlineData("a=(one\n  two # three (\n)\necho \"${a[@]:1}\" $((x << 2)) $(( ${#a[@]} - 1 )) {1..3} x{a,b} >&2 2>/dev/null &")]
    [InlineData("cat <<EOF | tr a b\nif ( { $(echo \"it's\") `date` ${x:-(}\nEOF\ncat <<-'EOF' >out\n\tif ((( {{{ `\n\tEOF")]
    [InlineData("x=`echo $y | sed 's/(//'`; echo \"it's\" 'if (' \\( \\\" $'\\n' \"\\\"(\" # it's (if")]
    [InlineData("case $(uname) in Linux) (a) ;; *) [ -d x ] && b ;; esac && time c || ! d; until e; do f; done")]
    [InlineData("awk '{ if ($1 ~ /[(]/) { print } }' x; find . \\( -name a -o -name b \\) -exec sh -c 'for f; do :; done' _ {} +")]
    [InlineData("for ((i = 0; i < 3; i++)); do echo ${x%%(*} \"${y//\\//_}\" \"${z#'a'}\"; done; diff <(a) >(b)")]
    public void Script_ThatIsLongAndFlat_IsNotTooDeep(string script) =>
        ShellNesting.IsTooDeep(Repeat(script + "\n", 1_000)).ShouldBeFalse();

    private static string Repeat(string text, int times) => string.Concat(Enumerable.Repeat(text, times));
}
