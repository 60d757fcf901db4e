using Markdig.Syntax;

namespace Dashboard.Core.Runbooks.Reading;

/// <summary>
/// What a runbook takes from a file that it includes: a document of its own, so that nothing in it reaches beyond its end.
/// </summary>
/// <param name="Path">The file's path below the runbooks folder.</param>
/// <param name="Prefix">What the ids of its steps, and the anchors of its headings, begin with.</param>
/// <param name="Section">The text of the heading that includes it.</param>
/// <param name="Source">The file.</param>
/// <param name="Tree">What is included of it.</param>
/// <param name="Lead">The heading that it begins with, which gives way to the including one; null when it begins with none.</param>
internal sealed record PartDocument(
    string Path, string Prefix, string Section, SourceText Source, MarkdownDocument Tree, HeadingBlock? Lead);
