using Dashboard.Testing;

namespace Dashboard.Browser.Tests.Support;

/// <summary>A test in the browser with a rehearsal platform of its own, and a server whose m04 runbook has its inputs filled in.</summary>
public abstract class RehearsalTest : IAsyncLifetime
{
    private protected RehearsalPlatform Platform { get; } = new();

    private protected DashboardProcess Server { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await Platform.InitializeAsync();
        Server = new(settings: Platform.Settings);
        await Server.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Chromium.CloseAllAsync();
        await Server.DisposeAsync();
        await Platform.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
