using System.Collections.Immutable;
using System.Text;
using Dashboard.Core.Output;
using Dashboard.Engine.Ports;
using Dashboard.Execution.Output;
using Dashboard.Testing;

namespace Dashboard.Tests.Doubles;

/// <summary>The store's reading side, in memory, for panes and downloads. Nothing on the screens writes to the store.</summary>
internal sealed class FakeOutput : IOutputStore, IBlobStore
{
    private readonly List<OutputChunk> _chunks = [];

    public Dictionary<string, byte[]> Blobs { get; } = [];

    public FakeOutput Write(string attemptId, string text, OutputChannel channel = OutputChannel.Stdout, long skip = 0)
    {
        var last = _chunks.LastOrDefault(c => c.AttemptId == attemptId)?.Number ?? 0;
        _chunks.Add(new(attemptId, last + 1 + skip, channel, RunBuilder.Start, Encoding.UTF8.GetBytes(text)));
        return this;
    }

    public Task<ImmutableArray<OutputChunk>> ReadOutputAsync(string attemptId, long fromNumber, long maxBytes,
        CancellationToken cancellation = default) =>
        Task.FromResult<ImmutableArray<OutputChunk>>(
            [.. Take(_chunks.Where(c => c.AttemptId == attemptId && c.Number >= fromNumber), maxBytes)]);

    /// <summary>Until then the reading of a tail takes, as on a busy disk; what it reads is what there was when it began.</summary>
    public Task Held { get; set; } = Task.CompletedTask;

    public async Task<ImmutableArray<OutputChunk>> ReadOutputTailAsync(string attemptId, long maxBytes,
        CancellationToken cancellation = default)
    {
        ImmutableArray<OutputChunk> read = [.. Take(_chunks.Where(c => c.AttemptId == attemptId).Reverse(), maxBytes).Reverse()];
        await Held;
        return read;
    }

    public Task<byte[]?> ReadBlobAsync(string digest, CancellationToken cancellation = default) =>
        Task.FromResult(Blobs.GetValueOrDefault(digest));

    public Task AppendOutputAsync(IReadOnlyList<OutputChunk> chunks, CancellationToken cancellation = default) =>
        throw new NotSupportedException("The screens do not write.");

    private static IEnumerable<OutputChunk> Take(IEnumerable<OutputChunk> chunks, long most)
    {
        long sum = 0;
        return chunks.TakeWhile(c => (sum += c.Bytes.Length) <= most || sum == c.Bytes.Length);
    }
}
