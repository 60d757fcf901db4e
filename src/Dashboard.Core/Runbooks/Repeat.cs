namespace Dashboard.Core.Runbooks;

/// <summary>Which time a step of a repeated section is.</summary>
/// <param name="Value">The value of the list that this time is for.</param>
/// <param name="Number">Which of them it is, from 1.</param>
public sealed record Repeat(string Value, int Number)
{
    /// <summary>The variable that holds the value.</summary>
    public const string Variable = "ITEM";
}
