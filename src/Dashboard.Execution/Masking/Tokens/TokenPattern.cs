namespace Dashboard.Execution.Masking.Tokens;

/// <summary>
/// A rule, compiled: Pike's simulation of Thompson's automaton (https://swtch.com/~rsc/regexp/regexp2.html), tried at one place of a text.
/// .NET's regular expressions cannot say whether more text would change the answer, and without backtracking cannot be tried at one place
/// only. Its time is linear in what it reads, and it reads no further than <see cref="Longest"/>.
/// </summary>
internal sealed class TokenPattern
{
    /// <summary>No token is longer than this, in bytes.</summary>
    public const int Longest = 8192;

    [ThreadStatic]
    private static TokenThreads? _spare;

    private readonly TokenStep[] _steps;
    private readonly ByteSet[] _sets;
    private readonly int _first;

    /// <summary>Compiles a rule.</summary>
    public TokenPattern(TokenNode rule) => (_steps, _sets, _first) = TokenCompiler.Compile(rule);

    /// <summary>What is found at a place.</summary>
    /// <param name="Secret">The secret; null for none.</param>
    /// <param name="End">Where what it was found in ends.</param>
    /// <param name="Open">Whether more text could change that.</param>
    /// <param name="Read">How many bytes were looked at.</param>
    public readonly record struct Answer(Range? Secret, int End, bool Open, int Read);

    /// <summary>Tries the rule at one place.</summary>
    public Answer Match(ReadOnlySpan<byte> text, int at)
    {
        var threads = _spare ?? new TokenThreads();
        _spare = null;
        threads.Begin(_steps.Length);
        Range? found = null;
        var end = at;
        var open = false;
        Follow(threads, text, at, _first, new(-1, -1), ref open);
        var p = at;
        for (; threads.Next.Count > 0 && p - at <= Longest; p++)
        {
            threads.Turn();
            // An edge of the text is a question only for the threads that got that far.
            var atEnd = p == text.Length;
            foreach (var (step, secret) in threads.Now)
            {
                if (_steps[step].Kind == TokenStepKind.Found)
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
        return new(found, end, open, p - at);
    }

    private void Follow(TokenThreads threads, ReadOnlySpan<byte> text, int p, int step, (int From, int To) secret, ref bool open)
    {
        while (threads.Visit(step))
        {
            var (kind, next, other) = _steps[step];
            switch (kind)
            {
                case TokenStepKind.Found or TokenStepKind.Byte:
                    threads.Next.Add((step, secret));
                    return;
                case TokenStepKind.Either:
                    Follow(threads, text, p, next, secret, ref open);
                    step = other;
                    continue;
                case TokenStepKind.SecretBegins:
                    secret = secret.To < 0 ? (p, -1) : secret;
                    break;
                case TokenStepKind.SecretEnds:
                    secret = secret.To < 0 && secret.From < p ? (secret.From, p) : secret;
                    break;
                case TokenStepKind.LineEnd:
                    open |= p == text.Length;
                    if (p < text.Length && text[p] is not ((byte)'\n' or (byte)'\r'))
                        return;
                    break;
                default:
                    open |= p == text.Length;
                    if (IsEdge(text, p) != (kind == TokenStepKind.Edge))
                        return;
                    break;
            }

            step = next;
        }
    }

    /// <summary>Whether a word begins or ends here.</summary>
    public static bool IsEdge(ReadOnlySpan<byte> text, int p) =>
        (p > 0 && IsWord(text[p - 1]) && !IsEscape(text, p)) != (p < text.Length && IsWord(text[p]));

    /// <summary>
    /// Whether a name may begin here: not in the middle of a run of letters and digits, but for the capital in <c>myToken</c>. The gap
    /// before <c>_</c> is one too.
    /// </summary>
    public static bool IsStart(ReadOnlySpan<byte> text, int p) =>
        p == 0 || !char.IsAsciiLetterOrDigit((char)text[p - 1]) || !char.IsAsciiLetterOrDigit((char)text[p])
        || (char.IsAsciiLetterUpper((char)text[p]) && !char.IsAsciiLetterUpper((char)text[p - 1])) || IsEscape(text, p);

    // The n of a line break in a JSON string is no letter of the word after it.
    private static bool IsEscape(ReadOnlySpan<byte> text, int p) =>
        p > 1 && text[p - 1] is (byte)'n' or (byte)'r' or (byte)'t' && text[p - 2] == '\\';

    private static bool IsWord(byte b) => char.IsAsciiLetterOrDigit((char)b) || b == '_';
}
