using Dashboard.Core.Runbooks;

namespace Dashboard.Execution.Scripts;

/// <summary>How the program of a language is called for a script: so that it reads no settings of its user, and ends at an error.</summary>
internal static class Interpreter
{
    /// <summary>psql: no settings file, no questions; the first statement that fails ends it. The script comes by standard input.</summary>
    private static readonly string[] Psql = ["-X", "-w", "-v", "ON_ERROR_STOP=1", "-P", "pager=off", "-f", "-"];

    /// <summary>
    /// Python: isolated, so that no variable and no folder of the user adds code (<c>-I</c>), and what it prints comes as it is printed.
    /// </summary>
    private static readonly string[] Python = ["-I", "-u"];

    private static readonly string[] PowerShell = ["-NoProfile", "-NonInteractive", "-Command"];

    // What -e is to a shell. A program that fails ends the script from PowerShell 7.4 on.
    private const string StopAtErrors = "$ErrorActionPreference = 'Stop'; $PSNativeCommandUseErrorActionPreference = $true; & ";

    /// <summary>How a script's file is called behind its name; pwsh runs no other.</summary>
    public static string Ending(string language) => language switch
    {
        ScriptLanguage.Python => ".py",
        ScriptLanguage.Sql => ".sql",
        ScriptLanguage.PowerShell => ".ps1",
        _ => ".sh",
    };

    /// <summary>Whether the program reads the script from standard input.</summary>
    public static bool ReadsInput(string language) => language == ScriptLanguage.Sql;

    /// <summary>The command on the host.</summary>
    /// <param name="step">The step.</param>
    /// <param name="program">The program's full path.</param>
    /// <param name="script">The script's file.</param>
    public static string[] OnHost(Step step, string program, string script) => step.Language switch
    {
        ScriptLanguage.Python => [program, .. Python, script],
        ScriptLanguage.Sql => [program, .. Psql],
        ScriptLanguage.PowerShell =>
            [program, .. PowerShell, $"{StopAtErrors}'{script.Replace("'", "''", StringComparison.Ordinal)}'; exit $LASTEXITCODE"],
        _ => [program, .. ShellOptions(step), script],
    };

    /// <summary>The command inside a container, where no file of the server's is: the script is an argument.</summary>
    public static string[] InContainer(Step step)
    {
        var program = ScriptLanguage.ProgramOf(step.Language);
        return step.Language switch
        {
            ScriptLanguage.Python => Looking($"exec {program} {string.Join(' ', Python)} -c \"$1\"", step.Body),
            ScriptLanguage.Sql => Looking($"printf '%s\\n' \"$1\" | {program} {string.Join(' ', Psql)}", step.Body),
            ScriptLanguage.PowerShell =>
                Looking($"exec {program} {string.Join(' ', PowerShell)} \"$1\"", $"{StopAtErrors}{{\n{step.Body}\n}}; exit $LASTEXITCODE"),
            _ => [program, .. ShellOptions(step), "-c", step.Body, step.Id],
        };

        // A shell's own words for it, "exec: python3: not found", do not say where.
        string[] Looking(string command, string script) =>
        [
            "sh", "-c",
            $"command -v {program} >/dev/null || {{ echo \"{program} is not in this container.\" >&2; exit 127; }}\n{command}",
            step.Id, script,
        ];
    }

    /// <summary>Where the program of a language is on the host; null when it is in none of the folders.</summary>
    /// <param name="language">The language.</param>
    /// <param name="folders">Where programs are looked for: <c>PATH</c>.</param>
    public static string? Find(string language, string folders) => ScriptLanguage.IsShell(language)
        ? "/bin/" + language
        : folders.Split(':').Where(f => f.StartsWith('/')).Select(f => Path.Combine(f, ScriptLanguage.ProgramOf(language)))
            .FirstOrDefault(IsProgram);

    private static bool IsProgram(string path) => File.Exists(path)
        && (File.GetUnixFileMode(path) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0;

    private static string[] ShellOptions(Step step) =>
        step.Lenient ? [] : step.Language == "bash" ? ["-eu", "-o", "pipefail"] : ["-eu"];
}
