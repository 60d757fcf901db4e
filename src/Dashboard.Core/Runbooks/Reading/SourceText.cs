using Dashboard.Core.Runbooks.Diagnostics;

namespace Dashboard.Core.Runbooks.Reading;

/// <summary>A file's text, with the places of its characters. A byte order mark is left out; lines end at LF, CR LF or CR.</summary>
internal sealed class SourceText
{
    private readonly List<int> _lines = [0];

    private readonly string? _file;

    /// <summary>Finds the lines of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="file">The path that its places are told with, when it is an included file; null for the runbook itself.</param>
    public SourceText(string text, string? file = null)
    {
        _file = file;
        Text = text.Length > 0 && text[0] == '\uFEFF' ? text[1..] : text;
        for (var i = 0; i < Text.Length; i++)
        {
            if (Text[i] == '\n' || (Text[i] == '\r' && (i + 1 == Text.Length || Text[i + 1] != '\n')))
                _lines.Add(i + 1);
        }
    }

    /// <summary>The text, without a byte order mark.</summary>
    public string Text { get; }

    /// <summary>How many lines there are; the one after the last line end counts.</summary>
    public int LineCount => _lines.Count;

    /// <summary>Where a line begins.</summary>
    /// <param name="line">The line, from 1.</param>
    public int LineStart(int line) => _lines[line - 1];

    /// <summary>A line, without its end.</summary>
    /// <param name="line">The line, from 1.</param>
    public string Line(int line)
    {
        var end = line < _lines.Count ? _lines[line] : Text.Length;
        return Text[_lines[line - 1]..end].TrimEnd('\r', '\n');
    }

    /// <summary>The place of a line's first character.</summary>
    /// <param name="line">The line, from 1.</param>
    public SourceLocation Start(int line) => new(line, 1, _file);

    /// <summary>The line and column of an offset.</summary>
    public SourceLocation At(int offset)
    {
        var found = _lines.BinarySearch(Math.Clamp(offset, 0, Text.Length));
        var line = found >= 0 ? found : ~found - 1;
        return new(line + 1, offset - _lines[line] + 1, _file);
    }
}
