namespace Dashboard.Linting.Shell.Effects;

/// <summary>A word of SQL outside quotes and comments.</summary>
/// <param name="Text">The word in capital letters; <c>\x</c> and <c>.x</c> count as words.</param>
/// <param name="Statement">The number of its statement, from 0.</param>
/// <param name="Begins">Whether its statement begins with it.</param>
/// <param name="IsCalled">Whether an opening bracket follows at once, as behind the name of a function.</param>
internal readonly record struct SqlWord(string Text, int Statement, bool Begins, bool IsCalled)
{
    /// <summary>Where it stands in the text.</summary>
    public int At { get; init; }

    /// <summary>Whether an equals sign follows.</summary>
    public bool IsSet { get; init; }
}
