using Dashboard.Engine.Evidence.Audit;
using Dashboard.Engine.Evidence.Bundles;
using Dashboard.Engine.Evidence.Proof;
using Dashboard.Engine.Evidence.Search;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Engine.Evidence;

/// <summary>Registers what reviewers and leads look through.</summary>
public static class EvidenceServices
{
    /// <summary>Adds <see cref="IEvidenceQueries"/> and the indexing of outputs.</summary>
    public static IServiceCollection AddEvidence(this IServiceCollection services)
    {
        services.AddSingleton<OutputSearch>();
        services.AddSingleton<IEvidenceQueries, EvidenceQueries>();
        services.AddSingleton<AuditQueries>();
        services.AddSingleton<RunReports>();
        services.AddSingleton<SigningKey>();
        services.AddSingleton<BundleWriter>();
        services.AddSingleton<OutputIndexer>();
        services.AddHostedService(provider => provider.GetRequiredService<OutputIndexer>());
        return services;
    }
}
