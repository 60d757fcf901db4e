namespace Dashboard.Linting.Shell.Syntax;

// Quotations, escapes and expansions.
internal sealed partial class ShellDepth
{
    private bool Quoted()
    {
        switch (text[_at])
        {
            case '\\':
                return Escape();
            case '"' when _levels.Top.Kind == LevelKind.Double:
                CloseTo(_levels.Count - 1);
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
                CloseTo(_levels.Count - 1);
                return Word();
            case '\\':
                return Escape();
            case '\'' when _levels.Top.InDouble:
                // In double quotes, an apostrophe quotes after some operators only. It does not matter if nothing inside counts.
                var end = text.IndexOf('\'', _at + 1);
                if (end < 0 || text.AsSpan(_at + 1, end - _at - 1).ContainsAny(Counting))
                    return false;
                _at = end + 1;
                return true;
            case '\'':
                return Apostrophe();
            case '"':
                Open(new(LevelKind.Double));
                return true;
            case '$':
                return Dollar();
            case '`':
                return Tick();
            case '\n' when _documents.Count > 0:
                return false;
            case '+' or '-' or '~' or '!':
                // The offset in `${x:offset}` is arithmetic, too.
                _levels.Link();
                _at++;
                return true;
            default:
                _at++;
                return true;
        }
    }

    private bool Escape()
    {
        // A word that continues on the next line.
        if (Next == '\n' && _levels.Top.Kind is not (LevelKind.Parameter or LevelKind.Double or LevelKind.Document))
        {
            if (char.IsAsciiLetter(At(_at - 1)) && char.IsAsciiLetter(At(_at + 2)))
                return false;
            _at += 2;
            return true;
        }

        // Between backticks, an escaped character is read twice.
        if (_levels.Ticks > 0 && (Next is '\\' or '`' || (Next == '$' && At(_at + 2) is '(' or '{')))
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
        if ((_levels.Ticks > 0 && inside.Contains('`')) || (_documents.Count > 0 && inside.Contains('\n'))
            || (_documentEnd < int.MaxValue && end >= _documentEnd))
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
                    Open(new(LevelKind.Substitution) { Arithmetic = true }, length: 2);
                }
                else
                {
                    Open(new(LevelKind.Substitution), length: 2);
                }

                (_place, _wordStart, _target, _linked) = (Place.Command, true, false, false);
                return true;
            case '{':
                // Only some shells know ${ command; }.
                if (IsBlank(At(_at + 2)) || At(_at + 2) == '|')
                    return false;
                Open(new(LevelKind.Parameter)
                {
                    InDouble = _levels.Top.Kind is LevelKind.Double or LevelKind.Document
                    || _levels.Top.InDouble
                }, length: 2);
                return true;
            case '\'' when _levels.Top.Kind is not (LevelKind.Double or LevelKind.Document) && !_levels.Top.InDouble:
                // Whether an escaped apostrophe ends it depends on the dialect.
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
        if (_levels.Ticks == 0)
        {
            if (_levels.Top.Kind is not (LevelKind.Double or LevelKind.Document or LevelKind.Parameter))
                Begin();
            Open(new(LevelKind.Backtick));
            (_place, _wordStart, _target, _linked) = (Place.Command, true, false, false);
            return true;
        }

        var at = _levels.Bracket;
        if (_levels[at].Kind != LevelKind.Backtick || _documents.Count > 0)
            return false;
        CloseTo(at);
        return Word();
    }
}
