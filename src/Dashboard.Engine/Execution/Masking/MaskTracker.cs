namespace Dashboard.Engine.Execution.Masking;

/// <summary>One reading of the output — of one channel or of both, with escape sequences or without — and where in it a secret may be under way.</summary>
internal sealed class MaskTracker(PatternAutomaton automaton, OutputChannel? channel, bool withoutEscapes)
{
    // The positions of the last bytes it has read: as many as the automaton's depth.
    private long[] _positions = new long[64];
    private int _first;
    private int _count;
    private int _state;

    /// <summary>Whether escape sequences are passed over.</summary>
    public bool WithoutEscapes => withoutEscapes;

    /// <summary>The channel it reads; null for both.</summary>
    public OutputChannel? Channel => channel;

    /// <summary>Whether it is inside a private key.</summary>
    public bool InKey { get; set; }

    /// <summary>Whether nothing is under way.</summary>
    public bool Idle => _state == 0 && !InKey;

    /// <summary>The position of the first byte that may still turn out to be part of a secret; <see cref="long.MaxValue"/> for none.</summary>
    public long Earliest => _count == 0 ? long.MaxValue : _positions[_first];

    /// <summary>Whether it reads this channel.</summary>
    public bool Reads(OutputChannel other) => channel is null || channel == other;

    /// <summary>A tracker in the same state for another reading.</summary>
    public MaskTracker As(OutputChannel? newChannel, bool newWithoutEscapes) => new(automaton, newChannel, newWithoutEscapes)
    {
        _positions = [.. _positions],
        _first = _first,
        _count = _count,
        _state = _state,
        InKey = InKey,
    };

    /// <summary>Reads one byte.</summary>
    /// <returns>The position where a secret that ends here begins (−1 for none), and what else ends here.</returns>
    public (long SecretFrom, PatternMeaning Meaning) Read(byte b, long position)
    {
        _state = automaton.Next(_state, b);
        Push(position);
        var depth = automaton.Depth(_state);
        var secret = automaton.SecretLength(_state);
        var from = secret == 0 ? -1 : _positions[(_first + _count - secret) & (_positions.Length - 1)];
        _first = (_first + _count - depth) & (_positions.Length - 1);
        _count = depth;
        return (from, automaton.Meaning(_state));
    }

    /// <summary>Forgets what is under way.</summary>
    public void Reset() => (_state, _count) = (0, 0);

    private void Push(long position)
    {
        if (_count == _positions.Length)
        {
            var larger = new long[_positions.Length * 2];
            for (var i = 0; i < _count; i++)
                larger[i] = _positions[(_first + i) & (_positions.Length - 1)];
            (_positions, _first) = (larger, 0);
        }

        _positions[(_first + _count++) & (_positions.Length - 1)] = position;
    }
}
