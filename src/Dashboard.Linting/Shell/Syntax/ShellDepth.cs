using System.Buffers;

namespace Dashboard.Linting.Shell.Syntax;

/// <summary>
/// Walks over a script as a shell's lexer does, and counts what is open. A level ends only where every reader of shell takes it for ended: a word
/// such as <c>fi</c> where a command begins, a bracket outside of quotes. Where readers differ, or one would have to know more to tell, it gives up
/// telling ends from anything else: from there on, all that could begin a level counts, and nothing ends one.
/// </summary>
internal sealed class ShellDepth(string text)
{
    private static readonly SearchValues<char> Counting = SearchValues.Create("}\"`$\\\n"), Signs = SearchValues.Create("+-*/%<>=&|^~?:,!");

    private readonly List<Frame> _open = [new(Kind.Paren)];
    private readonly Queue<Document> _documents = new();
    private int _at, _total, _ticks, _documentEnd = int.MaxValue, _documentAfter;
    private Place _place = Place.Command;
    private bool _wordStart = true, _target, _linked, _function;

    private enum Kind
    {
        // ( of a subshell, a function, a list or a pattern; $( and <( in Substitution.
        Paren,
        Substitution,
        Backtick,
        Parameter,
        Double,
        Document,
        Brace,
        If,
        Loop,
        Case,
    }

    /// <summary>Whether a word here is a command's first, and so can be a reserved one.</summary>
    private enum Place
    {
        Argument,

        // After a redirection: some readers take a reserved word here for one. It may begin a level, and ends none.
        Perhaps,
        Command,
    }

    private Frame Top => _open[^1];

    /// <summary>Whether more levels are open somewhere than these.</summary>
    public bool Exceeds(int most)
    {
        while (_at < text.Length)
        {
            var sure = _at >= _documentEnd ? EndDocument() : Top.Kind switch
            {
                Kind.Double or Kind.Document => Quoted(),
                Kind.Parameter => Parameter(),
                _ => Code(),
            };
            if (!sure)
                return _total + ShellNesting.Openers(text, _at) > most;
            if (_total > most)
                return true;
        }

        return false;
    }

    private bool Quoted()
    {
        switch (text[_at])
        {
            case '\\':
                return Escape();
            case '"' when Top.Kind == Kind.Double:
                CloseTo(_open.Count - 1);
                return Word();
            case '$':
                return Dollar();
            case '`':
                return Tick();
            case '\n' when _documents.Count > 0:
                return false;
            default:
                _at++;
                return true;
        }
    }

    private bool Parameter()
    {
        switch (text[_at])
        {
            case '}':
                CloseTo(_open.Count - 1);
                return Word();
            case '\\':
                return Escape();
            case '\'' when Top.InDouble:
                // In double quotes, an apostrophe begins a quotation before some operators and not before others. It is all the same when nothing in it counts.
                var end = text.IndexOf('\'', _at + 1);
                if (end < 0 || text.AsSpan(_at + 1, end - _at - 1).ContainsAny(Counting))
                    return false;
                _at = end + 1;
                return true;
            case '\'':
                return Apostrophe();
            case '"':
                Open(new(Kind.Double));
                return true;
            case '$':
                return Dollar();
            case '`':
                return Tick();
            case '\n' when _documents.Count > 0:
                return false;
            case '+' or '-' or '~' or '!':
                // The place of a part is a sum, too.
                Link();
                _at++;
                return true;
            default:
                _at++;
                return true;
        }
    }

