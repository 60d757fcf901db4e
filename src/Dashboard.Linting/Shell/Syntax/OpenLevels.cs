namespace Dashboard.Linting.Shell.Syntax;

/// <summary>What is open where a script is read, the innermost last.</summary>
internal sealed class OpenLevels
{
    private readonly List<OpenLevel> _open = [new(LevelKind.Paren)];

    /// <summary>How many levels are open, with those that need no bracket.</summary>
    public int Total { get; set; }

    /// <summary>How many backticks are open.</summary>
    public int Ticks { get; private set; }

    /// <summary>How many brackets and words are open, with the script itself.</summary>
    public int Count => _open.Count;

    /// <summary>The innermost one.</summary>
    public OpenLevel Top => _open[^1];

    /// <summary>One of them, the script itself being the first.</summary>
    public OpenLevel this[int index] => _open[index];

    /// <summary>The innermost one that is a bracket or a quotation; 0 when there is none.</summary>
    public int Bracket
    {
        get
        {
            var at = _open.Count - 1;
            while (_open[at].Kind >= LevelKind.Brace)
                at--;
            return at;
        }
    }

    /// <summary>The here-document that is open.</summary>
    public int Document => _open.FindIndex(l => l.Kind == LevelKind.Document);

    /// <summary>Whether this is perhaps a sum, an index or a pattern.</summary>
    public bool IsSum
    {
        get
        {
            for (var i = _open.Count - 1; ; i--)
            {
                if (_open[i].Arithmetic || _open[i].Pattern || _open[i].Square > 0)
                    return true;
                if (_open[i].Kind < LevelKind.Brace)
                    return false;
            }
        }
    }

    /// <summary>
    /// The innermost one of a kind, inside the brackets that are open: no word ends what stands outside them. -1 for none.
    /// </summary>
    public int Find(LevelKind kind)
    {
        for (var i = _open.Count - 1; i > 0 && (_open[i].Kind == kind || _open[i].Kind >= LevelKind.Brace); i--)
        {
            if (_open[i].Kind == kind)
                return i;
        }

        return -1;
    }

    /// <summary>Opens one more.</summary>
    public void Open(OpenLevel level)
    {
        _open.Add(level);
        Ticks += level.Kind == LevelKind.Backtick ? 1 : 0;
        Total++;
    }

    /// <summary>Closes one, and all that are open in it.</summary>
    public void CloseTo(int index)
    {
        for (var i = _open.Count - 1; i >= index; i--)
        {
            Ticks -= _open[i].Kind == LevelKind.Backtick ? 1 : 0;
            Total -= 1 + _open[i].Further + _open[i].Links + _open[i].Square + _open[i].Curly;
        }

        _open.RemoveRange(index, _open.Count - index);
    }

    /// <summary>Adds a link: <c>&amp;&amp;</c>, <c>|</c>, <c>!</c>, or a sign in a sum.</summary>
    public void Link() => (Top.Links, Total) = (Top.Links + 1, Total + 1);

    /// <summary>Ends the row of links.</summary>
    public void Unlink() => (Top.Links, Total) = (0, Total - Top.Links);

    /// <summary>Adds an <c>elif</c>.</summary>
    public void Deepen(int index) => (_open[index].Further, Total) = (_open[index].Further + 1, Total + 1);

    /// <summary>Opens a <c>[</c>.</summary>
    public void OpenSquare() => (Top.Square, Total) = (Top.Square + 1, Total + 1);

    /// <summary>Closes a <c>[</c>, if one is open.</summary>
    public void CloseSquare()
    {
        if (Top.Square > 0)
            (Top.Square, Total) = (Top.Square - 1, Total - 1);
    }

    /// <summary>Opens a <c>{</c> of a word.</summary>
    public void OpenCurly() => (Top.Curly, Total) = (Top.Curly + 1, Total + 1);

    /// <summary>Closes a <c>{</c> of a word, if one is open.</summary>
    public void CloseCurly()
    {
        if (Top.Curly > 0)
            (Top.Curly, Total) = (Top.Curly - 1, Total - 1);
    }
}
