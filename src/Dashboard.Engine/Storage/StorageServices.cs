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
        services.AddSingleton<ILedgerStore, LedgerStore>();
        services.AddSingleton<IRunQueries, RunQueries>();
        return services;
    }
}
