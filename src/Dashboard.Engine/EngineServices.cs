using Dashboard.Engine.Accounts;
using Dashboard.Engine.Clocks;
using Dashboard.Engine.Evidence;
using Dashboard.Engine.Execution;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Engine;

/// <summary>Registers the whole engine.</summary>
public static class EngineServices
{
    /// <summary>
    /// Adds storage, accounts, execution, runs and evidence. The host binds <see cref="EngineOptions"/>, and calls
    /// <see cref="EvidenceDatabase.InitialiseAsync"/> before it starts.
    /// </summary>
    public static IServiceCollection AddEngine(this IServiceCollection services) =>
        services.AddClock().AddStorage().AddPeople().AddExecution().AddRuns().AddEvidence();
}
