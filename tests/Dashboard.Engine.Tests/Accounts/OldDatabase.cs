using System.IO.Compression;
using Dashboard.Testing;

namespace Dashboard.Engine.Tests.Accounts;

/// <summary>A database that was written before entries of accounts held digests: one account, which signed up.</summary>
internal static class OldDatabase
{
    public const string Name = "ada", Password = "a walk by the sea at dawn";

    /// <summary>A server on a copy of it.</summary>
    public static async Task<StorageHarness> StartAsync()
    {
        var folder = Directory.CreateDirectory(Path.Combine(Directory.CreateTempSubdirectory("storage-").FullName, "data")).FullName;
        await using (var packed = new GZipStream(File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Accounts", "before-digests.db.gz")),
            CompressionMode.Decompress))
        await using (var file = File.Create(Path.Combine(folder, "dashboard.db")))
            await packed.CopyToAsync(file);
        return await StorageHarness.StartAsync(folder);
    }
}
