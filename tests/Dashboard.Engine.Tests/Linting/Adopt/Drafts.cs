using System.Text.RegularExpressions;
using Dashboard.Core.Runbooks.Diagnostics;
using Dashboard.Engine.Linting;
using Dashboard.Linting.Adopt;

namespace Dashboard.Engine.Tests.Linting.Adopt;

/// <summary>Makes drafts with the real reader of shell, and says what became of a document's words.</summary>
internal static partial class Drafts
{
    /// <summary>One reader for all tests: what it has read once it does not read again.</summary>
    private static readonly Shfmt Shfmt = new();

    /// <summary>The draft of a document.</summary>
    public static Adoption Of(string text, string path = "procedure.md") => RunbookAdopter.Adopt(path, text, Shfmt.Read);

    /// <summary>Each step as its kind and id, in the order of the draft.</summary>
    public static string[] Steps(string text) =>
        [.. Of(text).Runbook.Steps.Select(s => $"{Core.Runbooks.StepKinds.DisplayName(s.Kind)} {s.Id}")];

    /// <summary>What keeps a draft from being run.</summary>
    public static IEnumerable<string> Errors(Adoption adoption) =>
        adoption.Findings.Where(f => f.Severity == DiagnosticSeverity.Error).Select(f => $"{f.Code} at {f.Line}: {f.Message}");

    /// <summary>The words of a document that a draft has fewer of. An input stands for a placeholder in capital letters.</summary>
    public static string[] Lost(string document, string draft)
    {
        var left = Words(draft).GroupBy(w => w).ToDictionary(g => g.Key, g => g.Count());
        // The words of a placeholder are those of its input's description, once.
        return [.. Words(Yours().Replace(Info().Replace(document, "$1"), "<")).Where(word =>
        {
            var count = left.GetValueOrDefault(word);
            left[word] = count - 1;
            return count <= 0;
        })];
    }

    /// <summary>The lines outside of fences, each as it is written.</summary>
    public static string[] Prose(string text)
    {
        var prose = new List<string>();
        string? fence = null;
        foreach (var line in text.Replace("\r\n", "\n", StringComparison.Ordinal).Split('\n'))
        {
            var mark = Mark().Match(line);
            if (fence is null && mark.Success)
                fence = mark.Groups[1].Value;
            else if (fence is not null && mark.Success && mark.Groups[1].Value.StartsWith(fence, StringComparison.Ordinal))
                fence = null;
            else if (fence is null && line.Trim().Length > 0)
                prose.Add(line.TrimEnd());
        }

        return [.. prose];
    }

    /// <summary>The first line of prose that a draft does not have in its place; null when all of them are there, in their order.</summary>
    public static string? Moved(string document, string draft)
    {
        var (lines, at) = (Prose(draft), 0);
        foreach (var line in Prose(document))
        {
            while (at < lines.Length && lines[at] != line && Id().Replace(lines[at], "") != line)
                at++;
            if (at++ >= lines.Length)
                return line;
        }

        return null;
    }

    private static IEnumerable<string> Words(string text) => Word().Matches(text).Select(m => m.Value.ToUpperInvariant());

    [GeneratedRegex(@"[\p{L}\p{N}]+")]
    private static partial Regex Word();

    /// <summary>What stands behind the mark that opens a fence.</summary>
    [GeneratedRegex(@"^([ \t>]*(?:(?:[-*+]|[0-9]+[.)])[ \t]+)*(?:`{3,}|~{3,}))[^\n`]*$", RegexOptions.Multiline)]
    private static partial Regex Info();

    [GeneratedRegex("<your-")]
    private static partial Regex Yours();

    [GeneratedRegex(@"\A[ \t>]*(?:(?:[-*+]|[0-9]+[.)])[ \t]+)*(`{3,}|~{3,})")]
    private static partial Regex Mark();

    [GeneratedRegex(@" \{#[a-z0-9-]+\}\z")]
    private static partial Regex Id();
}
