using System.Collections.Immutable;

namespace Dashboard.Linting.Compose;

/// <summary>A mount that a service of the merged model has.</summary>
/// <param name="Entry">The entry, in the file where it stands.</param>
/// <param name="Readings">What it can mean; the first is as it is written.</param>
/// <param name="Replaced">The entry with the same target that it replaces; null for none.</param>
internal sealed record ServiceMount(ComposeNode Entry, ImmutableArray<Mount> Readings, ComposeNode? Replaced)
{
    /// <summary>The entry as it is written.</summary>
    public Mount Written => Readings[0];
}

/// <summary>
/// The mounts that are left of a service's <c>volumes</c> when later entries have replaced earlier ones with the same target.
/// </summary>
internal sealed class ServiceMounts(Readings readings)
{
    /// <summary>The mounts of a service.</summary>
    /// <param name="service">A service of the merged model.</param>
    /// <param name="model">The model, for the volumes that it names.</param>
    public IEnumerable<ServiceMount> Of(ComposeMap service, ComposeMap model)
    {
        var mounts = new OrderedDictionary<string, ServiceMount>(StringComparer.Ordinal);
        foreach (var entry in service.Items("volumes"))
        {
            if (All(entry, model) is not [var written, ..] all)
                continue;
            var replaced = mounts.GetValueOrDefault(written.Key)?.Entry;
            mounts[written.Key] = new(entry, [.. all], replaced);
        }

        return mounts.Values;
    }

    private List<Mount> All(ComposeNode entry, ComposeMap model)
    {
        var mounts = new List<Mount>();
        if (entry is ComposeText text)
        {
            // Compose fills in variables before it splits the text, so a default may bring colons of its own.
            mounts.AddRange(readings.Of(text.Value).Select(Mount.Parse).OfType<Mount>());
        }
        else if (Mount.Read(entry) is { } mount)
        {
            mounts.Add(mount);
            mounts.AddRange(readings.Of(mount.Source).Skip(1).Select(source => mount with { Source = source }));
            mounts.AddRange(readings.Of(mount.Target).Skip(1).Select(target => mount with { Target = target }));
        }

        mounts.AddRange(mounts.Select(m => Device(m, model)).OfType<Mount>().ToList());
        return mounts;
    }

    /// <summary>
    /// What a named volume stands for: <c>driver_opts: {type: none, o: "bind,ro", device: /etc/keys}</c> mounts a folder of the host.
    /// </summary>
    private static Mount? Device(Mount mount, ComposeMap model) =>
        model.Map("volumes")?.Map(mount.Source)?.Map("driver_opts") is { } options && options.Text("device") is { } device
            ? mount with
            {
                Source = device.Value,
                ReadOnly = mount.ReadOnly || (options.Text("o")?.Value.Split(',').LastOrDefault(o => o is "ro" or "rw") == "ro"),
            }
            : null;
}
