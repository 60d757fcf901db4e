using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Dashboard.Core.Runbooks;

/// <summary>The languages of steps that run a script, as fences name them, and the programs that run them.</summary>
public static class ScriptLanguage
{
    /// <summary>Python, SQL of PostgreSQL, and PowerShell.</summary>
    public const string Python = "python", Sql = "sql", PowerShell = "powershell";

    private static readonly FrozenDictionary<string, string> Programs = new Dictionary<string, string>
    {
        ["bash"] = "bash",
        ["sh"] = "sh",
        [Python] = "python3",
        [Sql] = "psql",
        [PowerShell] = "pwsh",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>All of them.</summary>
    public static ImmutableArray<string> All { get; } = ["bash", "sh", Python, Sql, PowerShell];

    /// <summary>Whether it is one of a shell.</summary>
    public static bool IsShell(string language) => language is "bash" or "sh";

    /// <summary>Whether a step in it runs a script, and is no typed check.</summary>
    public static bool IsScript(string language) => Programs.ContainsKey(language);

    /// <summary>The program that runs it; the language itself when it is none of these.</summary>
    public static string ProgramOf(string language) => Programs.GetValueOrDefault(language, language);
}
