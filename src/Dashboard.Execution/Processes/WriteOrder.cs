using Dashboard.Execution.Files;

namespace Dashboard.Execution.Processes;

/// <summary>
/// In which order a process writes to its pipes. Two pipes have none between them, and a process writes ten lines to each before anybody
/// has read the first; but the kernel tells of every write (inotify(7)) in one queue, before the writer goes on. Successive writes to one
/// pipe are one event there.
/// </summary>
internal sealed class WriteOrder
{
    private readonly FolderEventQueue _queue;
    private readonly int[] _watches;

    private WriteOrder(FolderEventQueue queue, int[] watches) => (_queue, _watches) = (queue, watches);

    /// <summary>The order of writes to these pipes; null where the kernel does not tell it: then they are read as they come.</summary>
    public static WriteOrder? Of(IEnumerable<int> descriptors)
    {
        if (FolderEventQueue.Open() is not { } queue)
            return null;
        var watches = descriptors.Select(d => queue.Watch($"/proc/self/fd/{d}", FolderEvents.Modified)).OfType<int>().ToArray();
        if (watches.Distinct().Count() == descriptors.Count())
            return new(queue, watches);
        queue.Close();
        return null;
    }

    /// <summary>Adds the channels that were written to since the last call, a burst each.</summary>
    /// <returns>Whether there were any.</returns>
    public bool TakeInto(List<int> bursts)
    {
        var events = _queue.Take();
        foreach (var channel in events.Select(e => Array.IndexOf(_watches, e.Entry.Watch)))
        {
            // Below zero: the queue ran over, and nobody knows.
            if (channel >= 0 && (bursts.Count == 0 || bursts[^1] != channel))
                bursts.Add(channel);
        }

        return events.Count > 0;
    }

    /// <summary>Ends it.</summary>
    public void Close() => _queue.Close();

    /// <summary>
    /// Puts what was read from two pipes in order. A burst is taken for a line, for programs write line by line; where there are more lines
    /// than bursts, the last burst has the rest.
    /// </summary>
    /// <param name="read">What was read from each.</param>
    /// <param name="bursts">Which of them was written to, in order.</param>
    public static IEnumerable<(int Channel, ReadOnlyMemory<byte> Bytes)> Arrange(IReadOnlyList<ReadOnlyMemory<byte>> read,
        IReadOnlyList<int> bursts)
    {
        var left = read.ToArray();
        var toCome = Enumerable.Range(0, left.Length).Select(c => bursts.Count(b => b == c)).ToArray();
        if (left.Count(l => !l.IsEmpty) > 1)
        {
            var lines = left.Select(l => Lines(l.Span)).ToArray();
            foreach (var channel in bursts)
            {
                // More bursts than lines: the first ones are of what was handed on before its event had come.
                if (toCome[channel]-- > lines[channel] || left[channel].IsEmpty)
                    continue;
                var end = toCome[channel] == 0 ? left[channel].Length : left[channel].Span.IndexOf((byte)'\n') + 1;
                lines[channel]--;
                yield return (channel, left[channel][..end]);
                left[channel] = left[channel][end..];
            }
        }

        for (var channel = 0; channel < left.Length; channel++)
        {
            if (!left[channel].IsEmpty)
                yield return (channel, left[channel]);
        }
    }

    private static int Lines(ReadOnlySpan<byte> bytes) => bytes.Count((byte)'\n') + (bytes.IsEmpty || bytes[^1] == '\n' ? 0 : 1);
}
