namespace Dashboard.Linting.Compose;

/// <summary>
/// How much may still be merged. Aliases, <c>extends</c> and <c>include</c> let a short file stand for a huge model; when the budget is
/// used up, what follows is left out, and the linter says so as an error.
/// </summary>
internal sealed class WorkBudget(int left)
{
    private int _left = left;

    /// <summary>Whether something had to be left out.</summary>
    public bool Exceeded { get; private set; }

    /// <summary>Takes so many units of work; false when there are none left.</summary>
    public bool Take(int units = 1)
    {
        if (Exceeded || units > _left)
        {
            Exceeded = true;
            return false;
        }

        _left -= units;
        return true;
    }
}
