namespace Dashboard.Core.Runbooks;

/// <summary>When a step is in play: <c>REGION=eu</c>, or <c>REGION!=eu</c>.</summary>
/// <param name="Name">The input, or what a choice sets.</param>
/// <param name="Value">What it is compared with, character for character.</param>
/// <param name="Not">Whether it must be something else.</param>
public sealed record Condition(string Name, string Value, bool Not)
{
    /// <summary>Whether a value fulfils it.</summary>
    public bool Holds(string value) => (value == Value) != Not;

    /// <summary>As the runbook writes it.</summary>
    public override string ToString() => $"{Name}{(Not ? "!=" : "=")}{Value}";
}
