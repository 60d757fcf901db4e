namespace Dashboard.Testing;

/// <summary>
/// A container of this machine's own programs, on the real engine: bash, a read-only and a writable mount, some environment.
/// </summary>
public sealed class TestContainer : IAsyncLifetime
{
    public const string Image = "cutover-engine-tests:latest";

    public string Name { get; } = $"cutover-test-{Guid.NewGuid():N}";

    public string Folder { get; } = Directory.CreateDirectory(Path.Combine("/var/tmp", $"container-{Guid.NewGuid():N}")).FullName;

    public async ValueTask InitializeAsync()
    {
        await ShellAsync($"tests/rehearsal/images.sh {Image} bash");
        await ShellAsync($"docker run -d --label cutover.test --name {Name} -e SIGNER=vault -e TOKEN=value-of-token -v "
            + $"{Folder}:/secrets:ro -v {Folder}:/state {Image} sleep 100000");
    }

    public async ValueTask DisposeAsync()
    {
        await ShellAsync($"docker rm -f {Name}");
        Directory.Delete(Folder, recursive: true);
    }

    public static Task<string> ShellAsync(string command) => Repository.MustRunAsync("bash", "-c", command);
}
