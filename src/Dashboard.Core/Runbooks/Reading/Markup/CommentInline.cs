using Markdig.Syntax.Inlines;

namespace Dashboard.Core.Runbooks.Reading.Markup;

/// <summary>An HTML comment in a paragraph. It is not shown.</summary>
internal sealed class CommentInline : LeafInline;
