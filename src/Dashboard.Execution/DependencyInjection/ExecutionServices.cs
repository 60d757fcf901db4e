using Dashboard.Execution.Checks;
using Dashboard.Execution.Confinement;
using Dashboard.Execution.Containers;
using Dashboard.Execution.Output;
using Dashboard.Execution.Processes;
using Dashboard.Execution.Scripts;
using Dashboard.Execution.Secrets;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Execution.DependencyInjection;

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
        services.AddSingleton<WrittenValues>();
        services.AddSingleton<IStepRunner, ScriptRunner>();
        services.AddSingleton<IStepRunner, ContainerCheckRunner>();
        services.AddSingleton<IStepRunner, FileCheckRunner>();
        services.AddSingleton<IStepRunner, HttpCheckRunner>();
        services.AddSingleton<IStepRunner, TcpCheckRunner>();
        return services;
    }
}
