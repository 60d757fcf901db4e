using Dashboard.Core.Runbooks.Diagnostics;

namespace Dashboard.Linting;

/// <summary>Something that the linter found, in the runbook itself or in a file that is pinned with it.</summary>
/// <param name="File">The file's path below the runbooks folder, with forward slashes.</param>
/// <param name="Diagnostic">What is wrong there, and what to write instead.</param>
public sealed record LintFinding(string File, Diagnostic Diagnostic);
