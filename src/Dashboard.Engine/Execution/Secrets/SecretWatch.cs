using System.Collections.Immutable;
using System.Text;
using Dashboard.Core.Runs;
using Dashboard.Engine.Execution.Masking;

namespace Dashboard.Engine.Execution.Secrets;

/// <summary>What has ever been a secret in one run: a value that was replaced is still known to whoever saw it.</summary>
internal sealed class SecretMemory
{
    /// <summary>The most values that are kept; the oldest go first.</summary>
    private const int Most = 20_000;

    private readonly Lock _lock = new();
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly Queue<ReadOnlyMemory<byte>> _values = new();

    /// <summary>All of them.</summary>
    public ImmutableArray<ReadOnlyMemory<byte>> Values
    {
        get
        {
            lock (_lock)
                return [.. _values];
        }
    }

    /// <summary>Keeps values.</summary>
    public void Add(IEnumerable<ReadOnlyMemory<byte>> values)
    {
        lock (_lock)
        {
            foreach (var value in values.Where(v => _known.Add(Encoding.Latin1.GetString(v.Span))))
                _values.Enqueue(value);
            while (_values.Count > Most)
                _known.Remove(Encoding.Latin1.GetString(_values.Dequeue().Span));
        }
    }
}

/// <summary>Follows the declared secrets of one attempt: files may be made, changed and moved away while a step runs.</summary>
internal sealed class SecretWatch(SecretReader reader, ImmutableArray<SecretSource> sources, SecretMemory memory)
{
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<SecretSource, Followed> _followed = [];

    /// <summary>Whether a look means to run a command in a container.</summary>
    public bool AsksContainers => sources.Any(s => s is { Container: not null, Path: not null });

    /// <summary>Whether there is anything to look at again.</summary>
    public bool Looks => reader.Defences.Looks && sources.Any(s => s.Path is not null);

    /// <summary>What is known of each declared secret, for the evidence.</summary>
    public ImmutableArray<KnownSecret> Facts => [.. sources.Where(_followed.ContainsKey).Select(s => _followed[s].Fact(s))];

    /// <summary>Looks at what may have changed since the last look.</summary>
    /// <param name="thorough">Looks at everything, whatever the files' times say.</param>
    /// <returns>Values that were not known before, and why not everything can be masked (null when it can).</returns>
    public async Task<(ImmutableArray<ReadOnlyMemory<byte>> Fresh, string? Problem)> LookAsync(bool thorough)
    {
        var stamps = sources.ToDictionary(s => s, reader.Stamp);
        SecretSource[] due = [.. sources.Where(s => thorough || stamps[s].Length == 0 || !_followed.TryGetValue(s, out var f) || f.Stamp != stamps[s])];
        var readings = await reader.ReadAsync(due);
        var fresh = ImmutableArray.CreateBuilder<ReadOnlyMemory<byte>>();
        for (var i = 0; i < due.Length; i++)
        {
            var followed = _followed.GetValueOrDefault(due[i]) ?? new(readings[i]) { Reading = readings[i] };
            _followed[due[i]] = followed;
            (followed.Stamp, followed.Reading) = (stamps[due[i]], readings[i]);
            fresh.AddRange(readings[i].Values.Where(v => _known.Add(Encoding.Latin1.GetString(v.Span))));
            followed.Keep(readings[i].Values);
        }

        memory.Add(fresh);
        return (fresh.ToImmutable(), Problem(fresh));
    }

    // Only in the container where it is asked for: a host's file that cannot be read is no matter when the step's own view of the path is known.
    private string? Problem(IEnumerable<ReadOnlyMemory<byte>> fresh) =>
        _followed.Where(f => f.Value.Reading.State == SecretState.Refused && !(f.Key.Container is null && _followed.Any(o =>
                o.Key.Container is not null && o.Key.Path == f.Key.Path && o.Value.Reading.State == SecretState.Known)))
            .Select(f => f.Value.Reading.Words).FirstOrDefault()
        ?? (reader.Defences.Refusals ? SecretSet.Compile(fresh).Problems.FirstOrDefault() : null);

    private sealed class Followed(SecretReading first)
    {
        private readonly SecretReading _first = first;
        private readonly HashSet<string> _values = new(StringComparer.Ordinal);

        public string Stamp { get; set; } = "";

        public required SecretReading Reading { get; set; }

        public void Keep(IEnumerable<ReadOnlyMemory<byte>> values) => _values.UnionWith(values.Select(v => Encoding.Latin1.GetString(v.Span)));

        public KnownSecret Fact(SecretSource source) => new(
            source.Container is { } container ? $"{source.Name} in {container}" : source.Name,
            _values.Count,
            Reading.State != SecretState.Known ? Reading.Words
            : _first.State == SecretState.Absent ? "not there at the start"
            : _values.Count > _first.Values.Length ? "changed while the step ran"
            : null);
    }
}
