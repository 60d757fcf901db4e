using Dashboard.Engine;
using Dashboard.Engine.Accounts;
using Dashboard.Storage.DependencyInjection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Dashboard.Testing;

/// <summary>Composes storage and accounts as the host does, without the engine. Tests have no other composition of them.</summary>
internal static class StorageBuilder
{
    /// <summary>The services of a server on a data folder, not started: nobody holds the database yet.</summary>
    /// <param name="data">The data folder.</param>
    /// <param name="time">The clock.</param>
    /// <param name="addStorage">Adds what stands behind the ports; SQLite by default.</param>
    public static ServiceProvider Build(string data, TimeProvider time, Action<IServiceCollection>? addStorage = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton(Options.Create(new EngineOptions { Data = data, Runbooks = data }));
        services.AddSingleton(time);
        services.AddLogging();
        (addStorage ?? (sqlite => sqlite.AddSqlite())).Invoke(services);
        services.AddAccounts();
        return services.BuildServiceProvider();
    }
}
