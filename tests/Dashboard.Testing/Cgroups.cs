using Dashboard.Execution.Processes;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Testing;

/// <summary>The engine with a cgroup for each attempt, and without: as on a host that has none.</summary>
internal static class Cgroups
{
    /// <summary>Where a test needs them and the host has none, it says so and is skipped.</summary>
    public static void Need() => Assert.SkipWhen(Missing() is not null, $"Attempts have no cgroup here: {Missing()}.");

    /// <summary>What to change of the services, so that attempts have cgroups, or have none.</summary>
    public static Action<IServiceCollection>? Used(bool cgroups)
    {
        if (cgroups)
            Need();
        return cgroups ? null : services => services.AddSingleton(new CgroupRoot(null, "a test says so"));
    }

    /// <summary>Those of this host whose name has this in it.</summary>
    public static string[] Named(string part) => Directory.GetDirectories(CgroupRoot.Own().Folder!, $"*{part}*");

    private static string? Missing() => CgroupRoot.Own() is { Folder: { } folder }
        ? CgroupPlace.At(folder, new(new())) is { Folder: null } place ? place.Problem : null
        : CgroupRoot.Own().Problem;
}
