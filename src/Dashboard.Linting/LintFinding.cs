using Dashboard.Core.Runbooks.Diagnostics;

namespace Dashboard.Linting;

/// <summary>Something that the linter found, in the runbook itself or in a file that is pinned with it.</summary>
/// <param name="File">The file's path below the runbooks folder, with forward slashes.</param>
/// <param name="Diagnostic">What is wrong there, and what to write instead.</param>
public sealed record LintFinding(string File, Diagnostic Diagnostic)
{
    /// <summary>The step that it is about; null when it is about none alone.</summary>
    public string? StepId { get; init; }

    /// <summary>Why the author of the step accepts it, as the runbook says; null when it stands.</summary>
    public string? Waived { get; init; }

    /// <summary>Whether it keeps a live run from being opened.</summary>
    public bool IsError => Diagnostic.Severity == DiagnosticSeverity.Error && Waived is null;

    /// <summary>Whether it is shown, and keeps nothing from being run.</summary>
    public bool IsWarning => Diagnostic.Severity == DiagnosticSeverity.Warning && Waived is null;

    /// <summary>What was found in a runbook, or in a file that it includes.</summary>
    /// <param name="path">The runbook's path below the runbooks folder.</param>
    /// <param name="diagnostic">What is wrong.</param>
    public static LintFinding Of(string path, Diagnostic diagnostic)
    {
        ArgumentNullException.ThrowIfNull(diagnostic);
        return new(diagnostic.File ?? path, diagnostic);
    }
}
