using System.Collections.Immutable;

namespace Dashboard.Execution.Masking.Tokens;

/// <summary>A part of a rule.</summary>
internal abstract record TokenNode
{
    /// <summary>One byte of a set.</summary>
    public sealed record Set(ByteSet Bytes) : TokenNode;

    /// <summary>One after the other.</summary>
    public sealed record Sequence(ImmutableArray<TokenNode> Parts) : TokenNode;

    /// <summary>One of them, the first that fits.</summary>
    public sealed record Choice(ImmutableArray<TokenNode> Ways) : TokenNode;

    /// <summary>Several times; <see cref="int.MaxValue"/> for as often as may be.</summary>
    public sealed record Repeat(TokenNode Part, int Least, int Most, bool Lazy) : TokenNode;

    /// <summary>What is the secret.</summary>
    public sealed record Secret(TokenNode Part) : TokenNode;

    /// <summary>A place: <c>b</c> a word's edge, <c>B</c> none, <c>$</c> a line's end.</summary>
    public sealed record Place(char Kind) : TokenNode;
}
