namespace Dashboard.Execution.Masking.Tokens;

/// <summary>Where the automaton is, in order of preference, and where it is after the next byte.</summary>
internal sealed class TokenThreads
{
    private int[] _visited = [];
    private int _round;

    /// <summary>Where it is, and where the secret is in what it has read.</summary>
    public List<(int Step, (int From, int To) Secret)> Now { get; private set; } = [];

    /// <summary>Where it is after the next byte.</summary>
    public List<(int Step, (int From, int To) Secret)> Next { get; private set; } = [];

    /// <summary>Begins anew.</summary>
    public void Begin(int steps)
    {
        if (_visited.Length < steps)
            Array.Resize(ref _visited, steps);
        Next.Clear();
        NextRound();
    }

    /// <summary>The next byte is read.</summary>
    public void Turn()
    {
        (Now, Next) = (Next, Now);
        Next.Clear();
        NextRound();
    }

    /// <summary>Whether this byte has not led to a step before.</summary>
    public bool Visit(int step)
    {
        if (_visited[step] == _round)
            return false;
        _visited[step] = _round;
        return true;
    }

    private void NextRound()
    {
        if (++_round < int.MaxValue)
            return;
        Array.Clear(_visited);
        _round = 1;
    }
}
