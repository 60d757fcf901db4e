using Dashboard.Engine.Accounts;
using Dashboard.Engine.Ports;
using Dashboard.Execution;
using Dashboard.Execution.DependencyInjection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Dashboard.Engine.DependencyInjection;

/// <summary>Registers the whole engine.</summary>
public static class EngineServices
{
    /// <summary>
    /// Adds accounts, execution, runs and evidence. The host binds <see cref="EngineOptions"/>, adds what stands behind the ports, and
    /// calls <see cref="IDatabase.InitialiseAsync"/> before it starts.
    /// </summary>
    public static IServiceCollection AddEngine(this IServiceCollection services)
    {
        // One set of settings: carrying out a step sees its own part of them.
        services.AddSingleton<IOptions<ExecutionOptions>>(provider => provider.GetRequiredService<IOptions<EngineOptions>>());
        return services.AddClock().AddAccounts().AddExecution().AddRuns().AddEvidence();
    }
}