    private bool Code()
    {
        var c = text[_at];
        switch (c)
        {
            case ' ' or '\t':
                _wordStart = true;
                _at++;
                return true;
            case '\r' when Next == '\n':
                _at++;
                return true;
            case '\n':
                _at++;
                Separate(keepLinks: _linked);
                return NextDocument();
            case ';':
                return Semicolon();
            case '&' or '|':
                return Operator(c);
            case '<' or '>':
                return Redirection(c);
            case '(':
                return Parenthesis();
            case ')':
                return EndParenthesis();
            case '#' when _wordStart:
                return Comment();
            case '\\':
                return Escape();
            case '\'':
                return Apostrophe();
            case '"':
                Begin();
                Open(new(Kind.Double));
                return true;
            case '$':
                Begin();
                return Dollar();
            case '`':
                return Tick();
            case '[':
                Begin();
                Top.Square++;
                _total++;
                _at++;
                return true;
            case ']':
                Begin();
                if (Top.Square > 0)
                    (Top.Square, _total) = (Top.Square - 1, _total - 1);
                _at++;
                // The end of a condition, perhaps; and then of a command.
                if (_at > 1 && text[_at - 2] == ']')
                    _place = Place.Perhaps;
                return true;
            case '{' or '}':
                return Brace(c);
            case '!' when _wordStart && IsBlank(Next):
                _at++;
                Link();
                return true;
            default:
                if (_wordStart && char.IsAsciiLetter(c))
                    return Letters();
                Begin();
                _at++;
                // Signs before signs, conditions in conditions: a sum is deep without a bracket.
                if ((Top.Arithmetic || Top.Square > 0) && Signs.Contains(c))
                    Link();
                return true;
        }
    }

    private char Next => At(_at + 1);

    private char At(int at) => at >= 0 && at < text.Length ? text[at] : '\0';

    private bool Letters()
    {
        var end = _at;
        while (char.IsAsciiLetter(At(end)))
            end++;
        var word = text.AsSpan(_at, end - _at);
        var broken = At(end) == '\\' && At(end + 1) == '\n';
        var whole = end == text.Length || broken || IsBoundary(text[end]);
        if (!whole || _target || !Reserved(word, sure: _place == Place.Command && !broken))
            Begin();
        _wordStart = false;
        _at = end;
        return true;
    }

    // Whether a word was taken for a reserved one.
    private bool Reserved(ReadOnlySpan<char> word, bool sure)
    {
        if (Top is { Kind: Kind.Case, Part: CasePart.Subject })
        {
            if (Top.Words == 0 || word is not "in")
                return false;
            (Top.Part, _place) = (CasePart.Pattern, Place.Command);
            return true;
        }

        if (Top is { Kind: Kind.Case, Part: CasePart.Pattern })
            return word is "esac" && sure && End(Kind.Case);
        if (_place == Place.Argument)
            return false;
        switch (word)
        {
            case "if":
                return OpenWord(Kind.If, Place.Command);
            case "while" or "until":
                return OpenWord(Kind.Loop, Place.Command);
            case "for" or "select":
                return OpenWord(Kind.Loop, Place.Argument);
            case "case":
                return OpenWord(Kind.Case, Place.Argument);
            case "elif":
                // It stands in what comes otherwise, one level down each time.
                if (Find(Kind.If) is var at and >= 0)
                    (_open[at].Further, _total) = (_open[at].Further + 1, _total + 1);
                _place = Place.Command;
                return true;
            case "then" or "else" or "do" or "time" or "coproc":
                _place = Place.Command;
                return true;
            case "fi":
                return sure && End(Kind.If);
            case "done":
                return sure && End(Kind.Loop);
            case "esac":
                return sure && End(Kind.Case);
            case "function":
                (_function, _place) = (true, Place.Argument);
                return true;
            default:
                return false;
        }
    }

    private bool OpenWord(Kind kind, Place place)
    {
        Open(new(kind), length: 0);
        _place = place;
        return true;
    }

    private bool End(Kind kind)
    {
        if (Find(kind) is var at and >= 0)
            CloseTo(at, length: 0);
        _place = Place.Command;
        return true;
    }

    // The innermost of a kind, inside of the brackets that are open: no word ends what stands outside of them.
    private int Find(Kind kind)
    {
        for (var i = _open.Count - 1; i > 0 && (_open[i].Kind == kind || _open[i].Kind >= Kind.Brace); i--)
        {
            if (_open[i].Kind == kind)
                return i;
        }

        return -1;
    }

    private bool Brace(char c)
    {
        if (c == '{' && _wordStart && IsBlank(Next) && !_target)
        {
            var place = _place != Place.Argument || _function ? Place.Command : Place.Argument;
            Open(new(Kind.Brace));
            (_place, _wordStart, _function) = (place, true, false);
            return true;
        }

        if (c == '}' && _wordStart && _place == Place.Command && !_target && (IsBoundary(Next) || Next == '\0') && Find(Kind.Brace) is var at and >= 0)
        {
            CloseTo(at);
            (_place, _wordStart) = (Place.Command, false);
            return true;
        }

        Begin();
        _at++;
        if (c == '{')
            (Top.Curly, _total) = (Top.Curly + 1, _total + 1);
        else if (Top.Curly > 0)
            (Top.Curly, _total) = (Top.Curly - 1, _total - 1);
        return true;
    }

