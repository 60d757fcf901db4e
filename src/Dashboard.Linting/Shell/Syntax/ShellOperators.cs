using System.Text.Json;

namespace Dashboard.Linting.Shell.Syntax;

/// <summary>
/// The numbers of operators in <c>shfmt --to-json</c>. They change between versions of shfmt, so they are read from a script that contains
/// each operator once, in a known order.
/// </summary>
public sealed class ShellOperators
{
    /// <summary>The script that contains each operator once.</summary>
    public const string Probe = "a && b || c | d |& e\n"
        + "a >f >>f >|f <f <>f <&3 >&2 <<<w &>f &>>f <<X <<-Y\nX\nY\n"
        + "a ${x:-y} ${x-y} ${x:=y} ${x=y} ${x:+y} ${x+y} ${x:?y} ${x?y} ${x@P}\n"
        + "a <(b) >(c)\n";

    private readonly Dictionary<int, RedirectKind> _redirects = [];
    private readonly Dictionary<int, ExpansionKind> _expansions = [];
    private readonly HashSet<int> _pipes = [];
    private readonly HashSet<int> _ands = [];
    private readonly int _reads;

    private ShellOperators(JsonElement probe)
    {
        var statements = probe.GetProperty("Stmts");
        // Left to right: ((((a && b) || c) | d) |& e), as shfmt 3 nests them.
        foreach (var binary in Binaries(statements[0].GetProperty("Cmd")))
        {
            if (binary.Right is "d" or "e")
                _pipes.Add(binary.Op);
            else if (binary.Right == "b")
                _ands.Add(binary.Op);
        }

        RedirectKind[] redirects =
        [
            RedirectKind.Output, RedirectKind.Append, RedirectKind.Output, RedirectKind.Input, RedirectKind.Both,
                RedirectKind.DuplicateInput,
            RedirectKind.Duplicate, RedirectKind.HereString, RedirectKind.OutputAndErrors, RedirectKind.OutputAndErrors,
            RedirectKind.HereDocument, RedirectKind.HereDocument,
        ];
        foreach (var (kind, redirect) in redirects.Zip(statements[1].GetProperty("Redirs").EnumerateArray()))
            _redirects[redirect.GetProperty("Op").GetInt32()] = kind;

        ExpansionKind[] expansions =
        [
            ExpansionKind.Default, ExpansionKind.Default, ExpansionKind.Default, ExpansionKind.Default,
            ExpansionKind.Alternative, ExpansionKind.Alternative, ExpansionKind.Value, ExpansionKind.Value, ExpansionKind.Prompt,
        ];
        var words = statements[2].GetProperty("Cmd").GetProperty("Args").EnumerateArray().Skip(1);
        foreach (var (kind, word) in expansions.Zip(words))
            _expansions[word.GetProperty("Parts")[0].GetProperty("Exp").GetProperty("Op").GetInt32()] = kind;
        _reads = statements[3].GetProperty("Cmd").GetProperty("Args")[1].GetProperty("Parts")[0].GetProperty("Op").GetInt32();
    }

    /// <summary>Reads the numbers.</summary>
    /// <param name="probe">What shfmt says of <see cref="Probe"/>, as Bash.</param>
    /// <exception cref="Exception">It says something else than the versions that are known (3.x).</exception>
    public static ShellOperators Read(JsonElement probe) => new(probe);

    internal bool IsPipe(int op) => _pipes.Contains(op);

    internal bool IsAnd(int op) => _ands.Contains(op);

    internal bool Reads(int op) => op == _reads;

    internal RedirectKind Redirect(int op) => _redirects.GetValueOrDefault(op, RedirectKind.Both);

    internal ExpansionKind Expansion(int op) => _expansions.GetValueOrDefault(op, ExpansionKind.Changed);

    private static IEnumerable<(int Op, string Right)> Binaries(JsonElement command)
    {
        while (command.GetProperty("Type").GetString() == "BinaryCmd")
        {
            // `x | y` binds tighter than `x || y`: a pipeline may stand on the right-hand side.
            var right = command.GetProperty("Y").GetProperty("Cmd");
            if (right.GetProperty("Type").GetString() == "BinaryCmd")
            {
                foreach (var inner in Binaries(right))
                    yield return inner;
            }
            else
            {
                yield return (command.GetProperty("Op").GetInt32(),
                    right.GetProperty("Args")[0].GetProperty("Parts")[0].GetProperty("Value").GetString()!);
            }

            command = command.GetProperty("X").GetProperty("Cmd");
        }
    }
}
