using Markdig.Parsers;
using Markdig.Syntax;

namespace Dashboard.Core.Runbooks.Reading.Markup;

/// <summary>
/// What stands between <c>&lt;details&gt;</c> and <c>&lt;/details&gt;</c>: a part of the page that a reader folds and unfolds.
/// </summary>
internal sealed class FoldBlock(BlockParser parser) : ContainerBlock(parser)
{
    /// <summary>Whether the author wrote <c>&lt;details open&gt;</c>.</summary>
    public bool BeginsOpen { get; init; }

    /// <summary>Whether its end was on the line that was read last.</summary>
    public bool HasEnded { get; set; }
}
