using System.Collections.Immutable;

namespace Dashboard.Linting.Shell.Syntax;

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
internal sealed record Group(GroupKind Kind, ImmutableArray<Word> Words, ImmutableArray<Statement> Body) : ShellCommand
{
    /// <summary>
    /// Whether all but the first part run only when the first one succeeds: <c>x &amp;&amp; y</c>, and <c>if x; then y; fi</c>.
    /// </summary>
    public bool IsConditional { get; init; }
}

/// <summary><c>for NAME in WORDS; do BODY; done</c>; without words, over the positional parameters.</summary>
internal sealed record ForEach(string Name, ImmutableArray<Word>? Words, ImmutableArray<Statement> Body) : ShellCommand;

/// <summary><c>name() { … }</c>.</summary>
internal sealed record Function(string Name, Statement Body) : ShellCommand;

/// <summary><c>export</c>, <c>declare</c>, <c>local</c>, <c>readonly</c>, <c>typeset</c>, <c>nameref</c>.</summary>
internal sealed record Declaration(string Variant, ImmutableArray<Assignment> Assignments, ImmutableArray<Word> Words) : ShellCommand;
