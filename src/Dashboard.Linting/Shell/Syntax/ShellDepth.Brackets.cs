namespace Dashboard.Linting.Shell.Syntax;

// Parentheses, braces and sums.
internal sealed partial class ShellDepth
{
    private bool Brace(char c)
    {
        if (c == '{' && _wordStart && IsBlank(Next) && !_target)
        {
            var place = _place != Place.Argument || _function ? Place.Command : Place.Argument;
            Open(new(LevelKind.Brace));
            (_place, _wordStart, _function) = (place, true, false);
            return true;
        }

        if (c == '}' && _wordStart && _place == Place.Command && !_target && (IsBoundary(Next) || Next == '\0')
            && _levels.Find(LevelKind.Brace) is var at and >= 0)
        {
            CloseTo(at);
            (_place, _wordStart) = (Place.Command, false);
            return true;
        }

        Begin();
        _at++;
        if (c == '{')
            _levels.OpenCurly();
        else
            _levels.CloseCurly();
        return true;
    }

    private bool Parenthesis()
    {
        if (_levels.Top is { Kind: LevelKind.Case, Part: CasePart.Pattern } && _wordStart)
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

        Open(new(LevelKind.Paren) { Arithmetic = Next == '(' || _levels.IsSum, List = list, Pattern = pattern });
        (_place, _wordStart, _target) = (list || pattern ? Place.Argument : Place.Command, true, false);
        return true;
    }

    // Arithmetic in double parentheses on one line that no shell reads as anything else.
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
                    if (At(i + 1) != ')' || _levels.Total + deepest + signs > ShellNesting.Most)
                        return false;
                    _at = i + 2;
                    return true;
                case ' ' or '\t' or '_' or '+' or '-' or '*' or '/' or '%' or '<' or '>' or '=' or '&' or '|' or '^' or '~' or '?' or ':'
                    or ',' or '#' or '!' or '.' or '@':
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
        if (_levels.Top is { Kind: LevelKind.Case, Part: CasePart.Pattern })
        {
            (_levels.Top.Part, _place, _wordStart) = (CasePart.Body, Place.Command, true);
            _at++;
            return true;
        }

        var at = _levels.Bracket;
        if (at == 0 || _levels[at].Kind is not (LevelKind.Paren or LevelKind.Substitution))
        {
            // Nothing is open that it could end.
            (_place, _wordStart) = (Place.Perhaps, true);
            _at++;
            return true;
        }

        var frame = _levels[at];
        if (frame.Kind == LevelKind.Substitution && _documents.Count > 0)
            return false;
        CloseTo(at);
        if (frame.Kind == LevelKind.Substitution || frame.List || frame.Pattern)
            return Word();
        (_place, _wordStart, _target) = (Place.Command, true, false);
        return true;
    }
}
