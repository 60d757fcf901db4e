using System.Collections.Immutable;
using Dashboard.Core.Runbooks.Diagnostics;

namespace Dashboard.Linting.Shell.Syntax;

/// <summary>Which shell a script is written for.</summary>
public enum ShellDialect
{
    /// <summary>The shell of POSIX, as <c>sh</c> is on Debian.</summary>
    Posix,

    /// <summary>Bash.</summary>
    Bash,
}

/// <summary>The result of parsing a script: its syntax tree, or an error.</summary>
public sealed record ShellReading
{
    /// <summary>The tree; null if the script cannot be parsed, or shfmt is missing.</summary>
    internal ImmutableArray<Statement>? Statements { get; init; }

    /// <summary>The error; null if there is none.</summary>
    public ShellProblem? Problem { get; init; }

    /// <summary>shfmt is missing.</summary>
    public static ShellReading Unread { get; } = new();
}

/// <summary>Why a script cannot be read.</summary>
/// <param name="Line">The line in the script, from 1.</param>
/// <param name="Column">The column, from 1.</param>
/// <param name="Message">The parser's own words.</param>
public sealed record ShellProblem(int Line, int Column, string Message);

/// <summary>A command with its redirections.</summary>
internal sealed record Statement(ShellCommand? Command, ImmutableArray<Redirect> Redirects, bool Background, SourceLocation At);

/// <summary>What a statement does.</summary>
internal abstract record ShellCommand;

/// <summary>Assignments, then words: <c>A=1 docker ps</c>.</summary>
internal sealed record Call(ImmutableArray<Assignment> Assignments, ImmutableArray<Word> Words) : ShellCommand;

/// <summary><c>x | y</c>.</summary>
internal sealed record Pipe(Statement From, Statement To) : ShellCommand;

/// <summary>How the parts of a <see cref="Group"/> run.</summary>
internal enum GroupKind
{
    /// <summary>One after the other: <c>{ … }</c>, <c>[[ … ]]</c>, <c>(( … ))</c>.</summary>
    Plain,

    /// <summary>Some of them, or none: <c>if</c>, <c>case</c>, <c>&amp;&amp;</c>, <c>||</c>.</summary>
    Branch,

    /// <summary>Again and again: <c>while</c>, <c>until</c>, <c>for ((…))</c>.</summary>
    Loop,

    /// <summary>In a shell of their own: <c>( … )</c>.</summary>
    Subshell,

    /// <summary>In a shell of their own that reads what the script sends it: <c>coproc</c>.</summary>
    Coprocess,
}

/// <summary>Whatever runs some of its parts in this shell or a subshell.</summary>
/// <param name="Kind">How they run.</param>
/// <param name="Words">Words that are only evaluated.</param>
/// <param name="Body">What may run.</param>
internal sealed record Group(GroupKind Kind, ImmutableArray<Word> Words, ImmutableArray<Statement> Body) : ShellCommand;

/// <summary><c>for NAME in WORDS; do BODY; done</c>; without words, over the positional parameters.</summary>
internal sealed record ForEach(string Name, ImmutableArray<Word>? Words, ImmutableArray<Statement> Body) : ShellCommand;

/// <summary><c>name() { … }</c>.</summary>
internal sealed record Function(string Name, Statement Body) : ShellCommand;

/// <summary><c>export</c>, <c>declare</c>, <c>local</c>, <c>readonly</c>, <c>typeset</c>, <c>nameref</c>.</summary>
internal sealed record Declaration(string Variant, ImmutableArray<Assignment> Assignments, ImmutableArray<Word> Words) : ShellCommand;

/// <summary><c>NAME=VALUE</c>, <c>NAME+=VALUE</c>, <c>NAME=(…)</c>, <c>NAME[i]=VALUE</c>.</summary>
/// <param name="Name">The variable.</param>
/// <param name="Append">Whether it adds to what is there.</param>
/// <param name="Value">The value; null for none.</param>
/// <param name="Elements">The elements of an array; null when it is none.</param>
/// <param name="Indexed">Whether one element of an array is set.</param>
/// <param name="Inner">The words in subscripts, which are evaluated too.</param>
internal sealed record Assignment(string Name, bool Append, Word? Value, ImmutableArray<Word>? Elements, bool Indexed,
    ImmutableArray<Word> Inner);

/// <summary>How a redirection works.</summary>
internal enum RedirectKind
{
    /// <summary><c>&lt;</c></summary>
    Input,

    /// <summary><c>&gt;</c>, <c>&gt;&gt;</c>, <c>&gt;|</c></summary>
    Output,

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

/// <summary>A word, made of parts that stand together.</summary>
internal sealed record Word(ImmutableArray<WordPart> Parts)
{
    /// <summary>The empty word.</summary>
    public static Word Empty { get; } = new([]);
}

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
