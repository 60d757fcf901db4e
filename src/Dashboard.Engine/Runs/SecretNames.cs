using System.Collections.Immutable;
using Dashboard.Core.Runs;
using Dashboard.Execution.Secrets;

namespace Dashboard.Engine.Runs;

/// <summary>Which secrets of a run the server has: they are kept in its memory alone, and gone when it is restarted.</summary>
internal static class SecretNames
{
    /// <summary>Those that have to be entered again; empty when all are there, and when the run is closed.</summary>
    /// <param name="run">The run.</param>
    /// <param name="memory">What is known of it; null for nothing.</param>
    public static ImmutableArray<string> Missing(RunState run, SecretMemory? memory)
    {
        if (!run.IsOpen || !run.SecretNames.Any())
            return [];
        var named = memory?.Named;
        return [.. run.SecretNames.Where(name => named?.ContainsKey(name) != true).Order(StringComparer.Ordinal)];
    }
}
