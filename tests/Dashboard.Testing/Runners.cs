using Dashboard.Execution;
using Dashboard.Execution.DependencyInjection;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Testing;

/// <summary>The runners as the product composes them, with a data folder of their own and short timeouts.</summary>
internal sealed class Runners : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public Runners(Action<ExecutionOptions>? configure = null, Action<IServiceCollection>? replace = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton(TimeProvider.System);
        services.Configure<ExecutionOptions>(o =>
        {
            o.Data = Data;
            o.Grace = TimeSpan.FromMilliseconds(500);
            o.Drain = TimeSpan.FromMilliseconds(300);
            configure?.Invoke(o);
        });
        services.AddExecution();
        replace?.Invoke(services);
        _services = services.BuildServiceProvider();
    }

    /// <summary>The server's data.</summary>
    public string Data { get; } = Directory.CreateTempSubdirectory("runners-data-").FullName;

    /// <summary>The folder of the run's pinned files; not below /tmp, of which the sandbox has its own.</summary>
    public string Folder { get; } = Directory.CreateDirectory(Path.Combine("/var/tmp", $"runners-{Guid.NewGuid():N}")).FullName;

    public IServiceProvider Services => _services;

    public IStepRunner Of(string language) => _services.GetServices<IStepRunner>().Single(r => r.Languages.Contains(language));

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        Directory.Delete(Data, recursive: true);
        Directory.Delete(Folder, recursive: true);
    }
}
