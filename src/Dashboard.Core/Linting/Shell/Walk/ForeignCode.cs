using System.Text.RegularExpressions;

namespace Dashboard.Core.Linting.Shell.Walk;

/// <summary>
/// Code in other languages than the shell. It is not parsed: whatever names a way to run a command, write a file or send something counts as
/// code of which nobody can tell what it does.
/// </summary>
internal static partial class ForeignCode
{
    /// <summary>Whether Python, Perl, Ruby, JavaScript and their like may do more than read and compute.</summary>
    public static bool MayDoMore(string code) => Ways().IsMatch(code);

    /// <summary>Whether an awk program runs a command, or writes to a file.</summary>
    /// <param name="code">The program.</param>
    /// <param name="mayWrite">Whether a file may be written.</param>
    public static bool AwkRuns(string code, Func<string, bool> mayWrite) => AwkCalls().IsMatch(code)
        || AwkWrites().Matches(code).Any(m => !mayWrite(m.Groups[1].Value));

    /// <summary>Whether a script of sed runs a command or writes a file: its commands <c>e</c> and <c>w</c>, and those flags of <c>s</c>.</summary>
    public static bool SedRuns(string[] arguments)
    {
        var read = Commands.Arguments.Of(arguments, ["-e", "--expression", "-f", "--file", "-l", "-E"]);
        var scripts = read.Values.Where(v => v.Name is "-e" or "--expression").Select(v => v.Value).ToList();
        if (scripts.Count == 0 && read.Value("-f", "--file") is null && read.Operands.Length > 0)
            scripts.Add(read.Operands[0]);
        return scripts.Any(s => SedCommands().IsMatch(s) || SedFlags().IsMatch(s));
    }

    [GeneratedRegex(
        @"\b(system|exec[lv]?[pe]*|popen\d?|subprocess|spawn\w*|fork|kill\w*|child_process|shutil|unlink\w*|rmtree|rmdir|remove\w*|rename\w*|chmod|chown|mkdir|makedirs|truncate|write\w*|appendFile\w*|socket|urlopen|requests|http|https|net|urllib|IO::Socket|LWP|open3|eval|__import__|importlib|ctypes|qx|pty|os\.(?!path|environ|getenv|getcwd|stat|listdir|access)\w+|docker)\b|`|\bopen\s*\([^)]*,\s*[""'][^""']*[wax+>|]",
        RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Ways();

    [GeneratedRegex("""\bsystem\s*\(|\|&?\s*getline|\|&?\s*"|\|&?\s*[A-Za-z_]\w*\s*(;|\}|$)|@load""", RegexOptions.CultureInvariant | RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AwkCalls();

    [GeneratedRegex("""print[^;}\n]*>>?\s*"([^"]*)""", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AwkWrites();

    [GeneratedRegex(@"(^|[;{}\n]|[0-9$/])\s*!?\s*([eWw]\s+\S|e\s*$|e\s*[;}])", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SedCommands();

    [GeneratedRegex(@"s([^\w\s\\])(?:\\.|(?!\1).)*\1(?:\\.|(?!\1).)*\1[gpIiMm0-9]*[ew]", RegexOptions.CultureInvariant | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SedFlags();
}
