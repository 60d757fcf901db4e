using Dashboard.Engine.Clocks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Dashboard.Engine.DependencyInjection;

/// <summary>Registers the time.</summary>
public static class ClockServices
{
    /// <summary>Adds <see cref="MonotonicClock"/> as the <see cref="TimeProvider"/> of everything, unless there is one.</summary>
    public static IServiceCollection AddClock(this IServiceCollection services)
    {
        services.TryAddSingleton<TimeProvider>(new MonotonicClock(TimeProvider.System));
        services.TryAddSingleton(provider => MonotonicClock.Of(provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<LedgerTime>();
        return services;
    }
}
