using System.Text.RegularExpressions;

namespace Dashboard.Linting.Shell.Walk;

/// <summary>
/// Code in languages other than shell. It is not parsed: code that mentions any way to run a command, write a file or send data is unclear.
/// </summary>
internal static partial class ForeignCode
{
    /// <summary>Whether Python, Perl, Ruby, JavaScript and similar code may do more than read and compute.</summary>
    public static bool MayDoMore(string code) => Ways().IsMatch(Questions().Replace(OwnOutput().Replace(code, ""), ""));

    /// <summary>Whether it deletes whole folders, tables or the like.</summary>
    public static bool Destroys(string code) => Destroying().IsMatch(code);

    /// <summary>Whether it changes a file, and no more than that can be told.</summary>
    public static bool Changes(string code) => Changing().IsMatch(code);

    /// <summary>Whether code prints something.</summary>
    public static bool Prints(string code) => Printing().IsMatch(code);

    /// <summary>Whether code uses the whole environment rather than single variables.</summary>
    public static bool HoldsEnvironment(string code) => Environment().IsMatch(code);

    // None of these backtracks, so their time is linear in the length of the code.
    [GeneratedRegex(
        @"\b(system|exec[lv]?[pe]*|popen\d?|subprocess|passthru|shell_exec|proc_open|spawn\w*|fork|kill\w*|child_process|shutil"
            + @"|unlink\w*|rm(tree|dir|_r\w*)|remove\w*|rename\w*|symlink\w*|touch|copyFile\w*|chmod\w*|chown\w*|mkdir\w*|makedirs"
            + @"|truncate\w*|utime\w*|(rm|cp|link|open)Sync"
        + @"|f?write\w*|fputs|append_?[fF]ile\w*|file_put_contents|socket\w*|urlopen|requests|https?|fetch|net|urllib|IO::\w+"
        + @"|Socket|LWP|IPC|open[23]|eval|syscall|__import__|importlib|import_module|getattr|ctypes|posix|asyncio|multiprocessing"
        + @"|qx|pty|docker|FileUtils|Deno|Bun)\b"
        + @"|\bos\.[a-z_]*(exec|spawn|system|popen|kill|remove|unlink|rename|replace|rmdir|mkdir|makedirs|chmod|chown|link|truncate"
        + @"|write|open|fork|put|set|mk|utime)\w*|\.(rm|cp)\s*\(|`|%x\W"
        + @"|\bopen\s*\([^;\n]*(,|mode\s*=)\s*[""'][^""'\n]*[wax+>|]|\bopen\s*\(?\s*\w+\s*,\s*[""'][^""'\n]*[>|]|\.open\s*\(\s*[""'][wax]",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Ways();

    [GeneratedRegex(@"\b(rmtree|rm_rf?|remove_tree|remove_entry|rimraf|removedirs)\b|\bDROP\s+(TABLE|DATABASE)\b"
        + @"|\brm(Sync)?\s*\([^;\n]*\brecursive\s*:\s*true",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Destroying();

    [GeneratedRegex(@"\bos\.(remove|unlink|rename|replace|rmdir|mkdir|makedirs|chmod|chown|link|symlink|truncate|kill)\b"
        + @"|\b(unlink|rename|mkdir|chmod|chown|symlink)(Sync)?\s*[(""'$\d]|\bwrite(_text|_bytes|FileSync)\b|\bappendFileSync\b"
        + @"|\bshutil\.(copy\w*|move)\b|\bopen\s*\([^;\n]*,\s*[""'][wax]",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Changing();

    [GeneratedRegex(@"\b(sys|process)\.(stdout|stderr)(\.buffer)?\.write(lines)?\b",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex OwnOutput();

    // A question to a server at an address that stands there, with nothing sent along.
    [GeneratedRegex(@"\bimport\s+(requests|urllib\.request(\s+as\s+\w+)?)\b|\bfrom\s+urllib\.request\s+import\s+urlopen\b"
        + @"|\b(\w+\.)*urlopen\(\s*[""'][^""'()]*[""']\s*(,\s*timeout\s*=\s*\d+\s*)?\)"
        + @"|\brequests\.(get|head)\(\s*[""'][^""'()]*[""']\s*(,\s*timeout\s*=\s*\d+\s*)?\)",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Questions();

    [GeneratedRegex(@"print|echo|puts|write|console|say|phpinfo|var_dump|\bp\b|^[\w.$]+$",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Printing();

    [GeneratedRegex(@"\bos\.environ\s*([^\s.\[]|\.(items|values|copy)\b|$)|process\.env\s*([^\s.\[?]|$)|%ENV\b|\bENV\s*([^\s.\[]"
        + @"|\.(to_|each|map|inspect)|$)|\bENVIRON\s*(\[\s*[a-z]|\))|phpinfo|getenv\(\s*\)|\$_ENV\s*([^\s\[]|$)",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Environment();
}
