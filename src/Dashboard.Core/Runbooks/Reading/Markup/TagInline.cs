using Markdig.Syntax.Inlines;

namespace Dashboard.Core.Runbooks.Reading.Markup;

/// <summary>One of the few tags that an author may write: <c>&lt;kbd&gt;</c>, <c>&lt;/kbd&gt;</c>, <c>&lt;br&gt;</c>.</summary>
/// <param name="name">Its name in small letters.</param>
/// <param name="isEnd">Whether it ends an element.</param>
internal sealed class TagInline(string name, bool isEnd) : LeafInline
{
    /// <summary>Whether a new line begins here.</summary>
    public bool IsBreak => name == "br";

    /// <summary>The tag as it is shown.</summary>
    public string Html => isEnd ? $"</{name}>" : IsBreak ? "<br />" : $"<{name}>";
}
