using System.Diagnostics;
using System.Text.Json;
using Dashboard.Benchmarks.Support;
using Dashboard.Engine.Evidence.Bundles;
using Dashboard.Engine.Evidence.Queries;
using Dashboard.Engine.Runs;
using Dashboard.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Benchmarks.Proof;

/// <summary>What a process that did nothing but export found.</summary>
/// <param name="Seconds">How long it took.</param>
/// <param name="PeakMemory">The most memory the process ever held, in bytes.</param>
internal sealed record ExportFigures(double Seconds, long PeakMemory);

/// <summary>Exports the first run of an engine's data in a process of its own, as <c>dashboard export</c> does.</summary>
internal static class ExportChild
{
    /// <summary>The first argument of such a process; the engine's folder and the bundle's place follow.</summary>
    public const string Switch = "--export-child";

    /// <summary>Starts such a process and reads what it found.</summary>
    public static async Task<ExportFigures> StartAsync(string folder, string target) =>
        JsonSerializer.Deserialize<ExportFigures>(await ChildProcess.ReadAsync(Switch, folder, target))!;

    /// <summary>The process's own part.</summary>
    public static async Task<int> RunAsync(string folder, string target)
    {
        await using var provider = EngineBuilder.Services(folder).BuildServiceProvider();
        var start = Stopwatch.GetTimestamp();
        var summary = await provider.GetRequiredService<IRunQueries>().FindRunAsync(1);
        var run = await provider.GetRequiredService<RunReader>().FindAsync(summary!.RunId);
        var writer = provider.GetRequiredService<BundleWriter>();
        if (target.EndsWith(".zip", StringComparison.Ordinal))
        {
            await using var file = File.Create(target);
            await using var zip = await ZipTarget.OpenAsync(file, CancellationToken.None);
            await writer.WriteAsync(run!, zip);
        }
        else
        {
            await using var bundle = new FolderTarget(target);
            await writer.WriteAsync(run!, bundle);
        }

        Console.WriteLine(
            JsonSerializer.Serialize(new ExportFigures(Stopwatch.GetElapsedTime(start).TotalSeconds, ChildProcess.PeakMemory())));
        return 0;
    }
}
