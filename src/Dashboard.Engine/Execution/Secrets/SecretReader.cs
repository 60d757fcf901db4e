using System.Collections.Concurrent;
using System.Collections.Immutable;
using Dashboard.Engine.Execution.Containers;

namespace Dashboard.Engine.Execution.Secrets;

/// <summary>Looks at declared secrets, on this host and in containers, and never waits long: storage that hangs must not hang a run.</summary>
internal sealed class SecretReader(ContainerExec containers, SecretDefences defences, TimeProvider time)
{
    /// <summary>How long one look may take.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    // What hangs keeps its thread. The next one who asks for the same path waits for that look instead of losing another thread.
    private readonly ConcurrentDictionary<string, Task<SecretReading>> _underWay = new(StringComparer.Ordinal);

    /// <summary>What is switched on.</summary>
    public SecretDefences Defences => defences;

    /// <summary>Something that changes when the content may have changed; empty when it cannot be told cheaply.</summary>
    public string Stamp(SecretSource source) => source is { Container: null, Path: { } path } ? HostSecrets.Stamp(path, time.GetUtcNow()) : "";

    /// <summary>Looks at these sources, each as it is now.</summary>
    public async Task<ImmutableArray<SecretReading>> ReadAsync(IReadOnlyList<SecretSource> sources)
    {
        var all = new SecretReading[sources.Count];
        for (var i = 0; i < all.Length; i++)
        {
            if (sources[i].Container is null)
                all[i] = await OnHostAsync(sources[i]);
        }

        foreach (var inside in Enumerable.Range(0, all.Length).Where(i => sources[i].Container is not null).GroupBy(i => sources[i].Container!))
        {
            int[] places = [.. inside];
            using var limit = new CancellationTokenSource(Limit, time);
            var found = await ContainerSecrets.ReadAsync(containers, inside.Key, [.. places.Select(i => sources[i])], defences, limit.Token);
            for (var i = 0; i < places.Length; i++)
                all[places[i]] = found[i];
        }

        return [.. all.Select(r => r.State == SecretState.Refused && !defences.Refusals ? SecretReading.Absent("passed over") : r)];
    }

    private async Task<SecretReading> OnHostAsync(SecretSource source)
    {
        if (source.Path is not { } path)
            return SecretReading.Absent("not set in this run");
        if (!Path.IsPathRooted(path))
        {
            return SecretReading.Refused($"{source.Name} is “{path}”, which means another file in each folder. Write the whole path, beginning with a slash; open a new run with it.")
                with
            { OnlyForSteps = true };
        }

        var look = _underWay.GetOrAdd(path, p => Task.Run(() => HostSecrets.Read(source.Name, p, defences)));
        try
        {
            return await look.WaitAsync(Limit, time);
        }
        catch (TimeoutException)
        {
            return SecretReading.Refused($"The secret file {source.Name} ({path}) could not be read within {Limit.TotalSeconds} s, so its content cannot be masked. Look after what it lies on, or move it away.");
        }
        finally
        {
            if (look.IsCompleted)
                _underWay.TryRemove(new(path, look));
        }
    }
}
