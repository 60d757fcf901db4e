using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;
using Dashboard.Execution.Containers;

namespace Dashboard.Execution.Secrets;

/// <summary>
/// Looks at declared secrets, on this host and in containers, and never waits long: storage that hangs must not hang a run.
/// </summary>
internal sealed class SecretReader(ContainerExec containers, ContainerFiles files, SecretDefences defences, TimeProvider time)
{
    /// <summary>How long one look may take.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    // What hangs keeps its thread. The next one who asks for the same path waits for that look instead of losing another thread.
    private readonly ConcurrentDictionary<string, Task<SecretReading>> _underWay = new(StringComparer.Ordinal);

    // Looks that took too long, by the path that they hang at. Until they end, nobody else goes there.
    private readonly ConcurrentDictionary<string, Task> _hanging = new(StringComparer.Ordinal);

    /// <summary>What is switched on.</summary>
    public SecretDefences Defences => defences;

    /// <summary>Follows the versions of files; null when that is switched off.</summary>
    public VersionFollower? Follower() => defences.Versions ? new(time) : null;

    /// <summary>
    /// Something that changes when the content of a file on this host may have changed; empty when it cannot be told cheaply. May wait for
    /// storage that hangs.
    /// </summary>
    public string Stamp(SecretSource source) =>
        source.Path is { } path && NeedsNoLook(source) is null ? HostSecrets.Stamp(path, time.GetUtcNow()) : "";

    /// <summary>Looks at a source on this host. May wait for storage that hangs.</summary>
    public SecretReading Read(SecretSource source) =>
        Kept(source, NeedsNoLook(source) ?? HostSecrets.Read(source.Name, source.Path!, defences));

    /// <summary>Does what may wait for storage that hangs, but not for longer than a look may take.</summary>
    /// <param name="sources">All sources that it goes to.</param>
    /// <param name="work">The work; it tells each source before it goes there.</param>
    /// <returns>What it found; or why not, when it took too long or something hangs there already.</returns>
    public async Task<(T? Found, string? Problem)> WithinLimitAsync<T>(IReadOnlyList<SecretSource> sources,
        Func<Action<SecretSource>, T> work)
    {
        if (sources.FirstOrDefault(s => s.Path is not null && _hanging.ContainsKey(s.Path)) is { } known)
            return (default, TimedOut(known));
        SecretSource? current = null;
        var look = Task.Run(() => work(s => Volatile.Write(ref current, s)));
        try
        {
            return (await look.WaitAsync(Limit, time), null);
        }
        catch (TimeoutException)
        {
            var slow = Volatile.Read(ref current) ?? sources[0];
            if (_hanging.TryAdd(slow.Path ?? "", look))
                _ = look.ContinueWith(t => _hanging.TryRemove(slow.Path ?? "", out _), TaskScheduler.Default);
            return (default, TimedOut(slow));
        }
    }

    /// <summary>Looks at these sources, each as it is now.</summary>
    public async Task<ImmutableArray<SecretReading>> ReadAsync(IReadOnlyList<SecretSource> sources)
    {
        var all = new SecretReading[sources.Count];
        for (var i = 0; i < all.Length; i++)
        {
            if (sources[i].Container is null)
                all[i] = NeedsNoLook(sources[i]) ?? await OnHostAsync(sources[i], sources[i].Path!);
        }

        foreach (var inside in Enumerable.Range(0, all.Length).Where(i => sources[i].Container is not null)
            .GroupBy(i => sources[i].Container!))
        {
            int[] places = [.. inside];
            using var limit = new CancellationTokenSource(Limit, time);
            var found = await ContainerSecrets.ReadAsync(containers, files, inside.Key, [.. places.Select(i => sources[i])],
                defences, limit.Token);
            for (var i = 0; i < places.Length; i++)
                all[places[i]] = found[i];
        }

        return [.. sources.Zip(all, Kept)];
    }

    private static SecretReading? NeedsNoLook(SecretSource source) =>
        source.Path is not { } path ? SecretReading.Absent("not set in this run")
        : Path.IsPathRooted(path) ? null
        : SecretReading.Refused($"{source.Name} is “{path}”, which means another file in each folder. Write the whole path, beginning with "
            + "a slash; open a new run with it.")
            with
        { OnlyForSteps = true };

    private static string TimedOut(SecretSource source) =>
        $"The secret file {source.Name} ({source.Path}) could not be read within {Limit.TotalSeconds} s, so its content cannot be masked. "
            + "Look after what it lies on, or move it away.";

    private SecretReading Kept(SecretSource source, SecretReading reading) =>
        reading.State == SecretState.Refused && !defences.Refusals ? SecretReading.Absent("passed over")
        : source.Only.IsEmpty || reading.State != SecretState.Known ? reading
        : reading with { Values = Named(source.Only, reading.Values) };

    // Of a known file the first value is the file itself.
    private ImmutableArray<ReadOnlyMemory<byte>> Named(ImmutableArray<string> names, ImmutableArray<ReadOnlyMemory<byte>> values)
    {
        var named = new SecretValues(defences);
        foreach (var line in values.IsEmpty ? [] : Encoding.UTF8.GetString(values[0].Span).Split('\n'))
        {
            if (line.Split('=', 2) is [var name, var value] && names.Contains(name) && value.TrimEnd('\r') is { Length: > 0 } written)
                named.Add(Encoding.UTF8.GetBytes(written), name);
        }

        return named.ToImmutable();
    }

    private async Task<SecretReading> OnHostAsync(SecretSource source, string path)
    {
        if (_hanging.ContainsKey(path))
            return SecretReading.Refused(TimedOut(source));
        var look = _underWay.GetOrAdd(path, p => Task.Run(() => HostSecrets.Read(source.Name, p, defences)));
        try
        {
            return await look.WaitAsync(Limit, time);
        }
        catch (TimeoutException)
        {
            return SecretReading.Refused(TimedOut(source));
        }
        finally
        {
            if (look.IsCompleted)
                _underWay.TryRemove(new(path, look));
        }
    }
}
