namespace Dashboard.Core.Attempts;

/// <summary>A try of an attempt that did not pass, so that another one followed.</summary>
/// <param name="Number">Which one, from 1.</param>
/// <param name="At">When it ended.</param>
/// <param name="ExitCode">Its exit code; null when there was none.</param>
/// <param name="Reason">Why it did not pass, in one sentence.</param>
/// <param name="LastChunk">The number of the last chunk of output that was stored by then: what comes behind it belongs to the tries that
/// followed.</param>
public sealed record TryEnd(int Number, DateTimeOffset At, int? ExitCode, string Reason, long LastChunk);
