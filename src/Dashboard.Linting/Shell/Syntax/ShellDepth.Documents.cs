namespace Dashboard.Linting.Shell.Syntax;

// Here-documents: their text stands behind the line that names them.
internal sealed partial class ShellDepth
{
    private sealed record Document(string End, bool Quoted, bool Indented);

    // The delimiter of a here-document; only plain forms are accepted.
    private bool Here()
    {
        if (_levels.IsSum || _documentEnd < int.MaxValue || _levels.Ticks > 0)
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
        _levels.Total++;
        (_at, _wordStart, _place) = (after, false, _place == Place.Argument ? Place.Argument : Place.Perhaps);
        return true;
    }

    private bool NextDocument()
    {
        while (_documents.TryDequeue(out var document))
        {
            _levels.Total--;
            var (end, after) = (text.Length, text.Length);
            for (var line = _at; line < text.Length;)
            {
                var next = text.IndexOf('\n', line) is var found and >= 0 ? found : text.Length;
                var words = text.AsSpan(line, next - line);
                words = document.Indented ? words.TrimStart('\t') : words;
                if (words.TrimEnd('\r').SequenceEqual(document.End))
                {
                    // For some shells a carriage return is part of the line.
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
            Open(new(LevelKind.Document), length: 0);
            return true;
        }

        return true;
    }

    private bool EndDocument()
    {
        CloseTo(_levels.Document, length: 0);
        (_at, _documentEnd) = (_documentAfter, int.MaxValue);
        (_place, _wordStart, _target) = (Place.Command, true, false);
        return NextDocument();
    }
}
