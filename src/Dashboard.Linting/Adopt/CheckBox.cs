namespace Dashboard.Linting.Adopt;

/// <summary>A box to tick in a document, such as <c>1. [ ] Tell the desk</c>.</summary>
/// <param name="Line">The line that its text begins on, from 1.</param>
/// <param name="EndLine">The line that its text ends on.</param>
/// <param name="Text">Its text, without marks.</param>
/// <param name="IsTicked">Whether it is ticked already.</param>
/// <param name="HasId">Whether it is a manual step already.</param>
/// <param name="LastLine">The last line of the item, with all that it holds.</param>
/// <param name="Headings">The headings above it.</param>
internal sealed record CheckBox(int Line, int EndLine, string Text, bool IsTicked, bool HasId, int LastLine, HeadingPath Headings);
