using Dashboard.Engine;
using Dashboard.Engine.Ports;
using Dashboard.Execution.Output;
using Dashboard.Storage.Accounts;
using Dashboard.Storage.Database;
using Dashboard.Storage.Ledger;
using Dashboard.Storage.Lists;
using Dashboard.Storage.Verification;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Dashboard.Storage.DependencyInjection;

/// <summary>Registers SQLite behind the ports of the engine.</summary>
public static class StorageServices
{
    /// <summary>Adds what keeps the ledger, its lists, the index of outputs and the accounts, and what verifies and copies them.</summary>
    public static IServiceCollection AddSqlite(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddDbContextFactory<EvidenceDbContext>((provider, builder) => builder
            .UseSqlite(SqliteConnections.StringOf(provider.GetRequiredService<IOptions<EngineOptions>>().Value.DatabaseFile))
            .AddInterceptors(new SqliteConnections.Interceptor()));
        services.AddDbContext<EvidenceDbContext>(optionsLifetime: ServiceLifetime.Singleton);
        services.AddSingleton<EvidenceDatabase>();
        services.AddSingleton<IDatabase>(provider => provider.GetRequiredService<EvidenceDatabase>());
        services.AddSingleton<IDatabaseCheck, DatabaseCheck>();
        services.AddSingleton<IBackup, Backup>();
        services.AddSingleton<DatabaseReader>();
        services.AddSingleton<LedgerStore>();
        services.AddSingleton<ILedgerStore>(provider => provider.GetRequiredService<LedgerStore>());
        services.AddSingleton<IOutputStore>(provider => provider.GetRequiredService<ILedgerStore>());
        services.AddSingleton<IBlobStore>(provider => provider.GetRequiredService<ILedgerStore>());
        services.AddSingleton<AttemptFilter>();
        services.AddSingleton<IRunLists, RunLists>();
        services.AddSingleton<OutputSearch>();
        services.AddSingleton<IOutputIndex, OutputIndex>();
        services.AddSingleton<IAccountTables, AccountTables>();
        services.AddScoped<IAccountChanges, AccountChanges>();
        new IdentityBuilder(typeof(Account), typeof(IdentityRole), services).AddEntityFrameworkStores<EvidenceDbContext>();
        return services;
    }
}
