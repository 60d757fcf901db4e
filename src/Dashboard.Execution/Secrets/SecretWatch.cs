using System.Collections.Immutable;
using System.Text;
using Dashboard.Core.Attempts;

namespace Dashboard.Execution.Secrets;

/// <summary>Follows the declared secrets of one attempt: files may be made, changed and moved away while a step runs.</summary>
/// <param name="reader">Looks at them.</param>
/// <param name="sources">The secrets.</param>
/// <param name="memory">What has been a secret in the run.</param>
/// <param name="follows">Whether there is more than one look, so that what happens in between counts.</param>
internal sealed class SecretWatch(SecretReader reader, ImmutableArray<SecretSource> sources, SecretMemory memory, bool follows = true)
    : IDisposable
{
    /// <summary>So often all is read again in one look because something changed meanwhile.</summary>
    private const int MostReadings = 3;

    private readonly VersionFollower? _versions = follows ? reader.Follower() : null;
    private readonly ImmutableArray<SecretSource> _onHost = [.. sources.Where(s => s.Container is null)];
    private readonly ImmutableArray<SecretSource> _inContainers = [.. sources.Where(s => s.Container is not null)];
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<SecretSource, Followed> _followed = [];
    private bool _begun;

    /// <summary>Whether a look means to run a command in a container.</summary>
    public bool AsksContainers => sources.Any(s => s is { Container: not null, Path: not null });

    /// <summary>Whether there is anything to look at again.</summary>
    public bool Looks => reader.Defences.Looks && sources.Any(s => s.Path is not null);

    /// <summary>What is known of each declared secret, for the evidence.</summary>
    public ImmutableArray<KnownSecret> Facts => [.. sources.Where(_followed.ContainsKey).Select(s => _followed[s].Fact(s))];

    /// <summary>
    /// Looks at what may have changed since the last look. Never throws: what could not be looked at is a problem like any other.
    /// </summary>
    /// <param name="thorough">Looks at everything, whatever the files' times say.</param>
    /// <returns>Values that were not known before, and why not everything can be masked (null when it can).</returns>
    public async Task<(ImmutableArray<ReadOnlyMemory<byte>> Fresh, string? Problem)> LookAsync(bool thorough)
    {
        try
        {
            var (look, slow) = _onHost.IsEmpty ? (null, null) : await reader.WithinLimitAsync(_onHost, enter => OnHost(thorough, enter));
            var inside = _inContainers.IsEmpty ? [] : await reader.ReadAsync(_inContainers);
            var fresh = (look?.Found ?? []).Concat(_inContainers.Zip(inside, (source, reading) => new Seen(source, "", reading)))
                .SelectMany(Follow).ToImmutableArray();
            memory.Add(fresh);
            return (fresh, slow ?? Problem() ?? look?.Lost);
        }
        catch (Exception e)
        {
            return ([], $"The declared secrets could not be looked at: {e.Message}");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _versions?.Dispose();

    // May go on after nobody waits for it any more, and so leaves to others what must be remembered.
    private Look OnHost(bool thorough, Action<SecretSource> enter)
    {
        if (!_begun)
        {
            _begun = true;
            _versions?.Follow(_onHost.Where(s => Path.IsPathRooted(s.Path) && !s.Path.Contains('\0', StringComparison.Ordinal))
                .Select(Entered));
        }

        var found = new List<Seen>();
        for (var readings = 1; ; readings++)
        {
            // Before the files are read: a version that comes between the two is then told by the settling, and all is read again.
            var mark = _versions?.Mark() ?? 0;
            foreach (var source in _onHost.Where(s => s.Path is not null || thorough))
            {
                enter(source);
                var stamp = reader.Stamp(source);
                if ((thorough && readings == 1) || stamp.Length == 0 || !_followed.TryGetValue(source, out var followed)
                    || followed.Stamp != stamp || _versions?.Waits(source.Path!) == true)
                    found.Add(new(source, stamp, reader.Read(source)));
            }

            if (_versions is null || found.Count == 0 || _versions.Settle(mark) || readings == MostReadings || _versions.Lost is not null)
                return new(found, _versions?.Lost);
        }

        string Entered(SecretSource source)
        {
            enter(source);
            return source.Path!;
        }
    }

    private ReadOnlyMemory<byte>[] Follow(Seen seen)
    {
        var followed = _followed.GetValueOrDefault(seen.Source) ?? new(seen.Reading) { Reading = seen.Reading };
        _followed[seen.Source] = followed;
        (followed.Stamp, followed.Reading) = (seen.Stamp, seen.Reading);
        followed.Keep(seen.Reading.Values);
        return [.. seen.Reading.Values.Where(v => _known.Add(Encoding.Latin1.GetString(v.Span)))];
    }

    // A host's file that cannot be read is no matter when the step's own view of that path, in its container, is known.
    private string? Problem() => _followed
        .Where(f => f.Value.Reading.State == SecretState.Refused && !(f.Key.Container is null && _followed.Any(o =>
            o.Key.Container is not null && o.Key.Path == f.Key.Path && o.Value.Reading.State == SecretState.Known)))
        .Select(f => f.Value.Reading.Words).FirstOrDefault();

    private sealed record Look(List<Seen> Found, string? Lost);

    private sealed record Seen(SecretSource Source, string Stamp, SecretReading Reading);

    private sealed class Followed(SecretReading first)
    {
        private readonly SecretReading _first = first;
        private readonly HashSet<string> _values = new(StringComparer.Ordinal);

        public string Stamp { get; set; } = "";

        public required SecretReading Reading { get; set; }

        public void Keep(IEnumerable<ReadOnlyMemory<byte>> values) =>
            _values.UnionWith(values.Select(v => Encoding.Latin1.GetString(v.Span)));

        public KnownSecret Fact(SecretSource source) => new(
            source.Container is { } container ? $"{source.Name} in {container}" : source.Name,
            _values.Count,
            Reading.State != SecretState.Known ? Reading.Words
            : _first.State == SecretState.Absent ? "not there at the start"
            : _values.Count > _first.Values.Length ? "changed while the step ran"
            : null);
    }
}
