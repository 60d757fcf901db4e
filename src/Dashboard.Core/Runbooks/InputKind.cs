using System.Diagnostics.CodeAnalysis;

namespace Dashboard.Core.Runbooks;

/// <summary>What kind of value an input has. The names are the words of the format.</summary>
[SuppressMessage("Naming", "CA1720:Identifier contains type name", Justification = "`integer` is a word of the format.")]
public enum InputKind
{
    /// <summary>Any text.</summary>
    Text,

    /// <summary>One of the input's options.</summary>
    Choice,

    /// <summary>Several values without white space or commas in them; steps get them with a space between two.</summary>
    List,

    /// <summary>A whole number, such as <c>-3</c>.</summary>
    Integer,

    /// <summary><c>true</c> or <c>false</c>; <c>false</c> when nothing was said.</summary>
    Boolean,

    /// <summary>A text that is masked in all output, kept in memory alone, and asked for again after a restart of the server.</summary>
    Secret,

    /// <summary>An absolute path.</summary>
    Path,
}
