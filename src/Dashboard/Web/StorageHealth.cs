using Dashboard.Engine.Accounts;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Dashboard.Web;

/// <summary>Whether the database answers. Tells nothing else: everybody may ask.</summary>
internal sealed class StorageHealth(IAccounts accounts) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await accounts.AnyAsync(cancellationToken);
        return HealthCheckResult.Healthy();
    }
}
