using System.Collections.Immutable;
using System.Globalization;

namespace Dashboard.Execution.Masking.Tokens;

/// <summary>Reads the part of RE2's syntax that the rules use (https://github.com/google/re2/wiki/Syntax), for bytes.</summary>
internal ref struct TokenSyntax
{
    private readonly string _text;
    private int _at;
    private int _depth;

    private TokenSyntax(string text) => _text = text;

    private readonly bool Done => _at == _text.Length;

    /// <summary>Reads a rule.</summary>
    /// <exception cref="FormatException">It has what this does not read. The rules are in the program: a test reads them all.</exception>
    public static TokenNode Parse(string regex)
    {
        var syntax = new TokenSyntax(regex);
        var node = syntax.Alternatives(fold: false);
        return syntax.Done ? node : throw new FormatException($"{regex}: unexpected text at {syntax._at}");
    }

    // a|b
    private TokenNode Alternatives(bool fold)
    {
        var ways = ImmutableArray.CreateBuilder<TokenNode>();
        do
        {
            ways.Add(Series(ref fold));
        }
        while (Take("|"));
        return ways.Count == 1 ? ways[0] : new TokenNode.Choice(ways.ToImmutable());
    }

    private TokenNode Series(ref bool fold)
    {
        var parts = ImmutableArray.CreateBuilder<TokenNode>();
        while (!Done && _text[_at] is not ('|' or ')'))
        {
            // (?i) holds to the end of the group it is in.
            if (Take("(?i)"))
                fold = true;
            else
                parts.Add(Repeated(Atom(fold)));
        }

        return parts.Count == 1 ? parts[0] : new TokenNode.Sequence(parts.ToImmutable());
    }

    // a? a* a+ a{2} a{2,} a{2,5}, each with ? for as few as may be
    private TokenNode Repeated(TokenNode part)
    {
        var (least, most) = (1, 1);
        if (Take("?"))
            (least, most) = (0, 1);
        else if (Take("*"))
            (least, most) = (0, int.MaxValue);
        else if (Take("+"))
            (least, most) = (1, int.MaxValue);
        else if (!Done && _text[_at] == '{' && char.IsAsciiDigit(_text[_at + 1]))
            (least, most) = Counts();
        else
            return part;
        return new TokenNode.Repeat(part, least, most, Take("?"));
    }

    private (int Least, int Most) Counts()
    {
        var end = _text.IndexOf('}', _at);
        var counts = _text[(_at + 1)..end].Split(',');
        _at = end + 1;
        var least = int.Parse(counts[0], CultureInfo.InvariantCulture);
        if (counts.Length == 1)
            return (least, least);
        return (least, counts[1].Length == 0 ? int.MaxValue : int.Parse(counts[1], CultureInfo.InvariantCulture));
    }

    private TokenNode Atom(bool fold)
    {
        if (Take("(?i:"))
            return Group(fold: true);
        if (Take("(?-i:"))
            return Group(fold: false);
        if (Take("(?:"))
            return Group(fold);
        if (Take("("))
            return _depth > 0 ? Group(fold) : Capture(fold);
        if (Take("["))
            return new TokenNode.Set(Fold(Class(), fold));
        if (Take("$") || Take(@"\z"))
            return new TokenNode.Place('$');
        if (Take(@"\b"))
            return new TokenNode.Place('b');
        if (Take(@"\B"))
            return new TokenNode.Place('B');
        if (Take("."))
            return new TokenNode.Set(new(b => b is not ('\n' or '\r')));
        return new TokenNode.Set(Fold(One(), fold));
    }

    // Groups within the secret are part of it.
    private TokenNode.Secret Capture(bool fold)
    {
        _depth++;
        var group = Group(fold);
        _depth--;
        return new(group);
    }

    private TokenNode Group(bool fold)
    {
        var node = Alternatives(fold);
        return Take(")") ? node : throw new FormatException($"{_text}: a group without an end");
    }

    // [a-z0-9_\-] [^\r\n] [[:alnum:]]
    private ByteSet Class()
    {
        var not = Take("^");
        var holds = new bool[256];
        do
        {
            var low = One();
            int from = low.Members[0], to = from;
            if (_text[_at] == '-' && _text[_at + 1] != ']')
            {
                _at++;
                to = One().Members[0];
            }

            for (var b = 0; b < 256; b++)
                holds[b] |= low[b] || (b >= from && b <= to);
        }
        while (!Take("]"));
        return new(b => holds[b] != not);
    }

    // a \d \w \s \x60 \. and in a class also [:alnum:]
    private ByteSet One()
    {
        if (Take("[:alnum:]"))
            return Of(char.IsAsciiLetterOrDigit);
        var c = _text[_at++];
        if (c != '\\')
            return ByteSet.Of(c);
        var escaped = _text[_at++];
        switch (escaped)
        {
            case 'd':
                return Of(char.IsAsciiDigit);
            case 'w':
                return Of(x => char.IsAsciiLetterOrDigit(x) || x == '_');
            case 's':
                return Of(x => x is ' ' or '\t' or '\n' or '\f' or '\r');
            case 'S':
                return Of(x => x is not (' ' or '\t' or '\n' or '\f' or '\r'));
            case 'x':
                var code = (char)int.Parse(_text.AsSpan(_at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
                _at += 2;
                return ByteSet.Of(code);
            default:
                var literal = escaped switch { 'n' => '\n', 'r' => '\r', 't' => '\t', _ => escaped };
                return char.IsAsciiLetterOrDigit(literal) ? throw new FormatException($"{_text}: \\{escaped}") : ByteSet.Of(literal);
        }
    }

    private bool Take(string word)
    {
        if (string.CompareOrdinal(_text, _at, word, 0, word.Length) != 0)
            return false;
        _at += word.Length;
        return true;
    }

    private static ByteSet Of(Func<char, bool> holds) => new(b => holds((char)b));

    private static ByteSet Fold(ByteSet set, bool fold) => fold ? set.Folded() : set;
}
