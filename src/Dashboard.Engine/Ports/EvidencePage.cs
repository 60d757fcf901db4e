
namespace Dashboard.Engine.Ports;

/// <summary>A page of a list.</summary>
/// <typeparam name="T">What it lists.</typeparam>
/// <param name="Items">What is on it.</param>
/// <param name="Next">Where the next page begins; null when there is none.</param>
public sealed record EvidencePage<T>(IReadOnlyList<T> Items, string? Next);
