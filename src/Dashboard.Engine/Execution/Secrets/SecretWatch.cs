using System.Collections.Immutable;
using System.Text;
using Dashboard.Core.Runs;

namespace Dashboard.Engine.Execution.Secrets;

/// <summary>Follows the declared secrets of one attempt: files may be made, changed and moved away while a step runs.</summary>
internal sealed class SecretWatch(SecretReader reader, ImmutableArray<SecretSource> sources, SecretMemory memory) : IDisposable
{
    private readonly VersionCounter _versions = new();
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<SecretSource, Followed> _followed = [];

    /// <summary>Whether a look means to run a command in a container.</summary>
    public bool AsksContainers => sources.Any(s => s is { Container: not null, Path: not null });

    /// <summary>Whether there is anything to look at again.</summary>
    public bool Looks => reader.Defences.Looks && sources.Any(s => s.Path is not null);

    /// <summary>What is known of each declared secret, for the evidence.</summary>
    public ImmutableArray<KnownSecret> Facts => [.. sources.Where(_followed.ContainsKey).Select(s => _followed[s].Fact(s))];

    /// <summary>Looks at what may have changed since the last look. Never throws: what could not be looked at is a problem like any other.</summary>
    /// <param name="thorough">Looks at everything, whatever the files' times say.</param>
    /// <returns>Values that were not known before, and why not everything can be masked (null when it can).</returns>
    public async Task<(ImmutableArray<ReadOnlyMemory<byte>> Fresh, string? Problem)> LookAsync(bool thorough)
    {
        try
        {
            // Before the files are read: a version that comes between the two is then counted, and read, by the next look.
            var versions = Versions();
            var stamps = sources.ToDictionary(s => s, reader.Stamp);
            SecretSource[] due = [.. sources.Where(s => thorough || stamps[s].Length == 0 || !_followed.TryGetValue(s, out var f) || f.Stamp != stamps[s])];
            var readings = await reader.ReadAsync(due);
            var fresh = due.Zip(readings).SelectMany(pair => Follow(pair.First, stamps[pair.First], pair.Second)).ToImmutableArray();
            memory.Add(fresh);
            return (fresh, Problem() ?? versions);
        }
        catch (Exception e)
        {
            return ([], $"The declared secrets could not be looked at: {e.Message}");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _versions.Dispose();

    private string? Versions()
    {
        if (!reader.Defences.Versions)
            return null;
        if (_followed.Count > 0)
        {
            return _versions.Take() > 1
                ? "A declared secret file was written more than once before it could be read again, so a value that it held in between is not known. Write it once in a step, or print nothing of it."
                : null;
        }

        foreach (var path in sources.Where(s => s.Container is null && Path.IsPathRooted(s.Path)).Select(s => s.Path!))
            _versions.Follow(path);
        return null;
    }

    private ReadOnlyMemory<byte>[] Follow(SecretSource source, string stamp, SecretReading reading)
    {
        var followed = _followed.GetValueOrDefault(source) ?? new(reading) { Reading = reading };
        _followed[source] = followed;
        (followed.Stamp, followed.Reading) = (stamp, reading);
        followed.Keep(reading.Values);
        return [.. reading.Values.Where(v => _known.Add(Encoding.Latin1.GetString(v.Span)))];
    }

    // A host's file that cannot be read is no matter when the step's own view of that path, in its container, is known.
    private string? Problem() => _followed
        .Where(f => f.Value.Reading.State == SecretState.Refused && !(f.Key.Container is null && _followed.Any(o =>
            o.Key.Container is not null && o.Key.Path == f.Key.Path && o.Value.Reading.State == SecretState.Known)))
        .Select(f => f.Value.Reading.Words).FirstOrDefault();

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
