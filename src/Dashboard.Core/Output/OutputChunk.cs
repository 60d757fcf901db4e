namespace Dashboard.Core.Output;

/// <summary>A piece of masked output, as it is stored.</summary>
/// <param name="AttemptId">The attempt.</param>
/// <param name="Number">Its place in the attempt, from 1. A gap marks what was left out.</param>
/// <param name="Channel">Which stream wrote it.</param>
/// <param name="At">When it came.</param>
/// <param name="Bytes">At most 64 KiB.</param>
public sealed record OutputChunk(string AttemptId, long Number, OutputChannel Channel, DateTimeOffset At, ReadOnlyMemory<byte> Bytes);
