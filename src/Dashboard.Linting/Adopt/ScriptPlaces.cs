using System.Text.RegularExpressions;

namespace Dashboard.Linting.Adopt;

/// <summary>How a shell reads a character.</summary>
internal enum ScriptPlace
{
    /// <summary>Outside of quotes.</summary>
    Bare,

    /// <summary>Between double quotes, or in a here-document that is expanded.</summary>
    Expanded,

    /// <summary>Between single quotes.</summary>
    Single,

    /// <summary>In a here-document that is not expanded.</summary>
    Raw,

    /// <summary>In a comment.</summary>
    Comment,
}

/// <summary>
/// Tells how a shell would read each character of a script that cannot be parsed yet, because it still has placeholders in it.
/// </summary>
internal sealed partial class ScriptPlaces
{
    private readonly string _script;
    private readonly ScriptPlace[] _places;
    private readonly Stack<char> _open = new("b");
    private readonly Queue<(string Word, bool IsRaw)> _documents = new();
    private int _at;

    private ScriptPlaces(string script) => (_script, _places) = (script, new ScriptPlace[script.Length]);

    /// <summary>The place of each character.</summary>
    public static ScriptPlace[] Of(string script)
    {
        var places = new ScriptPlaces(script);
        while (places._at < script.Length)
            places.Step();
        return places._places;
    }

    private char Next => _at + 1 < _script.Length ? _script[_at + 1] : '\0';

    private void Step()
    {
        var (c, top) = (_script[_at], _open.Peek());
        Mark(1, top switch { 's' => ScriptPlace.Single, 'd' => ScriptPlace.Expanded, _ => ScriptPlace.Bare });
        switch (top, c)
        {
            case ('s', '\''):
            case ('d', '"'):
            case ('(', ')'):
                _open.Pop();
                break;
            case ('s', _):
                break;
            case (_, '\\'):
                Mark(2, _places[_at]);
                _at++;
                break;
            case (_, '$') when Next == '(':
                Mark(2, _places[_at]);
                _at++;
                _open.Push('(');
                break;
            case ('d', _):
                break;
            case (_, '\''):
                _open.Push('s');
                break;
            case (_, '"'):
                _open.Push('d');
                break;
            case (_, '('):
                _open.Push('(');
                break;
            case (_, '#') when _at == 0 || char.IsWhiteSpace(_script[_at - 1]) || _script[_at - 1] is ';' or '&' or '|' or '(':
                var end = _script.IndexOf('\n', _at);
                Mark((end < 0 ? _script.Length : end) - _at, ScriptPlace.Comment);
                _at = (end < 0 ? _script.Length : end) - 1;
                break;
            case (_, '<') when Next == '<' && Document().Match(_script, _at) is { Success: true } here && here.Index == _at:
                _documents.Enqueue((here.Groups["word"].Value, here.Groups["quote"].Length > 0));
                Mark(here.Length, ScriptPlace.Bare);
                _at += here.Length - 1;
                break;
            case (_, '\n') when _documents.Count > 0:
                _at++;
                while (_documents.TryDequeue(out var document))
                    Read(document.Word, document.IsRaw ? ScriptPlace.Raw : ScriptPlace.Expanded);
                return;
        }

        _at++;
    }

    private void Read(string word, ScriptPlace place)
    {
        while (_at < _script.Length)
        {
            var end = _script.IndexOf('\n', _at) is var found and >= 0 ? found + 1 : _script.Length;
            var isEnd = _script[_at..end].Trim() == word;
            Mark(end - _at, isEnd ? ScriptPlace.Bare : place);
            _at = end;
            if (isEnd)
                return;
        }
    }

    private void Mark(int length, ScriptPlace place)
    {
        for (var i = _at; i < Math.Min(_at + length, _script.Length); i++)
            _places[i] = place;
    }

    [GeneratedRegex(@"(?<!<)<<-?[ \t]*(?<quote>['""\\]?)(?<word>\w+)['""]?", RegexOptions.CultureInvariant)]
    private static partial Regex Document();
}
