using Dashboard.Core.Runbooks;
using Dashboard.Core.Runbooks.Diagnostics;
using Dashboard.Core.Runbooks.Reading;
using Dashboard.Core.Text;

namespace Dashboard.Linting.Rules;

/// <summary>
/// Finds what would make a runbook read differently from what it is: hidden characters, lookalikes, and prose that tries to change the
/// page.
/// </summary>
internal static class DeceptionRules
{
    /// <summary>The most findings for one file; a file full of them is one problem.</summary>
    private const int Most = 20;

    private static readonly string[] Scripts = [".sh", ".bash", ".ksh", ".zsh", ".py", ".pl", ".rb", ".js", ".lua", ".php", ".awk", ".sed",
        ".sql"];

    /// <summary>What is wrong.</summary>
    /// <param name="subject">The runbook.</param>
    /// <param name="run">The pinned files that a step runs.</param>
    public static IEnumerable<LintFinding> Check(LintSubject subject, IReadOnlySet<string> run)
    {
        // Each file by itself: what is wrong with one is found in its own lines.
        var alone = subject.Parts.Count == 0 ? subject.Runbook : RunbookParser.Parse(subject.Path, subject.Text);
        foreach (var finding in Markdown(subject.Path, subject.Text, alone)
            .Concat(subject.Parts.SelectMany(p => Markdown(p.Key, p.Value, RunbookParser.Parse(p.Key, p.Value)))))
            yield return finding;
        // Binary files are not checked. A script is: a shell skips the NUL that makes people and tools treat it as binary.
        foreach (var (path, text) in subject.Files.Concat(subject.NotText.Where(f => run.Contains(f.Key) || IsScript(f.Key, f.Value))))
        {
            foreach (var diagnostic in PinnedFile(path, text, run.Contains(path)).Take(Most))
                yield return new(path, diagnostic);
        }
    }

    private static IEnumerable<LintFinding> Markdown(string path, string text, Runbook runbook)
    {
        var lines = new RunbookLines(text, runbook);
        var own = RunbookTexts.Of(runbook).SelectMany(t => Texts(t, lines))
            .Concat(lines.Front.SelectMany(line => OddCharacters.Find(line.Text, TextUse.Title)
                .Select(o => Finding(o, "The front matter", new(line.Number, o.Index + 1)))))
            .DistinctBy(d => (d.Code, d.Line, d.Column)).ToArray();
        var prose = ProseRules.Check(runbook, lines).Where(d => own.All(o => o.Line != d.Line));
        return own.Take(Most).Concat(prose.Take(Most)).Select(d => new LintFinding(path, d));
    }

    private static bool IsScript(string path, string text) =>
        text.StartsWith("#!", StringComparison.Ordinal) || Scripts.Any(s => path.EndsWith(s, StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<Diagnostic> Texts(RunbookText text, RunbookLines lines) =>
        OddCharacters.Find(text.Value, text.Use)
            .Select(o => Finding(o, text.Name, lines.Locate(text.Value.AsSpan(o.Index, o.Length), text.Line)));

    private static IEnumerable<Diagnostic> PinnedFile(string path, string text, bool isRun)
    {
        var use = !isRun && path.EndsWith(".md", StringComparison.OrdinalIgnoreCase) ? TextUse.Prose : TextUse.Code;
        // A byte order mark matters only in a script, where it breaks the first line.
        var start = text.StartsWith('\uFEFF') && !text.AsSpan(1).StartsWith("#!") ? 1 : 0;
        var number = 0;
        foreach (var line in text[start..].Split('\n'))
        {
            number++;
            foreach (var odd in OddCharacters.Find(line.TrimEnd('\r'), use))
                yield return Finding(odd, "The file", new(number, odd.Index + 1));
        }
    }

    private static Diagnostic Finding(OddCharacter odd, string where, (int Line, int Column) at) => odd.Kind == OddKind.Hidden
        ? new(LintCodes.HiddenCharacter, DiagnosticSeverity.Error, at.Line, at.Column,
            $"{where} contains {odd.Code} ({odd.Words}), which is invisible or looks like something else.",
            odd.Words.EndsWith("space", StringComparison.Ordinal) ? "Use an ordinary space."
                : "Delete it; if a script needs it, write it as an escape, such as $'\\u200b'.")
        : new(LintCodes.LookalikeLetter, DiagnosticSeverity.Error, at.Line, at.Column,
            $"{where} contains {odd.Code} ({odd.Words}).", "Retype the word in one alphabet.");
}
