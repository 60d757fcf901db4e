namespace Dashboard.Linting.Shell.Syntax;

/// <summary>Why a script cannot be read.</summary>
/// <param name="Line">The line in the script, from 1.</param>
/// <param name="Column">The column, from 1.</param>
/// <param name="Message">The parser's own words.</param>
public sealed record ShellProblem(int Line, int Column, string Message);
