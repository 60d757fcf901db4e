using AngleSharp.Dom;
using Dashboard.Core.Text;

namespace Dashboard.Shared.Rendering;

/// <summary>
/// Shows hidden characters in prose as <c>Exact</c> shows them elsewhere. The character itself stays in the page, where it has no effect,
/// so that what is copied is what the file holds; what is shown comes from the style sheet.
/// </summary>
internal static class VisibleHtml
{
    /// <summary>The class of an element that shows one character. Elements of a document cannot have it.</summary>
    public const string Css = "cp";

    /// <summary>Replaces a text by itself, with each hidden character shown.</summary>
    public static void Write(IText text)
    {
        var use = text.ParentElement?.Closest("code, pre, kbd") is null ? TextUse.Prose : TextUse.Code;
        var odd = OddCharacters.Find(text.Data, use);
        if (odd.IsEmpty)
            return;
        var (owner, nodes, from) = (text.Owner!, new List<INode>(), 0);
        foreach (var character in odd)
        {
            nodes.Add(owner.CreateTextNode(text.Data[from..character.Index]));
            nodes.Add(Element(owner, character, text.Data.Substring(character.Index, character.Length)));
            from = character.Index + character.Length;
        }

        nodes.Add(owner.CreateTextNode(text.Data[from..]));
        text.Replace([.. nodes]);
    }

    private static IElement Element(IDocument owner, OddCharacter character, string raw)
    {
        var (outer, inner) = (owner.CreateElement("span"), owner.CreateElement("span"));
        outer.ClassName = character.Kind == OddKind.Hidden ? Css : Css + " is-lookalike";
        outer.SetAttribute("data-cp", character.Code);
        outer.SetAttribute("title", character.Words);
        inner.TextContent = raw;
        outer.AppendChild(inner);
        return outer;
    }
}
