using System.Diagnostics;

namespace Dashboard.Engine.Tests.Faults;

/// <summary>A file system of its own (tmpfs) that is soon full, and can be given more room.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private SmallDisk(string folder) => Folder = folder;

    public string Folder { get; }

    /// <summary>Mounts one of so many MiB; null where that is not allowed.</summary>
    public static async Task<SmallDisk?> MountAsync(int mebibytes)
    {
        var folder = Directory.CreateTempSubdirectory("disk-").FullName;
        if (await RunAsync("mount", "-t", "tmpfs", "-o", $"size={mebibytes}m", "tmpfs", folder) == 0)
            return new(folder);
        Directory.Delete(folder);
        return null;
    }

    /// <summary>Makes it larger.</summary>
    public async Task GrowAsync(int mebibytes) => (await RunAsync("mount", "-o", $"remount,size={mebibytes}m", Folder)).ShouldBe(0);

    public async ValueTask DisposeAsync()
    {
        // Connections that are kept for later hold files open.
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        // A process that another test is just starting holds, for a moment, what this one had open.
        for (var tries = 0; await RunAsync("umount", Folder) != 0; tries++)
        {
            tries.ShouldBeLessThan(100, $"{Folder} stays in use");
            await Task.Delay(100);
        }

        Directory.Delete(Folder);
    }

    private static async Task<int> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}
