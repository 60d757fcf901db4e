using Dashboard.Core.Runbooks;
using Dashboard.Linting;
using Dashboard.Linting.Shell.Syntax;

namespace Dashboard.Engine.Linting;

/// <summary>A script that belongs to a runbook: the body of a step, or a pinned file.</summary>
/// <param name="File">The file it stands in, as a path below the runbooks folder.</param>
/// <param name="LinesBefore">How many lines of that file stand before it.</param>
/// <param name="Text">The script.</param>
/// <param name="Dialect">What it is written for.</param>
/// <param name="StepId">The step whose body it is; null for a pinned file.</param>
internal sealed record LintScript(string File, int LinesBefore, string Text, ShellDialect Dialect, string? StepId = null)
{
    /// <summary>All scripts of a runbook.</summary>
    public static IEnumerable<LintScript> Of(LintSubject subject)
    {
        foreach (var step in subject.Runbook.Steps.Where(s => ScriptLanguage.IsShell(s.Language)))
        {
            // Steps run with -e and -u, as ScriptRunner starts them, unless they say otherwise: a first line says so, and moves all others
            // down by one.
            var dialect = step.Language == "sh" ? ShellDialect.Posix : ShellDialect.Bash;
            var first = $"#!/bin/{step.Language}{(step.Lenient ? "" : " -eu")}";
            yield return new(step.Part ?? subject.Path, step.Line - 1, $"{first}\n{step.Body}", dialect, step.Id);
        }

        foreach (var (path, text) in subject.Files)
        {
            if (DialectOf(path, text) is { } dialect)
                yield return new(path, 0, text, dialect);
        }
    }

    /// <summary>The shell that a file is written for, by its first line or its name; null when it is no shell script.</summary>
    private static ShellDialect? DialectOf(string path, string text)
    {
        var first = text.AsSpan(0, text.IndexOf('\n', StringComparison.Ordinal) is var end and >= 0 ? end : text.Length).TrimEnd();
        if (first.StartsWith("#!"))
            return first.Contains("bash", StringComparison.Ordinal) ? ShellDialect.Bash : first.EndsWith("sh") ? ShellDialect.Posix : null;
        return path.EndsWith(".sh", StringComparison.Ordinal) ? ShellDialect.Bash : null;
    }
}
