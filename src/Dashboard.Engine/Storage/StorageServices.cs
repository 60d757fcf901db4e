using Dashboard.Engine.Evidence.Lists;
using Dashboard.Engine.Evidence.Search;
using Dashboard.Execution.Output;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Dashboard.Engine.Storage;

/// <summary>Registers the database and the ledger.</summary>
public static class StorageServices
{
    /// <summary>Adds <see cref="EvidenceDatabase"/>, <see cref="EvidenceDbContext"/>, <see cref="ILedgerStore"/> and <see cref="IRunQueries"/>.</summary>
    public static IServiceCollection AddStorage(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddDbContextFactory<EvidenceDbContext>((provider, builder) => builder
            .UseSqlite(Connections.StringOf(provider.GetRequiredService<IOptions<EngineOptions>>().Value.DatabaseFile))
            .AddInterceptors(new Connections.Interceptor()));
        services.AddSingleton<EvidenceDatabase>();
        services.AddSingleton<DatabaseReader>();
        services.AddSingleton<LedgerStore>();
        services.AddSingleton<ILedgerStore>(provider => provider.GetRequiredService<LedgerStore>());
        services.AddSingleton<IOutputStore>(provider => provider.GetRequiredService<LedgerStore>());
        services.AddSingleton<IOutputBlocks>(provider => provider.GetRequiredService<LedgerStore>());
        services.AddSingleton<RowCheck>();
        services.AddSingleton<IRunQueries, RunQueries>();
        return services;
    }
}
