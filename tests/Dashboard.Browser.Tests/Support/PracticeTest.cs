namespace Dashboard.Browser.Tests.Support;

/// <summary>A test in the browser with a server of its own, and a place of its own to practise on.</summary>
public abstract class PracticeTest : IAsyncLifetime
{
    private protected DashboardProcess Server { get; } = new();

    private protected Practice Practice { get; } = new();

    public async ValueTask InitializeAsync() => await Server.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await Chromium.CloseAllAsync();
        await Server.DisposeAsync();
        Practice.Dispose();
        GC.SuppressFinalize(this);
    }
}
