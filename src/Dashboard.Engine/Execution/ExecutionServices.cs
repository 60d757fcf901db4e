using Dashboard.Engine.Execution.Checks;
using Dashboard.Engine.Execution.Output;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Engine.Execution;

/// <summary>Registers what carries out steps.</summary>
public static class ExecutionServices
{
    /// <summary>Adds the recorder of outputs, and one <see cref="IStepRunner"/> for each kind of step.</summary>
    public static IServiceCollection AddExecution(this IServiceCollection services)
    {
        services.AddSingleton<AttemptOutputFactory>();
        services.AddChecks();
        return services;
    }
}
