using Markdig.Parsers;
using Markdig.Syntax;

namespace Dashboard.Core.Runbooks.Reading.Markup;

/// <summary>An HTML comment that has its lines for itself. It is not shown, and what stands in it is no step.</summary>
internal sealed class CommentBlock(BlockParser parser) : LeafBlock(parser);
