using Dashboard.Engine.Evidence.Audit;
using Dashboard.Engine.Evidence.Bundles;
using Dashboard.Engine.Evidence.Checkpoints;
using Dashboard.Engine.Evidence.Lists;
using Dashboard.Engine.Evidence.Proof;
using Dashboard.Engine.Evidence.Queries;
using Dashboard.Engine.Evidence.Reports;
using Dashboard.Engine.Evidence.Search;
using Dashboard.Engine.Evidence.Verification;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Dashboard.Engine.DependencyInjection;

/// <summary>Registers what reviewers and leads look through, and what proves it.</summary>
public static class EvidenceServices
{
    /// <summary>
    /// Adds <see cref="IEvidenceQueries"/>, audit, reports, bundles, verification, the indexing of outputs and the checkpoints.
    /// </summary>
    public static IServiceCollection AddEvidence(this IServiceCollection services)
    {
        services.AddSingleton<RowVerifier>();
        services.AddSingleton<IRunQueries, RunQueries>();
        services.AddSingleton<LineVerifier>();
        services.AddSingleton<IEvidenceQueries, EvidenceQueries>();
        services.AddSingleton<AuditQueries>();
        services.AddSingleton<RunReports>();
        services.AddSingleton<SigningKey>();
        services.AddSingleton<BundleWriter>();
        services.AddSingleton<CheckpointFile>();
        services.AddSingleton<LedgerCheck>();
        services.AddSingleton<ProjectionMonitor>();
        services.AddHostedService(provider => provider.GetRequiredService<ProjectionMonitor>());
        services.AddSingleton<OutputIndexer>();
        services.AddHostedService(provider => provider.GetRequiredService<OutputIndexer>());
        services.AddSingleton<CheckpointWriter>();
        services.AddHostedService(provider => provider.GetRequiredService<CheckpointWriter>());
        services.AddPublisher(options => options.CheckpointWebhook, (address, _) => new WebhookSink(address));
        services.AddPublisher(options => options.CheckpointSyslog, (address, time) => new SyslogSink(address, time));
        return services;
    }

    // One that has nowhere to go sleeps: the setting is known only once the host is built.
    private static void AddPublisher(this IServiceCollection services, Func<EngineOptions, string> setting,
        Func<Uri, TimeProvider, ICheckpointSink> make)
    {
        var key = new object();
        services.AddKeyedSingleton(key, (provider, _) => new CheckpointPublisher(
            setting(provider.GetRequiredService<IOptions<EngineOptions>>().Value) is { Length: > 0 } address
                ? make(new(address), provider.GetRequiredService<TimeProvider>())
                : null,
            provider.GetRequiredService<CheckpointFile>(), provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<Microsoft.Extensions.Logging.ILogger<CheckpointPublisher>>()));
        services.AddSingleton(provider => provider.GetRequiredKeyedService<CheckpointPublisher>(key));
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredKeyedService<CheckpointPublisher>(key));
    }
}
