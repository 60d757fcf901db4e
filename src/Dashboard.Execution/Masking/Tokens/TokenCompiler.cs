namespace Dashboard.Execution.Masking.Tokens;

/// <summary>What a step of a compiled rule asks of the text.</summary>
internal enum TokenStepKind : byte
{
    /// <summary>The rule has matched.</summary>
    Found,

    /// <summary>A byte of a set.</summary>
    Byte,

    /// <summary>One of two ways, the first one preferred.</summary>
    Either,

    /// <summary>The secret begins here.</summary>
    SecretBegins,

    /// <summary>The secret ends here.</summary>
    SecretEnds,

    /// <summary>A word's edge.</summary>
    Edge,

    /// <summary>No word's edge.</summary>
    NoEdge,

    /// <summary>A line's end.</summary>
    LineEnd,
}

/// <summary>A step of a compiled rule.</summary>
/// <param name="Kind">What it asks.</param>
/// <param name="Next">The step after it.</param>
/// <param name="Other">The other way, or which set.</param>
internal readonly record struct TokenStep(TokenStepKind Kind, int Next, int Other);

/// <summary>Compiles a rule: Thompson's construction.</summary>
internal sealed class TokenCompiler
{
    private readonly List<TokenStep> _steps = [new(TokenStepKind.Found, 0, 0)];
    private readonly List<ByteSet> _sets = [];

    /// <summary>Compiles a rule.</summary>
    /// <returns>The steps, the sets they name, and the first step.</returns>
    public static (TokenStep[] Steps, ByteSet[] Sets, int First) Compile(TokenNode rule)
    {
        var compiler = new TokenCompiler();
        var first = compiler.Compile(rule, 0);
        return ([.. compiler._steps], [.. compiler._sets], first);
    }

    // From the end to the beginning: each part is told what comes after it.
    private int Compile(TokenNode node, int next)
    {
        switch (node)
        {
            case TokenNode.Set set:
                var same = _sets.FindIndex(s => s.Members.AsSpan().SequenceEqual(set.Bytes.Members));
                if (same < 0)
                    _sets.Add(set.Bytes);
                return Add(new(TokenStepKind.Byte, next, same < 0 ? _sets.Count - 1 : same));
            case TokenNode.Sequence sequence:
                return sequence.Parts.Reverse().Aggregate(next, (after, part) => Compile(part, after));
            case TokenNode.Choice choice:
                return choice.Ways.Select(way => Compile(way, next)).Reverse()
                    .Aggregate((after, way) => Add(new(TokenStepKind.Either, way, after)));
            case TokenNode.Secret secret:
                return Add(new(TokenStepKind.SecretBegins, Compile(secret.Part, Add(new(TokenStepKind.SecretEnds, next, 0))), 0));
            case TokenNode.Place place:
                var kind = place.Kind switch { 'b' => TokenStepKind.Edge, 'B' => TokenStepKind.NoEdge, _ => TokenStepKind.LineEnd };
                return Add(new(kind, next, 0));
            case TokenNode.Repeat repeat:
                return Compile(repeat, next);
            default:
                throw new ArgumentException(node.ToString(), nameof(node));
        }
    }

    private int Compile(TokenNode.Repeat repeat, int next)
    {
        var first = next;
        if (repeat.Most == int.MaxValue)
        {
            first = Add(default);
            var again = Compile(repeat.Part, first);
            _steps[first] = repeat.Lazy ? new(TokenStepKind.Either, next, again) : new(TokenStepKind.Either, again, next);
        }

        for (var n = repeat.Least; repeat.Most != int.MaxValue && n < repeat.Most; n++)
        {
            var again = Compile(repeat.Part, first);
            first = Add(repeat.Lazy ? new(TokenStepKind.Either, next, again) : new(TokenStepKind.Either, again, next));
        }

        for (var n = 0; n < repeat.Least; n++)
            first = Compile(repeat.Part, first);
        return first;
    }

    private int Add(TokenStep step)
    {
        _steps.Add(step);
        return _steps.Count - 1;
    }
}
