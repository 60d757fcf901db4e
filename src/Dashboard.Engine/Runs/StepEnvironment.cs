using System.Collections.Immutable;
using Dashboard.Core.Runs;

namespace Dashboard.Engine.Runs;

/// <summary>The whole environment of a step: four fixed variables and the run's inputs. Nothing of the server's.</summary>
internal static class StepEnvironment
{
    public static ImmutableSortedDictionary<string, string> Of(RunOpened opened)
    {
        var all = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        all.AddRange(opened.Inputs);
        all["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
        all["HOME"] = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) is { Length: > 0 } home ? home : "/";
        all["LANG"] = "C.UTF-8";
        all["TZ"] = "UTC";
        return all.ToImmutable();
    }
}
