namespace Dashboard.Browser.Tests.Support;

/// <summary>The small platform that m04 is rehearsed on, as <c>tests/rehearsal/up</c> starts it.</summary>
internal sealed class RehearsalPlatform : IAsyncDisposable
{
    /// <summary>One at a time: its containers have the names that the runbook knows.</summary>
    public const string Collection = "safe-session-api";

    public const string Slug = "safe-session-local-ca-cutover";

    // Not below /tmp: read-only steps have a /tmp of their own.
    private readonly string _folder = $"/var/tmp/rehearsal-{Guid.NewGuid():N}";

    /// <summary>The runbook's inputs.</summary>
    public Dictionary<string, string> Inputs { get; private set; } = [];

    /// <summary>The same as settings of a dashboard, which fills them in.</summary>
    public Dictionary<string, string> Settings => Inputs.ToDictionary(i => $"Dashboard__Inputs__{i.Key}", i => i.Value);

    /// <summary>The lines of the CA key that nobody may ever see.</summary>
    public string[] KeyLines => SecretLines(Inputs["PLATFORM_RUNTIME_SAFE_SESSION_CA_KEY_FILE"]);

    /// <summary>The lines of a private key that are its own: its frame and its first line are those of every such key.</summary>
    public static string[] SecretLines(string file) => [.. File.ReadAllLines(file).Where(l => !l.StartsWith("-----", StringComparison.Ordinal)).Skip(1)];

    public async Task StartAsync() => Inputs = (await Shell.RunAsync($"tests/rehearsal/up {_folder}")).Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(l => l.Split('=', 2)).ToDictionary(p => p[0], p => p[1]);

    public async ValueTask DisposeAsync() => await Shell.RunAsync($"tests/rehearsal/down {_folder}");
}