    private bool Semicolon()
    {
        var end = Next is ';' or '&';
        _at += end ? At(_at + 1) == ';' && At(_at + 2) == '&' ? 3 : 2 : 1;
        Separate(keepLinks: false);
        if (end && Top.Kind == Kind.Case)
            Top.Part = CasePart.Pattern;
        return true;
    }

    private bool Operator(char c)
    {
        var (twice, redirects) = (Next == c, c == '&' && Next == '>');
        if (redirects)
        {
            _at++;
            return true;
        }

        if (Top is { Kind: Kind.Case, Part: CasePart.Pattern } or { Pattern: true })
        {
            (_place, _wordStart) = (Place.Argument, true);
            _at++;
            return true;
        }

        _at += twice || (c == '|' && Next == '&') ? 2 : 1;
        if (c == '&' && !twice)
        {
            Separate(keepLinks: false);
            return true;
        }

        Link();
        (_place, _wordStart, _target, _linked) = (Place.Command, true, false, true);
        return true;
    }

    private void Link() => (Top.Links, _total) = (Top.Links + 1, _total + 1);

    private void Separate(bool keepLinks)
    {
        if (!keepLinks)
        {
            _total -= Top.Links;
            Top.Links = 0;
            _linked = false;
        }

        (_place, _wordStart, _target, _function) = (Place.Command, true, false, false);
    }

    private bool Redirection(char c)
    {
        if (Next == '(')
        {
            Begin();
            Open(new(Kind.Substitution), length: 2);
            (_place, _wordStart) = (Place.Command, true);
            return true;
        }

        if (c == '<' && Next == '<' && At(_at + 2) != '<')
            return Here();
        while (At(_at) is '<' or '>' or '&' or '|')
            _at++;
        (_target, _wordStart) = (true, true);
        return true;
    }

    // What a here-document ends with; only the plain ways to write it.
    private bool Here()
    {
        if (IsSum() || _documentEnd < int.MaxValue || _ticks > 0)
            return false;
        var at = _at + 2;
        var indented = At(at) == '-';
        at += indented ? 1 : 0;
        while (At(at) is ' ' or '\t')
            at++;
        var quote = At(at) is '\'' or '"' or '\\' ? text[at] : '\0';
        var start = quote == '\0' ? at : at + 1;
        var end = start;
        while (char.IsAsciiLetterOrDigit(At(end)) || At(end) is '_' or '-' or '.' or '+' or '/' || (quote is '\'' or '"' && At(end) == ' '))
            end++;
        if (end == start || (quote is '\'' or '"' && At(end) != quote))
            return false;
        var after = quote is '\'' or '"' ? end + 1 : end;
        if (after < text.Length && !IsBoundary(text[after]))
            return false;
        _documents.Enqueue(new(text[start..end], quote != '\0', indented));
        _total++;
        (_at, _wordStart, _place) = (after, false, _place == Place.Argument ? Place.Argument : Place.Perhaps);
        return true;
    }

    private bool NextDocument()
    {
        while (_documents.TryDequeue(out var document))
        {
            _total--;
            var (end, after) = (text.Length, text.Length);
            for (var line = _at; line < text.Length;)
            {
                var next = text.IndexOf('\n', line) is var found and >= 0 ? found : text.Length;
                var words = text.AsSpan(line, next - line);
                words = document.Indented ? words.TrimStart('\t') : words;
                if (words.TrimEnd('\r').SequenceEqual(document.End))
                {
                    // Some take a carriage return for a part of the line.
                    if (words.Length > document.End.Length)
                        return false;
                    (end, after) = (line, Math.Min(next + 1, text.Length));
                    break;
                }

                line = next + 1;
            }

            if (document.Quoted)
            {
                _at = after;
                continue;
            }

            (_documentEnd, _documentAfter) = (end, after);
            Open(new(Kind.Document), length: 0);
            return true;
        }

        return true;
    }

    private bool EndDocument()
    {
        CloseTo(_open.FindIndex(f => f.Kind == Kind.Document), length: 0);
        (_at, _documentEnd) = (_documentAfter, int.MaxValue);
        (_place, _wordStart, _target) = (Place.Command, true, false);
        return NextDocument();
    }

