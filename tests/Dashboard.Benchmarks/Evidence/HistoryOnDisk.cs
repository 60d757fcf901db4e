using Dashboard.Engine;
using Dashboard.Engine.Evidence.Audit;
using Dashboard.Engine.Evidence.Queries;
using Dashboard.Engine.Ports;
using Dashboard.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Dashboard.Benchmarks.Evidence;

/// <summary>A history, and the engine's reading side over it. Nothing runs in the background.</summary>
internal sealed class HistoryOnDisk : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private HistoryOnDisk(ServiceProvider services, int runs) => (_services, Runs) = (services, runs);

    /// <summary>How many runs there are.</summary>
    public int Runs { get; }

    public IEvidenceQueries Queries => _services.GetRequiredService<IEvidenceQueries>();

    public AuditQueries Audit => _services.GetRequiredService<AuditQueries>();

    public IServiceProvider Services => _services;

    public string Database => _services.GetRequiredService<IOptions<EngineOptions>>().Value.DatabaseFile;

    /// <summary>Writes one.</summary>
    public static async Task<HistoryOnDisk> WriteAsync(string folder, int runs)
    {
        var history = new HistoryOnDisk(EngineBuilder.Services(folder).BuildServiceProvider(), runs);
        await history._services.GetRequiredService<IDatabase>().InitialiseAsync();
        await Task.Run(() => new History(history.Database, seed: 20_26_11).Write(runs));
        return history;
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
