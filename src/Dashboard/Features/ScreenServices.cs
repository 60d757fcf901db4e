using Dashboard.Features.Runs.Model;
using Dashboard.Shared.Dialogs;

namespace Dashboard.Features;

/// <summary>What the run screens need besides the engine.</summary>
public static class ScreenServices
{
    /// <summary>Adds it.</summary>
    public static IServiceCollection AddScreens(this IServiceCollection services) => services
        .AddSingleton<PresenceTracker>()
        .AddScoped<DialogOpener>();
}
