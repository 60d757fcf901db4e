using System.Collections.Immutable;

namespace Dashboard.Linting.Shell.Syntax;

/// <summary>A part of a word.</summary>
internal abstract record WordPart;

/// <summary>Plain text, as it is written: backslashes, globs and braces still mean something.</summary>
internal sealed record Bare(string Text) : WordPart;

/// <summary><c>'text'</c> or <c>$'text'</c>.</summary>
internal sealed record Quoted(string Text, bool Escapes) : WordPart;

/// <summary><c>"…"</c>.</summary>
internal sealed record DoubleQuoted(ImmutableArray<WordPart> Parts) : WordPart;

/// <summary>How a parameter is expanded.</summary>
internal enum ExpansionKind
{
    /// <summary><c>$x</c>, <c>${x}</c>, <c>${x:?text}</c>: its value.</summary>
    Value,

    /// <summary><c>${x:-word}</c>, <c>${x:=word}</c>.</summary>
    Default,

    /// <summary><c>${x:+word}</c>.</summary>
    Alternative,

    /// <summary><c>${#x}</c>: a number.</summary>
    Length,

    /// <summary><c>${!x}</c>: the value of the variable that is named.</summary>
    Indirect,

    /// <summary><c>${x@P}</c>: its value, and what is substituted in it runs.</summary>
    Prompt,

    /// <summary>Anything that makes a new text of the value: <c>${x#y}</c>, <c>${x/y/z}</c>, <c>${x:1}</c>, <c>${x^^}</c>.</summary>
    Changed,
}

/// <summary><c>$name</c>, <c>${name…}</c>.</summary>
/// <param name="Name">The parameter: a name, a digit, or a special character.</param>
/// <param name="Kind">How it is expanded.</param>
/// <param name="Word">The word of a default or an alternative.</param>
/// <param name="Index">The index: <c>@</c>, <c>*</c> or another text; null for none.</param>
/// <param name="Inner">Other words in it, which are evaluated too.</param>
internal sealed record Parameter(string Name, ExpansionKind Kind, Word? Word, string? Index, ImmutableArray<Word> Inner) : WordPart;

/// <summary><c>$(…)</c> or <c>`…`</c>.</summary>
internal sealed record Substitution(ImmutableArray<Statement> Body) : WordPart;

/// <summary><c>&lt;(…)</c> or <c>&gt;(…)</c>.</summary>
internal sealed record ProcessSubstitution(bool Reads, ImmutableArray<Statement> Body) : WordPart;

/// <summary><c>$((…))</c>: a number. What stands in it is evaluated.</summary>
internal sealed record Arithmetic(ImmutableArray<Word> Inner) : WordPart;

/// <summary><c>@(a|b)</c> and its kin.</summary>
internal sealed record ExtendedGlob : WordPart;
