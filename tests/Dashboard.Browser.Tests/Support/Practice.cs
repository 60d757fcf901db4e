using System.Security.Cryptography;

namespace Dashboard.Browser.Tests.Support;

/// <summary>A folder for one practice cutover, and the walk to its gate.</summary>
internal sealed class Practice : IDisposable
{
    public const string Slug = "practice-cutover";
    public const string SwitchGate = "practice-switch";
    public const string SwitchPhrase = "practice-switch-approved";
    public const string CleanupGate = "practice-cleanup";
    public const string CleanupPhrase = "practice-cleanup-approved";

    public string Folder { get; } = $"/var/tmp/cutover-practice-{Convert.ToHexString(RandomNumberGenerator.GetBytes(6))}";

    public Dictionary<string, string> Inputs => new() { ["PRACTICE_FOLDER"] = Folder };

    /// <summary>What the failing check tells the operator to type.</summary>
    public Task PutBlueAsync() =>
        Shell.RunAsync($"mkdir -p {Folder}/releases/blue && cd {Folder} && echo blue >releases/blue/VERSION && ln -sfn releases/blue live");

    /// <summary>Everything up to the first gate, done right at once.</summary>
    public async Task PreflightAsync(Person operating)
    {
        await PutBlueAsync();
        await operating.ConfirmAsync("ready", "yes");
        foreach (var step in new[] { "tools", "room", "blue-is-live" })
            await operating.RunAsync(step);
    }

    /// <summary>What users of the pretend service get.</summary>
    public string Live => File.ReadAllText(Path.Combine(Folder, "live", "VERSION")).Trim();

    public void Dispose()
    {
        if (Directory.Exists(Folder))
            Directory.Delete(Folder, recursive: true);
    }
}
