namespace Dashboard.Engine.Evidence.Bundles;

/// <summary>Where a bundle's files go, one after the other.</summary>
public interface IBundleTarget : IAsyncDisposable
{
    /// <summary>Begins a file; the one before is finished.</summary>
    Task<Stream> CreateAsync(string name, CancellationToken cancellation);
}
