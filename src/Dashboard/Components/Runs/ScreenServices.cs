using Dashboard.Components.Dialogs;

namespace Dashboard.Components.Runs;

/// <summary>What the run screens need besides the engine.</summary>
public static class ScreenServices
{
    /// <summary>Adds it.</summary>
    public static IServiceCollection AddScreens(this IServiceCollection services) => services
        .AddSingleton<PresenceTracker>()
        .AddScoped<DialogOpener>();
}
