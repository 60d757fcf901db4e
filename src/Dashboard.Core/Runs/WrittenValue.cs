namespace Dashboard.Core.Runs;

/// <summary>A value that an attempt wrote for later steps.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">The value; null for a secret, which no record holds.</param>
/// <param name="StepId">The step that wrote it.</param>
/// <param name="Sequence">The ledger number of the attempt's end.</param>
public sealed record WrittenValue(string Name, string? Value, string StepId, long Sequence);
