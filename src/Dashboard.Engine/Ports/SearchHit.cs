using Dashboard.Core.Output;

namespace Dashboard.Engine.Ports;

/// <summary>A line in which something was found.</summary>
/// <param name="Attempt">The attempt that wrote it.</param>
/// <param name="Line">The line.</param>
/// <param name="Before">Some lines before it.</param>
/// <param name="After">Some lines after it.</param>
public sealed record SearchHit(
    AttemptSummary Attempt, NumberedLine Line, IReadOnlyList<NumberedLine> Before, IReadOnlyList<NumberedLine> After);
