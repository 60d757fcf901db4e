namespace Dashboard.Core.Text;

/// <summary>What a text is for, which decides what may stand in it unseen.</summary>
public enum TextUse
{
    /// <summary>Something that runs or is compared byte for byte: scripts, phrases, ids, inputs and their values, pinned files.</summary>
    Code,

    /// <summary>A line for people: titles, names, notes, messages. Any language may stand there; nothing may hide in it.</summary>
    Title,

    /// <summary>Paragraphs for people, in any language, with the joiners, marks and spaces that good typesetting needs.</summary>
    Prose,
}
