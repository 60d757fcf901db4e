namespace Dashboard.Core.Runbooks.Diagnostics;

/// <summary>How bad a finding is.</summary>
public enum DiagnosticSeverity
{
    /// <summary>Shown and recorded; the runbook runs.</summary>
    Warning,

    /// <summary>The runbook does not run.</summary>
    Error,
}

/// <summary>Something wrong with a runbook, and what to write instead.</summary>
/// <param name="Code">A stable code, such as <c>RB012</c>.</param>
/// <param name="Severity">Whether it keeps the runbook from being run.</param>
/// <param name="Line">The line in the file, from 1.</param>
/// <param name="Column">The column in that line, from 1.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Remedy">What to write instead.</param>
public sealed record Diagnostic(
    string Code, DiagnosticSeverity Severity, int Line, int Column, string Message, string Remedy)
{
    /// <summary>
    /// The included file that it stands in, as a path below the runbooks folder; null when it stands in the file that was read.
    /// </summary>
    public string? File { get; init; }
}
