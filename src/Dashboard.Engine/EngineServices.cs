using Dashboard.Engine.Accounts;
using Dashboard.Engine.Clocks;
using Dashboard.Engine.Evidence;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Storage;
using Dashboard.Execution.DependencyInjection;
using Dashboard.Execution;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Dashboard.Engine;

/// <summary>Registers the whole engine.</summary>
public static class EngineServices
{
    /// <summary>
    /// Adds storage, accounts, execution, runs and evidence. The host binds <see cref="EngineOptions"/>, and calls
    /// <see cref="EvidenceDatabase.InitialiseAsync"/> before it starts.
    /// </summary>
    public static IServiceCollection AddEngine(this IServiceCollection services)
    {
        // One set of settings: carrying out a step sees its own part of them.
        services.AddSingleton<IOptions<ExecutionOptions>>(provider => provider.GetRequiredService<IOptions<EngineOptions>>());
        return services.AddClock().AddStorage().AddPeople().AddExecution().AddRuns().AddEvidence();
    }
}
