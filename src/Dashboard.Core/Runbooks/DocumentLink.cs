namespace Dashboard.Core.Runbooks;

/// <summary>A link of a runbook's text to a heading of it, or to another file of the runbooks folder.</summary>
/// <param name="Path">The file below the runbooks folder, with forward slashes; empty for this one, null when it leaves the folder.</param>
/// <param name="Anchor">The heading's anchor, not encoded; null when it names none.</param>
/// <param name="Address">The address as it is written.</param>
/// <param name="Line">The line it stands on, from 1.</param>
/// <param name="Column">The column it begins at, from 1.</param>
public sealed record DocumentLink(string? Path, string? Anchor, string Address, int Line, int Column)
{
    /// <summary>The included file that it stands in, as a path below the runbooks folder; null for the runbook itself.</summary>
    public string? Part { get; init; }
}
