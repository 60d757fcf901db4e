using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Options;

namespace Dashboard.Execution.Processes;

/// <summary>
/// Makes a cgroup for each attempt, below the server's own: where the host has cgroups of version 2 and the server may write there (root, a
/// user session, a service with <c>Delegate=yes</c>). Elsewhere attempts have their process group alone.
/// </summary>
internal sealed class AttemptCgroups(IOptions<ExecutionOptions> options, CgroupRoot root, TimeProvider time) : IDisposable
{
    private const string Prefix = "cutover-";

    /// <summary>A cgroup that is empty and younger than this may be somebody's who is about to join it.</summary>
    private static readonly TimeSpan Young = TimeSpan.FromMinutes(1);

    private readonly ConcurrentQueue<string> _kept = [];
    private readonly Lazy<CgroupPlace> _place = new(() => Find(options.Value, root, time.GetUtcNow() - Young));

    /// <summary>Whether the settings limit steps.</summary>
    public bool HasLimits => new CgroupLimits(options.Value).Any;

    /// <summary>Why the limits of the settings cannot be kept; null when they can, or when there are none.</summary>
    public string? LimitProblem => HasLimits ? _place.Value.LimitProblem ?? _place.Value.Problem : null;

    /// <summary>The cgroup of an attempt, and in how far that is what keeps its processes together.</summary>
    /// <param name="attempt">The attempt's id.</param>
    public (AttemptCgroup? Cgroup, string Words) Make(string attempt)
    {
        var place = _place.Value;
        if (place.Folder is null)
            return (null, $"process group: {place.Problem}");
        Tidy();
        // Further tries of a step come while something of an earlier one may go on.
        for (var number = 1; ; number++)
        {
            var folder = Path.Combine(place.Folder,
                number == 1 ? Prefix + attempt : string.Create(CultureInfo.InvariantCulture, $"{Prefix}{attempt}-{number}"));
            if (Directory.Exists(folder))
                continue;
            try
            {
                Directory.CreateDirectory(folder);
                var cgroup = new AttemptCgroup(folder);
                var limits = new CgroupLimits(options.Value);
                var problem = place.LimitProblem ?? limits.Set(folder);
                return (cgroup, problem is not null ? $"cgroup; {problem}" : limits.Any ? $"cgroup, {limits.Words}" : "cgroup");
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                AttemptCgroup.Remove(folder);
                return (null, $"process group: no cgroup could be made ({e.Message})");
            }
        }
    }

    /// <summary>The attempt has ended. What goes on in its cgroup goes on, and the cgroup with it.</summary>
    public void Release(AttemptCgroup cgroup)
    {
        cgroup.Dispose();
        if (!AttemptCgroup.Remove(cgroup.Folder))
            _kept.Enqueue(cgroup.Folder);
    }

    /// <inheritdoc/>
    public void Dispose() => Tidy();

    private void Tidy()
    {
        for (var left = _kept.Count; left > 0 && _kept.TryDequeue(out var folder); left--)
        {
            if (!AttemptCgroup.Remove(folder))
                _kept.Enqueue(folder);
        }
    }

    private static CgroupPlace Find(ExecutionOptions options, CgroupRoot root, DateTimeOffset old)
    {
        if (root.Folder is not { } folder)
            return new(null, root.Problem);
        var place = CgroupPlace.At(folder, new CgroupLimits(options));
        if (place.Folder is not null)
            Sweep(place.Folder, old);
        return place;
    }

    // A server that was killed left those of its attempts. The kernel removes none that something is in.
    private static void Sweep(string folder, DateTimeOffset before)
    {
        foreach (var old in new DirectoryInfo(folder).EnumerateDirectories(Prefix + "*")
            .Where(d => d.LastWriteTimeUtc < before.UtcDateTime))
            AttemptCgroup.Remove(old.FullName);
    }
}
