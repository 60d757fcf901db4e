using System.Collections.Immutable;

namespace Dashboard.Core.Runbooks;

/// <summary>What the linter finds in a step and its author accepts: <c>lint-ignore=LN101 reason="…"</c>.</summary>
/// <param name="Codes">The codes of the findings, such as <c>LN101</c>.</param>
/// <param name="Reason">Why, for whoever approves.</param>
public sealed record Waiver(ImmutableArray<string> Codes, string Reason);
