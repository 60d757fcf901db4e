namespace Dashboard.Core.Runs;

/// <summary>An event with its place in the ledger.</summary>
/// <param name="Sequence">Its number in the whole ledger, from 1.</param>
/// <param name="At">When it was written, in UTC.</param>
/// <param name="Actor">Who caused it.</param>
/// <param name="Event">What happened.</param>
public sealed record RecordedEvent(long Sequence, DateTimeOffset At, Actor Actor, RunEvent Event);
