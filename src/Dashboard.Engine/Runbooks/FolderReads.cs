using Dashboard.Core.Runbooks;

namespace Dashboard.Engine.Runbooks;

/// <summary>What a runbook asks of the folder around it while its text is read.</summary>
/// <param name="FileProblem">Says what is wrong with a path below the runbooks folder; null when nothing is.</param>
/// <param name="Part">Gives the text of a file that the runbook includes.</param>
internal sealed record FolderReads(Func<string, string?> FileProblem, Func<string, PartText> Part);
