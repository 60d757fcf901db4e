using System.Collections.Immutable;

namespace Dashboard.Linting.Shell.Syntax;

/// <summary>A word, made of parts that stand together.</summary>
internal sealed record Word(ImmutableArray<WordPart> Parts)
{
    /// <summary>The empty word.</summary>
    public static Word Empty { get; } = new([]);
}
