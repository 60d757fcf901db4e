namespace Dashboard.Execution.Masking.Decoding;

/// <summary>Which escapes are undone together.</summary>
internal enum EscapeKind
{
    /// <summary>All but the others.</summary>
    Usual,

    /// <summary>The same, and a plus is a space.</summary>
    Form,

    /// <summary>
    /// The usual ones, and <c>\xe9</c> is a character and no byte, as Python's <c>ascii()</c> writes it beside <c>\u043f</c>.
    /// </summary>
    Characters,

    /// <summary>Those of quoted-printable alone: an equals sign is too common to be read with the others.</summary>
    QuotedPrintable,
}
