using Dashboard.Engine;
using Dashboard.Engine.DependencyInjection;
using Dashboard.Engine.Ports;
using Dashboard.Storage.DependencyInjection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Dashboard.Testing;

/// <summary>
/// Composes and starts the engine as the host does, on a folder of its own. Tests and benchmarks have no other composition.
/// </summary>
internal static class EngineBuilder
{
    /// <summary>The services of a server whose data and runbooks lie below a folder.</summary>
    public static ServiceCollection Services(string folder, Action<EngineOptions>? configure = null)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddDataProtection();
        services.Configure<EngineOptions>(options =>
        {
            options.Data = Path.Combine(folder, "data");
            options.Runbooks = Path.Combine(folder, "runbooks");
            configure?.Invoke(options);
        });
        services.AddEngine().AddSqlite();
        return services;
    }

    /// <summary>Starts a server: the database first, then what runs in the background.</summary>
    public static async Task StartAsync(IServiceProvider services)
    {
        await services.GetRequiredService<IDatabase>().InitialiseAsync();
        foreach (var hosted in services.GetServices<IHostedService>())
            await hosted.StartAsync(CancellationToken.None);
    }
}
