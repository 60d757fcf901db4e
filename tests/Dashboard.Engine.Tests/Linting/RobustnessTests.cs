using System.Diagnostics;
using System.Text;
using Dashboard.Testing;

namespace Dashboard.Engine.Tests.Linting;

/// <summary>Whatever a script looks like, the linter comes back with an answer, and soon.</summary>
public sealed class RobustnessTests
{
    private const int Seed = 20260101, Mutations = 120;
    private const string Signs = "\"'`$(){}[]<>|&;\\#!*?~=+-%@^,.: \n\t\0\uE000\uE001\uFFFDx0";

    private static readonly string[] Names =
        ["stop-vault.txt", "read-only-bad.txt", "read-only-good.txt", "changing-bad.txt", "changing-good.txt"];

    /// <summary>Scripts that grow in some direction.</summary>
    public static TheoryData<string, string> Large => new()
    {
        { "many ways", string.Concat(Enumerable.Range(0, 40).Select(i => $"v{i}=a; [ x ] && v{i}=b\n")) + "echo "
            + string.Concat(Enumerable.Range(0, 40).Select(i => $"\"$v{i}\"")) },
        { "functions that call the next one twice",
            string.Concat(Enumerable.Range(0, 40).Select(i => $"f{i}() {{ f{i + 1} \"$1\" a; f{i + 1} b \"$1\"; }}\n"))
                + "f40() { echo \"$@\"; }\nf0 x" },
        { "functions that take all of their arguments on",
            string.Concat(Enumerable.Range(0, 40).Select(i => $"f{i}() {{ f{i + 1} \"$@\" \"$@\"; }}\n")) + "f40() { :; }\nf0 x" },
        { "recursion", "f() { f \"$@\" x; g; }\ng() { f; }\nf" },
        { "a script that runs itself", "eval 'x=$x$x; eval \"$x\"'; bash -c 'bash -c \"$0\"' 'x'" },
        { "deep parentheses", string.Concat(Enumerable.Repeat("(", 200)) + "true" + string.Concat(Enumerable.Repeat(")", 200)) },
        { "deep substitutions", string.Concat(Enumerable.Repeat("$(echo ", 60)) + "x" + string.Concat(Enumerable.Repeat(")", 60)) },
        { "deep branches", string.Concat(Enumerable.Repeat("if true; then ", 150)) + "true"
            + string.Concat(Enumerable.Repeat("; fi", 150)) },
        { "branches as deep as the reader of the tree goes",
            string.Concat(Enumerable.Repeat("if true; then ", 60)) + "true" + string.Concat(Enumerable.Repeat("; fi", 60)) },
        { "many words", "echo " + string.Join(' ', Enumerable.Repeat("word", 10_000)) },
        { "many words with two ways", "x=a; true && x=b\necho " + string.Join(' ', Enumerable.Repeat("$x", 10_000)) },
        { "many lines", string.Concat(Enumerable.Repeat("docker ps | grep -q vault && echo fine\n", 100 * 1024 / 39)) },
        { "many braces", "echo " + string.Concat(Enumerable.Repeat("{a,b}", 60)) },
        { "deep braces", "echo " + string.Concat(Enumerable.Repeat("{a,", 500)) + string.Concat(Enumerable.Repeat("}", 500)) },
        { "a long program for awk", "awk '" + string.Concat(Enumerable.Repeat("/a/ { print > x } (", 5_000)) + "' x" },
        { "a long script for sed", "sed '" + string.Concat(Enumerable.Repeat("s/a\\/b/", 8_000)) + "' x" },
        { "long code for Python", "python3 -c '" + string.Concat(Enumerable.Repeat("open(x, y, ", 8_000)) + "'" },
        { "a long format", "printf '" + string.Concat(Enumerable.Repeat("%s", 5_000)) + "' "
            + string.Join(' ', Enumerable.Repeat("x", 5_000)) },
        { "values that double", "x=aaaa\n" + string.Concat(Enumerable.Repeat("x=$x$x\n", 200)) + "echo $x" },
        { "an array that grows", "x=(a)\n" + string.Concat(Enumerable.Repeat("x+=(\"${x[@]}\")\n", 200)) + "\"${x[@]}\"" },
    };

    [Theory]
    [MemberData(nameof(Large))]
    public void Script_ThatGrows_IsAnsweredInTime(string direction, string script)
    {
        var watch = Stopwatch.StartNew();
        Lints.Codes("preflight", script).ShouldNotContain("", direction);
        watch.Elapsed.ShouldBeLessThan(TestTimeout.Long, direction);
    }

    [Fact]
    public void LongScript_ThatOnlyLooks_IsLeftAlone() =>
        Lints.Codes("preflight", string.Concat(Enumerable.Repeat("if docker ps | grep -q vault; then echo fine; fi\n", 2_000)))
            .ShouldBeEmpty();

    [Fact]
    public async Task Scripts_WithRandomFaults_AreAnswered()
    {
        var random = new Random(Seed);
        var scripts = Names.SelectMany(name => Corpora.Read(name)).ToArray();
        var broken = Enumerable.Range(0, Mutations)
            .Select(_ => Broken(scripts[random.Next(scripts.Length)] + scripts[random.Next(scripts.Length)], random)).ToArray();
        await Lints.ReadAheadAsync(broken);
        var watch = Stopwatch.StartNew();
        foreach (var script in broken)
        {
            Should.NotThrow(() => Lints.Codes("smoke", script), script);
            Should.NotThrow(() => Lints.Codes("mutating", script), script);
        }

        watch.Elapsed.ShouldBeLessThan(TestTimeout.Long);
    }

    /// <summary>The script with some characters and lines deleted, doubled or put in.</summary>
    internal static string Broken(string script, Random random)
    {
        var text = new StringBuilder(script);
        for (var i = random.Next(1, 5); i > 0 && text.Length > 1; i--)
        {
            var at = random.Next(text.Length);
            var length = Math.Min(random.Next(1, 9), text.Length - at);
            switch (random.Next(4))
            {
                case 0: text.Remove(at, length); break;
                case 1: text.Insert(at, text.ToString(at, length)); break;
                case 2: text.Insert(at, Signs[random.Next(Signs.Length)]); break;
                default: text.Insert(random.Next(text.Length), text.ToString(at, length)); break;
            }
        }

        return text.ToString().Replace("````", "", StringComparison.Ordinal);
    }
}
