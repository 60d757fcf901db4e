using System.Globalization;
using System.Text.RegularExpressions;
using Dashboard.Testing;

namespace Dashboard.Browser.Tests.Support;

/// <summary>
/// Runbooks that try to look like something else: <c>Spoofs/*.md</c>. Hidden characters stand there as <c>{U+202E}</c>, so that the files
/// themselves hide nothing. A file without front matter is prose, which is put around a step that deletes something behind a gate.
/// </summary>
internal static partial class Spoofs
{
    /// <summary>The gate of each of them, and its step.</summary>
    public const string Gate = "g", Step = "real";

    /// <summary>What the step of prose spoofs really runs.</summary>
    public const string RealCommand = "rm -rf /var/tmp/spoof-of-a-test";

    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "Dashboard.Browser.Tests", "Spoofs");

    /// <summary>Their names, in order.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. Directory.GetFiles(Folder, "*.md").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal)];

    /// <summary>Whether a spoof is made of prose; else of characters.</summary>
    public static bool IsProse(string name) => name.StartsWith("prose-", StringComparison.Ordinal);

    /// <summary>A spoof's Markdown, with its characters in place.</summary>
    public static string Markdown(string name)
    {
        var text = Resolve(File.ReadAllText(Path.Combine(Folder, name + ".md")));
        return text.StartsWith("---\n", StringComparison.Ordinal) ? text : $$"""
            ---
            title: Remove the old data
            gates: [{id: g, title: Clean up, phrase: go-go, unlocks: destructive, four-eyes: no}]
            ---
            # Remove the old data

            {{text}}
            ## Clean-up

            {{text}}
            ### Delete the old data

            {{text}}
            ```bash {#real .destructive}
            {{RealCommand}}
            ```

            {{text}}
            """.ReplaceLineEndings("\n");
    }

    /// <summary>Lays all of them out as a runbooks folder.</summary>
    public static string Write()
    {
        var folder = Directory.CreateTempSubdirectory("spoofs-").FullName;
        Directory.CreateDirectory(Path.Combine(folder, "scripts"));
        foreach (var name in Names)
            File.WriteAllText(Path.Combine(folder, name + ".md"), Markdown(name));
        // Their own ending keeps them from being taken for scripts of this repository.
        foreach (var script in Directory.GetFiles(Path.Combine(Folder, "scripts")))
            File.WriteAllText(Path.Combine(folder, "scripts", Path.GetFileNameWithoutExtension(script)), Resolve(File.ReadAllText(script)));
        return folder;
    }

    private static string Resolve(string text) => CodePoint()
        .Replace(text, m => char.ConvertFromUtf32(int.Parse(m.Groups[1].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture)));

    [GeneratedRegex(@"\{U\+([0-9A-F]{4,5})\}")]
    private static partial Regex CodePoint();
}
