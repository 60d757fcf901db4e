using Markdig.Syntax.Inlines;

namespace Dashboard.Core.Runbooks.Reading.Markup;

/// <summary>Where a summary ends; what follows on its line is text of the fold.</summary>
internal sealed class SummaryEndInline : LeafInline;
