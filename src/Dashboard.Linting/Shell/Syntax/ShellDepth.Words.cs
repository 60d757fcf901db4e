namespace Dashboard.Linting.Shell.Syntax;

// Reserved words: what begins and ends where a command begins.
internal sealed partial class ShellDepth
{
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

    // Returns whether the word is reserved.
    private bool Reserved(ReadOnlySpan<char> word, bool sure)
    {
        if (_levels.Top is { Kind: LevelKind.Case, Part: CasePart.Subject })
        {
            if (_levels.Top.Words == 0 || word is not "in")
                return false;
            (_levels.Top.Part, _place) = (CasePart.Pattern, Place.Command);
            return true;
        }

        if (_levels.Top is { Kind: LevelKind.Case, Part: CasePart.Pattern })
            return word is "esac" && sure && End(LevelKind.Case);
        if (_place == Place.Argument)
            return false;
        switch (word)
        {
            case "if":
                return OpenWord(LevelKind.If, Place.Command);
            case "while" or "until":
                return OpenWord(LevelKind.Loop, Place.Command);
            case "for" or "select":
                return OpenWord(LevelKind.Loop, Place.Argument);
            case "case":
                return OpenWord(LevelKind.Case, Place.Argument);
            case "elif":
                // Each `elif` nests in the `else` of the one before.
                if (_levels.Find(LevelKind.If) is var at and >= 0)
                    _levels.Deepen(at);
                _place = Place.Command;
                return true;
            case "then" or "else" or "do" or "time" or "coproc":
                _place = Place.Command;
                return true;
            case "fi":
                return sure && End(LevelKind.If);
            case "done":
                return sure && End(LevelKind.Loop);
            case "esac":
                return sure && End(LevelKind.Case);
            case "function":
                (_function, _place) = (true, Place.Argument);
                return true;
            default:
                return false;
        }
    }

    private bool OpenWord(LevelKind kind, Place place)
    {
        Open(new(kind), length: 0);
        _place = place;
        return true;
    }

    private bool End(LevelKind kind)
    {
        if (_levels.Find(kind) is var at and >= 0)
            CloseTo(at, length: 0);
        _place = Place.Command;
        return true;
    }
}
