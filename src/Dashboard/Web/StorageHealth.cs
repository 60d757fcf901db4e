using Dashboard.Engine.Accounts;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Dashboard.Web;

/// <summary>Whether the database answers. Tells nothing else: everybody may ask.</summary>
internal sealed class StorageHealth(IAccounts people) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await people.AnyAsync(cancellationToken);
        return HealthCheckResult.Healthy();
    }
}
