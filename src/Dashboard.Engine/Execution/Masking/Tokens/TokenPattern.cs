namespace Dashboard.Engine.Execution.Masking.Tokens;

/// <summary>
/// A rule, compiled: Pike's simulation of Thompson's automaton (https://swtch.com/~rsc/regexp/regexp2.html), tried at one place of a text. .NET's regular expressions
/// cannot say whether more text would change the answer, and without backtracking cannot be tried at one place only. Its time is linear in what it reads, and it reads no further than
/// <see cref="Longest"/>.
/// </summary>
internal sealed class TokenPattern
{
    /// <summary>No token is longer than this, in bytes.</summary>
    public const int Longest = 8192;

    [ThreadStatic]
    private static Threads? _spare;

    private readonly List<Step> _steps = [new(Kind.Found, 0, 0)];
    private readonly List<ByteSet> _sets = [];
    private readonly int _first;

    /// <summary>Compiles a rule.</summary>
    public TokenPattern(TokenNode rule) => _first = Compile(rule, 0);

    private enum Kind : byte
    {
        Found,
        Byte,
        Either,
        SecretBegins,
        SecretEnds,
        Edge,
        NoEdge,
        LineEnd,
    }

    /// <summary>What is found at a place.</summary>
    /// <param name="Secret">The secret; null for none.</param>
    /// <param name="End">Where what it was found in ends.</param>
    /// <param name="Open">Whether more text could change that.</param>
    public readonly record struct Answer(Range? Secret, int End, bool Open);

    /// <summary>Tries the rule at one place.</summary>
    public Answer Match(ReadOnlySpan<byte> text, int at)
    {
        var threads = _spare ?? new();
        _spare = null;
        threads.Begin(_steps.Count);
        Range? found = null;
        var end = at;
        var open = false;
        Follow(threads, text, at, _first, new(-1, -1), ref open);
        for (var p = at; threads.Next.Count > 0 && p - at <= Longest; p++)
        {
            threads.Turn();
            // An edge of the text is a question only for the threads that got that far.
            var atEnd = p == text.Length;
            foreach (var (step, secret) in threads.Now)
            {
                if (_steps[step].Kind == Kind.Found)
                {
                    (found, end) = (secret.To < 0 ? at..p : secret.From..secret.To, p);
                    break;
                }

                if (atEnd)
                    open = true;
                else if (_sets[_steps[step].Other][text[p]])
                    Follow(threads, text, p + 1, _steps[step].Next, secret, ref open);
            }

            if (atEnd)
                break;
        }

        _spare = threads;
        return new(found, end, open);
    }

    private void Follow(Threads threads, ReadOnlySpan<byte> text, int p, int step, (int From, int To) secret, ref bool open)
    {
        while (threads.Visit(step))
        {
            var (kind, next, other) = _steps[step];
            switch (kind)
            {
                case Kind.Found or Kind.Byte:
                    threads.Next.Add((step, secret));
                    return;
                case Kind.Either:
                    Follow(threads, text, p, next, secret, ref open);
                    step = other;
                    continue;
                case Kind.SecretBegins:
                    secret = secret.To < 0 ? (p, -1) : secret;
                    break;
                case Kind.SecretEnds:
                    secret = secret.To < 0 && secret.From < p ? (secret.From, p) : secret;
                    break;
                case Kind.LineEnd:
                    open |= p == text.Length;
                    if (p < text.Length && text[p] is not ((byte)'\n' or (byte)'\r'))
                        return;
                    break;
                default:
                    open |= p == text.Length;
                    if (IsEdge(text, p) != (kind == Kind.Edge))
                        return;
                    break;
            }

            step = next;
        }
    }

    /// <summary>Whether a word begins or ends here.</summary>
    public static bool IsEdge(ReadOnlySpan<byte> text, int p) =>
        (p > 0 && IsWord(text[p - 1]) && !IsEscape(text, p)) != (p < text.Length && IsWord(text[p]));

    /// <summary>Whether a name may begin here: not in the middle of a run of letters and digits, but for the capital in <c>myToken</c>. The gap before <c>_</c> is one too.</summary>
    public static bool IsStart(ReadOnlySpan<byte> text, int p) =>
        p == 0 || !char.IsAsciiLetterOrDigit((char)text[p - 1]) || !char.IsAsciiLetterOrDigit((char)text[p])
        || (char.IsAsciiLetterUpper((char)text[p]) && !char.IsAsciiLetterUpper((char)text[p - 1])) || IsEscape(text, p);

    // The n of a line break in a JSON string is no letter of the word after it.
    private static bool IsEscape(ReadOnlySpan<byte> text, int p) => p > 1 && text[p - 1] is (byte)'n' or (byte)'r' or (byte)'t' && text[p - 2] == '\\';

    private static bool IsWord(byte b) => char.IsAsciiLetterOrDigit((char)b) || b == '_';

    // From the end to the beginning: each part is told what comes after it.
    private int Compile(TokenNode node, int next)
    {
        switch (node)
        {
            case TokenNode.Set set:
                var same = _sets.FindIndex(s => s.Members.AsSpan().SequenceEqual(set.Bytes.Members));
                if (same < 0)
                    _sets.Add(set.Bytes);
                return Add(new(Kind.Byte, next, same < 0 ? _sets.Count - 1 : same));
            case TokenNode.Sequence sequence:
                return sequence.Parts.Reverse().Aggregate(next, (after, part) => Compile(part, after));
            case TokenNode.Choice choice:
                return choice.Ways.Select(way => Compile(way, next)).Reverse().Aggregate((after, way) => Add(new(Kind.Either, way, after)));
            case TokenNode.Secret secret:
                return Add(new(Kind.SecretBegins, Compile(secret.Part, Add(new(Kind.SecretEnds, next, 0))), 0));
            case TokenNode.Place place:
                return Add(new(place.Kind switch { 'b' => Kind.Edge, 'B' => Kind.NoEdge, _ => Kind.LineEnd }, next, 0));
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
            _steps[first] = repeat.Lazy ? new(Kind.Either, next, again) : new(Kind.Either, again, next);
        }

        for (var n = repeat.Least; repeat.Most != int.MaxValue && n < repeat.Most; n++)
        {
            var again = Compile(repeat.Part, first);
            first = Add(repeat.Lazy ? new(Kind.Either, next, again) : new(Kind.Either, again, next));
        }

        for (var n = 0; n < repeat.Least; n++)
            first = Compile(repeat.Part, first);
        return first;
    }

    private int Add(Step step)
    {
        _steps.Add(step);
        return _steps.Count - 1;
    }

    private readonly record struct Step(Kind Kind, int Next, int Other);

    /// <summary>Where the automaton is, in order of preference, and where it is after the next byte.</summary>
    private sealed class Threads
    {
        private int[] _visited = [];
        private int _round;

        public List<(int Step, (int From, int To) Secret)> Now { get; private set; } = [];

        public List<(int Step, (int From, int To) Secret)> Next { get; private set; } = [];

        public void Begin(int steps)
        {
            if (_visited.Length < steps)
                Array.Resize(ref _visited, steps);
            Next.Clear();
            NextRound();
        }

        public void Turn()
        {
            (Now, Next) = (Next, Now);
            Next.Clear();
            NextRound();
        }

        public bool Visit(int step)
        {
            if (_visited[step] == _round)
                return false;
            _visited[step] = _round;
            return true;
        }

        private void NextRound()
        {
            if (++_round < int.MaxValue)
                return;
            Array.Clear(_visited);
            _round = 1;
        }
    }
}
