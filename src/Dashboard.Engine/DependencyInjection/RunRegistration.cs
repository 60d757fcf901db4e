using Dashboard.Engine.Catalog;
using Dashboard.Engine.Linting;
using Dashboard.Engine.Live;
using Dashboard.Engine.Runbooks;
using Dashboard.Engine.Runs;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Engine.DependencyInjection;

/// <summary>Registers runs and runbooks.</summary>
public static class RunRegistration
{
    /// <summary>
    /// Adds <see cref="IRunService"/>, <see cref="IRunbookLibrary"/>, <see cref="RunChangeNotifier"/>, and recovery at start.
    /// </summary>
    public static IServiceCollection AddRuns(this IServiceCollection services)
    {
        services.AddClock();
        services.AddSingleton<RunChangeNotifier>();
        services.AddSingleton<RunbookReadings>(provider => new(provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<RunbookLibrary>();
        services.AddSingleton<IRunbookLibrary>(provider => provider.GetRequiredService<RunbookLibrary>());
        services.AddSingleton<RunbookLint>();
        services.AddSingleton<IRunbookLint>(provider => provider.GetRequiredService<RunbookLint>());
        services.AddSingleton<IRunbookAdoption, RunbookAdoption>();
        services.AddSingleton<RunbookCatalog>();
        services.AddSingleton<IRunbookCatalog>(provider => provider.GetRequiredService<RunbookCatalog>());
        services.AddHostedService(provider => provider.GetRequiredService<RunbookCatalog>());
        services.AddSingleton<Snapshots>();
        services.AddSingleton<TargetLocks>();
        services.AddSingleton<AttemptExecution>();
        services.AddSingleton<RunSecrets>();
        services.AddSingleton<RunDependencies>();
        services.AddSingleton<PinnedRunbooks>();
        services.AddSingleton<IPinnedFiles, PinnedFiles>();
        services.AddSingleton<RunReader>();
        services.AddSingleton<IRunReader>(provider => provider.GetRequiredService<RunReader>());
        services.AddSingleton<RunService>();
        services.AddSingleton<IRunService>(provider => provider.GetRequiredService<RunService>());
        services.AddSingleton<RunRecovery>();
        services.AddHostedService<RunLifecycleService>();
        services.AddHostedService<RunWatchdog>();
        return services;
    }
}
