using System.Collections.Immutable;

namespace Dashboard.Core.Runbooks;

/// <summary>A value that every step gets as an environment variable.</summary>
/// <param name="Name">The variable: <c>[A-Z_][A-Z0-9_]*</c>.</param>
/// <param name="Description">What to fill in.</param>
/// <param name="Pattern">
/// A .NET regular expression that the whole value must match, of a list each of its values; null for any text.
/// </param>
/// <param name="Required">Whether a run can be opened without it.</param>
/// <param name="Default">What the form starts with; null for nothing.</param>
/// <param name="Type">What kind of value it is.</param>
public sealed record RunbookInput(
    string Name, string Description, string? Pattern, bool Required, string? Default, InputKind Type = InputKind.Text)
{
    /// <summary>What a choice is made from; empty for any other type.</summary>
    public ImmutableArray<string> Options { get; init; } = [];
}
