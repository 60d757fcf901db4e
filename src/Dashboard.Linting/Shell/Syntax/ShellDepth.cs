using System.Buffers;
namespace Dashboard.Linting.Shell.Syntax;

/// <summary>
/// Scans a script like a shell's lexer, and counts open levels. A level ends only where every shell agrees that it ends: a word such as
/// <c>fi</c> at the start of a command, a bracket outside quotes. Where shells disagree, or the scanner cannot tell, it stops looking for
/// ends: from there on, everything that could begin a level counts, and nothing ends one.
/// </summary>
internal sealed partial class ShellDepth(string text)
{
    private static readonly SearchValues<char> Counting = SearchValues.Create("}\"`$\\\n"), Signs = SearchValues.Create("+-*/%<>=&|^~?:,!");

    private readonly OpenLevels _levels = new();
    private readonly Queue<Document> _documents = new();
    private int _at, _documentEnd = int.MaxValue, _documentAfter;
    private Place _place = Place.Command;
    private bool _wordStart = true, _target, _linked, _function;

    /// <summary>Whether a word here begins a command, and so can be a reserved word.</summary>
    private enum Place
    {
        Argument,

        // After a redirection, only some shells accept a reserved word. It may begin a level, but ends none.
        Perhaps,
        Command,
    }

    /// <summary>Whether more than this many levels are open at any point.</summary>
    public bool Exceeds(int most)
    {
        while (_at < text.Length)
        {
            var sure = _at >= _documentEnd ? EndDocument() : _levels.Top.Kind switch
            {
                LevelKind.Double or LevelKind.Document => Quoted(),
                LevelKind.Parameter => Parameter(),
                _ => Code(),
            };
            if (!sure)
                return _levels.Total + ShellNesting.Openers(text, _at) > most;
            if (_levels.Total > most)
                return true;
        }

        return false;
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
                Open(new(LevelKind.Double));
                return true;
            case '$':
                Begin();
                return Dollar();
            case '`':
                return Tick();
            case '[':
                Begin();
                _levels.OpenSquare();
                _at++;
                return true;
            case ']':
                Begin();
                _levels.CloseSquare();
                _at++;
                // This may end a condition, and with it a command.
                if (_at > 1 && text[_at - 2] == ']')
                    _place = Place.Perhaps;
                return true;
            case '{' or '}':
                return Brace(c);
            case '!' when _wordStart && IsBlank(Next):
                _at++;
                _levels.Link();
                return true;
            default:
                if (_wordStart && char.IsAsciiLetter(c))
                    return Letters();
                Begin();
                _at++;
                // Repeated signs and nested conditions make arithmetic deep without a bracket.
                if ((_levels.Top.Arithmetic || _levels.Top.Square > 0) && Signs.Contains(c))
                    _levels.Link();
                return true;
        }
    }

    private bool Semicolon()
    {
        var end = Next is ';' or '&';
        _at += end ? At(_at + 1) == ';' && At(_at + 2) == '&' ? 3 : 2 : 1;
        Separate(keepLinks: false);
        if (end && _levels.Top.Kind == LevelKind.Case)
            _levels.Top.Part = CasePart.Pattern;
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

        if (_levels.Top is { Kind: LevelKind.Case, Part: CasePart.Pattern } or { Pattern: true })
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

        _levels.Link();
        (_place, _wordStart, _target, _linked) = (Place.Command, true, false, true);
        return true;
    }

    private void Separate(bool keepLinks)
    {
        if (!keepLinks)
        {
            _levels.Unlink();
            _linked = false;
        }

        (_place, _wordStart, _target, _function) = (Place.Command, true, false, false);
    }

    private bool Redirection(char c)
    {
        if (Next == '(')
        {
            Begin();
            Open(new(LevelKind.Substitution), length: 2);
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

    private bool Comment()
    {
        // In arithmetic, an index or a pattern it may not be a comment.
        if (_levels.IsSum)
            return false;
        var end = text.IndexOf('\n', _at) is var found and >= 0 ? found : text.Length;
        if (_levels.Ticks > 0 && text.AsSpan(_at, end - _at).Contains('`'))
            return false;
        _at = end;
        return true;
    }

    // The current part of a word ends here.
    private bool Word()
    {
        (_place, _wordStart, _linked) = (Place.Argument, false, false);
        return true;
    }

    // A word that is not reserved begins.
    private void Begin()
    {
        if (_wordStart)
        {
            if (_levels.Top.Kind == LevelKind.Case)
                _levels.Top.Words++;
            (_place, _target) = (_target && _place != Place.Argument ? Place.Perhaps : Place.Argument, false);
        }

        (_wordStart, _linked) = (false, false);
    }

    private void Open(OpenLevel level, int length = 1)
    {
        _levels.Open(level);
        _at += length;
    }

    private void CloseTo(int index, int length = 1)
    {
        _levels.CloseTo(index);
        _at += length;
    }

    private char Next => At(_at + 1);

    private char At(int at) => at >= 0 && at < text.Length ? text[at] : '\0';

    private static bool IsBlank(char c) => c is ' ' or '\t' or '\n' or '\r' or '\0';

    private static bool IsBoundary(char c) => c is ' ' or '\t' or '\n' or '\r' or ';' or '&' or '|' or '(' or ')' or '<' or '>' or '`';
}
