using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Engine.Execution.Checks;

/// <summary>Registers the typed checks.</summary>
public static class CheckServices
{
    /// <summary>Adds one runner for each typed check.</summary>
    public static IServiceCollection AddChecks(this IServiceCollection services)
    {
        services.AddSingleton<IStepRunner, ContainerCheckRunner>();
        services.AddSingleton<IStepRunner, FileCheckRunner>();
        services.AddSingleton<IStepRunner, HttpCheckRunner>();
        services.AddSingleton<IStepRunner, TcpCheckRunner>();
        return services;
    }
}