    private bool Parenthesis()
    {
        if (Top is { Kind: Kind.Case, Part: CasePart.Pattern } && _wordStart)
        {
            _place = Place.Argument;
            _at++;
            return true;
        }

        var before = At(_at - 1);
        var (list, pattern) = (before == '=', before is '?' or '*' or '+' or '@' or '!' && !_wordStart);
        if (!list && !pattern && Next == '(' && Sum(_at + 2))
        {
            (_place, _wordStart) = (Place.Perhaps, false);
            return true;
        }

        Open(new(Kind.Paren) { Arithmetic = Next == '(' || IsSum(), List = list, Pattern = pattern });
        (_place, _wordStart, _target) = (list || pattern ? Place.Argument : Place.Command, true, false);
        return true;
    }

    // A sum in double parentheses on one line, of what nobody takes for anything else.
    private bool Sum(int start)
    {
        var (depth, deepest, signs) = (0, 0, 0);
        for (var i = start; i < text.Length; i++)
        {
            signs += Signs.Contains(text[i]) ? 1 : 0;
            switch (text[i])
            {
                case '(':
                    if (text[i - 1] == '$')
                        return false;
                    deepest = Math.Max(deepest, ++depth);
                    break;
                case ')' when depth > 0:
                    depth--;
                    break;
                case ')':
                    if (At(i + 1) != ')' || _total + deepest + signs > ShellNesting.Most)
                        return false;
                    _at = i + 2;
                    return true;
                case ' ' or '\t' or '_' or '+' or '-' or '*' or '/' or '%' or '<' or '>' or '=' or '&' or '|' or '^' or '~' or '?' or ':' or ',' or '#' or '!' or '.' or '@':
                    break;
                case '$':
                    if (At(i + 1) == '{')
                        return false;
                    break;
                default:
                    if (!char.IsAsciiLetterOrDigit(text[i]))
                        return false;
                    break;
            }
        }

        return false;
    }

    private bool EndParenthesis()
    {
        if (Top is { Kind: Kind.Case, Part: CasePart.Pattern })
        {
            (Top.Part, _place, _wordStart) = (CasePart.Body, Place.Command, true);
            _at++;
            return true;
        }

        var at = _open.Count - 1;
        while (at > 0 && _open[at].Kind >= Kind.Brace)
            at--;
        if (at == 0 || _open[at].Kind is not (Kind.Paren or Kind.Substitution))
        {
            // It ends nothing that is open.
            (_place, _wordStart) = (Place.Perhaps, true);
            _at++;
            return true;
        }

        var frame = _open[at];
        if (frame.Kind == Kind.Substitution && _documents.Count > 0)
            return false;
        CloseTo(at);
        if (frame.Kind == Kind.Substitution || frame.List || frame.Pattern)
            return Word();
        (_place, _wordStart, _target) = (Place.Command, true, false);
        return true;
    }

    private bool Comment()
    {
        // In a sum, an index or a pattern it is perhaps none.
        if (IsSum())
            return false;
        var end = text.IndexOf('\n', _at) is var found and >= 0 ? found : text.Length;
        if (_ticks > 0 && text.AsSpan(_at, end - _at).Contains('`'))
            return false;
        _at = end;
        return true;
    }

    private bool Escape()
    {
        // A word that goes on in the next line.
        if (Next == '\n' && Top.Kind is not (Kind.Parameter or Kind.Double or Kind.Document))
        {
            if (char.IsAsciiLetter(At(_at - 1)) && char.IsAsciiLetter(At(_at + 2)))
                return false;
            _at += 2;
            return true;
        }

        // Between backticks, what a backslash stands before is read twice.
        if (_ticks > 0 && (Next is '\\' or '`' || (Next == '$' && At(_at + 2) is '(' or '{')))
            return false;
        Begin();
        _at += 2;
        return true;
    }

    private bool Apostrophe()
    {
        var end = text.IndexOf('\'', _at + 1);
        end = end < 0 ? text.Length : end;
        var inside = text.AsSpan(_at + 1, Math.Max(0, end - _at - 1));
        if ((_ticks > 0 && inside.Contains('`')) || (_documents.Count > 0 && inside.Contains('\n')) || (_documentEnd < int.MaxValue && end >= _documentEnd))
            return false;
        Begin();
        _at = end + 1;
        return true;
    }

