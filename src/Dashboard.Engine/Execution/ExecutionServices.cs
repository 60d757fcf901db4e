using Dashboard.Engine.Execution.Checks;
using Dashboard.Engine.Execution.Confinement;
using Dashboard.Engine.Execution.Containers;
using Dashboard.Engine.Execution.Output;
using Dashboard.Engine.Execution.Processes;
using Dashboard.Engine.Execution.Scripts;
using Dashboard.Engine.Execution.Secrets;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Engine.Execution;

/// <summary>Registers what carries out steps.</summary>
public static class ExecutionServices
{
    /// <summary>Adds the recorder of outputs, and one <see cref="IStepRunner"/> for each kind of step.</summary>
    public static IServiceCollection AddExecution(this IServiceCollection services)
    {
        services.AddSingleton<AttemptOutputFactory>();
        services.AddSingleton(SecretDefences.All);
        services.AddSingleton<SecretReader>();
        services.AddSingleton(CgroupRoot.Own());
        services.AddSingleton<AttemptCgroups>();
        services.AddHostedService<LimitsAtStart>();
        services.AddSingleton<ProcessGroups>();
        services.AddSingleton<DockerReadProxy>();
        services.AddSingleton<SandboxLayers>();
        services.AddSingleton<Bubblewrap>();
        services.AddSingleton<ISandboxTrial, SandboxTrial>();
        services.AddSingleton<Sandbox>();
        services.AddSingleton<ISandbox>(s => s.GetRequiredService<Sandbox>());
        services.AddSingleton<DockerEngine>();
        services.AddSingleton<ContainerExec>();
        services.AddSingleton<ContainerFiles>();
        services.AddSingleton<ScriptFiles>();
        services.AddSingleton<IStepRunner, ScriptRunner>();
        services.AddChecks();
        return services;
    }
}
