using Dashboard.Core.Runbooks.Diagnostics;

namespace Dashboard.Linting.Shell.Syntax;

/// <summary>How a redirection works.</summary>
internal enum RedirectKind
{
    /// <summary><c>&lt;</c></summary>
    Input,

    /// <summary><c>&gt;</c>, <c>&gt;|</c></summary>
    Output,

    /// <summary><c>&gt;&gt;</c></summary>
    Append,

    /// <summary><c>&amp;&gt;</c>, <c>&amp;&gt;&gt;</c></summary>
    OutputAndErrors,

    /// <summary><c>&lt;&gt;</c></summary>
    Both,

    /// <summary><c>&gt;&amp;</c>: another descriptor, or (in Bash) a file.</summary>
    Duplicate,

    /// <summary><c>&lt;&amp;</c>: another descriptor.</summary>
    DuplicateInput,

    /// <summary><c>&lt;&lt;</c>, <c>&lt;&lt;-</c></summary>
    HereDocument,

    /// <summary><c>&lt;&lt;&lt;</c></summary>
    HereString,
}

/// <summary>A redirection.</summary>
/// <param name="Kind">How it works.</param>
/// <param name="Descriptor">Which descriptor is redirected: a number, or <c>{name}</c>; null for the usual one.</param>
/// <param name="Word">The file, the descriptor, or the text of a here-document or here-string.</param>
/// <param name="At">Its location.</param>
internal sealed record Redirect(RedirectKind Kind, string? Descriptor, Word Word, SourceLocation At);
