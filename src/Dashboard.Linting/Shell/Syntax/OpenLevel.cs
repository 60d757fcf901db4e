namespace Dashboard.Linting.Shell.Syntax;

/// <summary>What kind of thing is open in a script.</summary>
internal enum LevelKind
{
    /// <summary><c>(</c> of a subshell, a function, a list or a pattern.</summary>
    Paren,

    /// <summary><c>$(</c>, <c>&lt;(</c> and <c>&gt;(</c>.</summary>
    Substitution,

    /// <summary><c>`</c>.</summary>
    Backtick,

    /// <summary><c>${</c>.</summary>
    Parameter,

    /// <summary><c>"</c>.</summary>
    Double,

    /// <summary>The text of a here-document.</summary>
    Document,

    /// <summary><c>{</c>. From here on, no kind is a bracket that ends what stands in it.</summary>
    Brace,

    /// <summary><c>if</c>.</summary>
    If,

    /// <summary><c>while</c>, <c>until</c>, <c>for</c>, <c>select</c>.</summary>
    Loop,

    /// <summary><c>case</c>.</summary>
    Case,
}

/// <summary>Where in a <c>case</c> a script is.</summary>
internal enum CasePart
{
    /// <summary>Before <c>in</c>.</summary>
    Subject,

    /// <summary>Before <c>)</c>.</summary>
    Pattern,

    /// <summary>Before <c>;;</c>.</summary>
    Body,
}

/// <summary>Something that is open, and what stands in it that is deep without a bracket.</summary>
/// <param name="kind">What kind of thing it is.</param>
internal sealed class OpenLevel(LevelKind kind)
{
    /// <summary>What kind of thing it is.</summary>
    public LevelKind Kind => kind;

    /// <summary>Whether it is perhaps a sum.</summary>
    public bool Arithmetic { get; init; }

    /// <summary>Whether it stands in double quotes, at some distance.</summary>
    public bool InDouble { get; init; }

    /// <summary>Whether it is the list of an array.</summary>
    public bool List { get; init; }

    /// <summary>Whether it is an extended pattern.</summary>
    public bool Pattern { get; init; }

    /// <summary>How many <c>elif</c> it has: each is one level down.</summary>
    public int Further { get; set; }

    /// <summary>How many <c>&amp;&amp;</c>, <c>|</c> and <c>!</c> stand in a row.</summary>
    public int Links { get; set; }

    /// <summary>How many <c>[</c> are open.</summary>
    public int Square { get; set; }

    /// <summary>How many <c>{</c> of words are open.</summary>
    public int Curly { get; set; }

    /// <summary>Where in a <c>case</c> the script is.</summary>
    public CasePart Part { get; set; }

    /// <summary>How many words a <c>case</c> has.</summary>
    public int Words { get; set; }
}
