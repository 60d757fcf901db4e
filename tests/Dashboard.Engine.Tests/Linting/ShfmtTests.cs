using System.Collections;
using System.Reflection;
using System.Text.Json;
using Dashboard.Engine.Linting;
using Dashboard.Linting.Shell.Syntax;

namespace Dashboard.Engine.Tests.Linting;

/// <summary>Many scripts are read by one process; that must not be seen in what is read.</summary>
public sealed class ShfmtTests
{
    private const int Seed = 20260102, Rounds = 6, Together = 24;

    /// <summary>Scripts that reach for what stands behind them.</summary>
    private static readonly string[] Open =
    [
        "echo 'open", "echo \"open", "echo `open", "echo $(open", "cat <<END\nno end", "cat <<'END'\nno end\n", "cat <<-END\nno end",
        "true &&", "true ||", "true |", "echo \\", "echo x \\\n", "if true; then", "fi", "done", "{", "}", "(", ")", "f() {", "f()",
        "case x in", "esac", ";;", "for x in", "while", "# comment \\", "", "\n", "\n\n", "!", "!\n", "time", "time -p", "coproc", "&", ";",
        "x=(", "[[", "[[ x", "((", "$((", "${", "${x", ": end-of-script-0", ": end-of-script-1\n: end-of-script-2", "echo >", "echo <<",
        "\\", "\"", "'", "\r\n", "echo x\r", "echo x # no end of line", "<<END\n: end-of-script-0\n", "exec <<END", "function f",
        "select x", "x=", "x=\\", "echo {a,", "echo $'", "\0", "let", "declare",
    ];

    [Fact]
    public async Task Scripts_ReadTogether_AreReadAsAlone()
    {
        var random = new Random(Seed);
        string[] names = ["stop-vault.txt", "read-only-bad.txt", "read-only-good.txt"];
        var pieces = names.SelectMany(name => Corpora.Read(name)).ToArray();
        for (var round = 0; round < Rounds; round++)
        {
            var scripts = Enumerable.Range(0, Together).Select(_ => random.Next(4) switch
            {
                0 => Open[random.Next(Open.Length)],
                1 => RobustnessTests.Broken(pieces[random.Next(pieces.Length)], random),
                2 => pieces[random.Next(pieces.Length)] + Open[random.Next(Open.Length)],
                _ => pieces[random.Next(pieces.Length)],
            }).Distinct().ToArray();
            foreach (var dialect in Enum.GetValues<ShellDialect>())
                await AreReadAsAloneAsync(scripts, dialect);
        }
    }

    [Fact]
    public async Task OpenScript_BeforeAnother_LeavesItAlone()
    {
        foreach (var open in Open)
            await AreReadAsAloneAsync([open, "docker stop vault\n"], ShellDialect.Bash);
    }

    private static async Task AreReadAsAloneAsync(string[] scripts, ShellDialect dialect)
    {
        var together = new Shfmt();
        await together.ReadAheadAsync(scripts.Select(s => (s, dialect)), CancellationToken.None);
        var alone = new Shfmt();
        foreach (var script in scripts)
            Shown(together.Read(script, dialect)).ShouldBe(Shown(alone.Read(script, dialect)), JsonSerializer.Serialize(scripts));
    }

    /// <summary>All that is known of a reading: the tree is Core's own, so it is looked at from outside.</summary>
    private static string Shown(ShellReading reading) =>
        $"{reading.Problem} "
            + $"{Text(typeof(ShellReading).GetProperty("Statements", BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(reading))}";

    private static string Text(object? part) => part switch
    {
        null => "null",
        string or ValueType and not IEnumerable => part.ToString()!,
        IEnumerable many => $"[{string.Join(", ", many.Cast<object?>().Select(Text))}]",
        _ => $"{part.GetType().Name}("
            + string.Join(", ",
                part.GetType().GetProperties(BindingFlags.Instance | BindingFlags.Public).Select(p => Text(p.GetValue(part))))
            + ")",
    };
}
