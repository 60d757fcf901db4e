using Dashboard.Engine.Ports;
using Dashboard.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Storage.Tests.Contracts;

/// <summary>
/// What every database behind the ports must do, asked through the ports alone. A second one gets a class for each contract that adds its
/// services, as <see cref="SqliteLedgerTests"/> does.
/// </summary>
public abstract class StorageContract : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("contract-");
    private ServiceProvider _services = null!;

    private protected FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 1, 31, 21, 0, 0, TimeSpan.Zero));

    private protected IServiceProvider Services => _services;

    private protected ILedgerStore Ledger => _services.GetRequiredService<ILedgerStore>();

    private protected IRunLists Lists => _services.GetRequiredService<IRunLists>();

    private protected IOutputIndex Index => _services.GetRequiredService<IOutputIndex>();

    private protected IAccountTables Accounts => _services.GetRequiredService<IAccountTables>();

    /// <summary>Adds what stands behind the ports.</summary>
    protected abstract void AddStorage(IServiceCollection services);

    private protected string Folder => _folder.FullName;

    public async ValueTask InitializeAsync()
    {
        Compose();
        await _services.GetRequiredService<IDatabase>().InitialiseAsync();
    }

    /// <summary>Lets the server go, and composes another one on the same data, which has not taken the database yet.</summary>
    private protected async Task StopAsync()
    {
        await _services.DisposeAsync();
        Compose();
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    private void Compose() => _services = StorageBuilder.Build(Path.Combine(Folder, "data"), Time, AddStorage);
}