    private bool Dollar()
    {
        switch (Next)
        {
            case '(':
                if (At(_at + 2) == '(')
                {
                    if (Sum(_at + 3))
                        return true;
                    Open(new(Kind.Substitution) { Arithmetic = true }, length: 2);
                }
                else
                {
                    Open(new(Kind.Substitution), length: 2);
                }

                (_place, _wordStart, _target, _linked) = (Place.Command, true, false, false);
                return true;
            case '{':
                // ${ command; } is known to some.
                if (IsBlank(At(_at + 2)) || At(_at + 2) == '|')
                    return false;
                Open(new(Kind.Parameter) { InDouble = Top.Kind is Kind.Double or Kind.Document || Top.InDouble }, length: 2);
                return true;
            case '\'' when Top.Kind is not (Kind.Double or Kind.Document) && !Top.InDouble:
                // Whether an apostrophe behind a backslash ends it depends on the dialect.
                var end = text.IndexOf('\'', _at + 2);
                if (end > 0 && text[end - 1] == '\\')
                    return false;
                _at++;
                return Apostrophe();
            default:
                _at++;
                return true;
        }
    }

    private bool Tick()
    {
        if (_ticks == 0)
        {
            if (Top.Kind is not (Kind.Double or Kind.Document or Kind.Parameter))
                Begin();
            Open(new(Kind.Backtick));
            _ticks++;
            (_place, _wordStart, _target, _linked) = (Place.Command, true, false, false);
            return true;
        }

        var at = _open.Count - 1;
        while (_open[at].Kind >= Kind.Brace)
            at--;
        if (_open[at].Kind != Kind.Backtick || _documents.Count > 0)
            return false;
        CloseTo(at);
        _ticks--;
        return Word();
    }

    // A part of a word that ends with what is open now.
    private bool Word()
    {
        (_place, _wordStart, _linked) = (Place.Argument, false, false);
        return true;
    }

    // Whether this is perhaps a sum, an index or a pattern.
    private bool IsSum()
    {
        for (var i = _open.Count - 1; ; i--)
        {
            if (_open[i].Arithmetic || _open[i].Pattern || _open[i].Square > 0)
                return true;
            if (_open[i].Kind < Kind.Brace)
                return false;
        }
    }

    // Something that is no reserved word.
    private void Begin()
    {
        if (_wordStart)
        {
            if (Top.Kind == Kind.Case)
                Top.Words++;
            (_place, _target) = (_target && _place != Place.Argument ? Place.Perhaps : Place.Argument, false);
        }

        (_wordStart, _linked) = (false, false);
    }

    private void Open(Frame frame, int length = 1)
    {
        _open.Add(frame);
        _total++;
        _at += length;
    }

    private void CloseTo(int index, int length = 1)
    {
        for (var i = _open.Count - 1; i >= index; i--)
        {
            _ticks -= _open[i].Kind == Kind.Backtick && i > index ? 1 : 0;
            _total -= 1 + _open[i].Further + _open[i].Links + _open[i].Square + _open[i].Curly;
        }

        _open.RemoveRange(index, _open.Count - index);
        _at += length;
    }

    private static bool IsBlank(char c) => c is ' ' or '\t' or '\n' or '\r' or '\0';

    private static bool IsBoundary(char c) => c is ' ' or '\t' or '\n' or '\r' or ';' or '&' or '|' or '(' or ')' or '<' or '>' or '`';

    private enum CasePart
    {
        Subject,
        Pattern,
        Body,
    }

    private sealed record Document(string End, bool Quoted, bool Indented);

    /// <summary>Something that is open, and what stands in it that is deep without a bracket: links are <c>&amp;&amp;</c>, <c>|</c> and <c>!</c> in a row.</summary>
    private sealed class Frame(Kind kind)
    {
        public Kind Kind => kind;

        public bool Arithmetic { get; init; }

        public bool InDouble { get; init; }

        public bool List { get; init; }

        public bool Pattern { get; init; }

        public int Further { get; set; }

        public int Links { get; set; }

        public int Square { get; set; }

        public int Curly { get; set; }

        public CasePart Part { get; set; }

        public int Words { get; set; }
    }
}
