using System.Diagnostics;
using System.Globalization;

namespace Dashboard.Testing;

/// <summary>
/// The small platform that m04 is rehearsed on, as <c>tests/rehearsal/up</c> starts it; for the tests of the engine and of the browser.
/// One at a time on a machine, since the runbook knows its containers by their names: a second one waits for the first.
/// </summary>
public sealed class RehearsalPlatform : IAsyncLifetime
{
    /// <summary>The tests of an assembly that use it, one after the other.</summary>
    public const string Collection = "safe-session-api";

    /// <summary>The runbook's address.</summary>
    public const string Slug = "safe-session-local-ca-cutover";

    /// <summary>The input that names the CA key.</summary>
    public const string KeyVariable = "PLATFORM_RUNTIME_SAFE_SESSION_CA_KEY_FILE";

    // Not below /tmp: read-only steps have a /tmp of their own.
    private const string Folders = "/var/tmp/rehearsal-";

    private static readonly string Root = RepositoryRoot.Path;

    private Process? _turn;

    /// <summary>The folder that holds everything the platform makes.</summary>
    public string Folder { get; } = Folders + Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture);

    /// <summary>A place for what tests need to break things and to fix them; it goes with the folder.</summary>
    public string Broken => Path.Combine(Folder, "broken");

    /// <summary>The runbook's inputs.</summary>
    public IReadOnlyDictionary<string, string> Inputs { get; private set; } = new Dictionary<string, string>();

    /// <summary>The same as settings of a dashboard, which fills them in.</summary>
    public Dictionary<string, string> Settings => Inputs.ToDictionary(i => $"Dashboard__Inputs__{i.Key}", i => i.Value);

    /// <summary>The lines of the CA key that nobody may ever see: its frame and its first line are those of every such key.</summary>
    public string[] KeyLines =>
        [.. File.ReadAllLines(Inputs[KeyVariable]).Where(l => !l.StartsWith("-----", StringComparison.Ordinal)).Skip(1)];

    public async ValueTask InitializeAsync()
    {
        // The kernel gives the turn back when this process ends, however it ends: then the pipe is closed, and so is the file.
        _turn = Start("flock", ["/var/tmp/cutover-rehearsal.lock", "sh", "-c", "echo mine; exec cat"], []);
        (await _turn.StandardOutput.ReadLineAsync()).ShouldBe("mine");
        await UpAsync();
    }

    /// <summary>Starts it in its folder, in place of what a killed run has left.</summary>
    public async Task UpAsync()
    {
        var lines = await RunAsync("tests/rehearsal/up", ["--replace", Folders + "*", Folder], []);
        Inputs = lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split('=', 2)).ToDictionary(p => p[0], p => p[1]);
        await ShellAsync($"mkdir {Broken}; cp -p $PLATFORM_COMPOSE_FILE {Broken}/whole.yaml");
    }

    /// <summary>
    /// Runs commands that must succeed, in the repository's folder and with the runbook's inputs as variables; returns what they printed.
    /// </summary>
    public Task<string> ShellAsync(string commands, params (string Name, string Value)[] more) =>
        RunAsync("bash", ["-e", "-o", "pipefail", "-c", commands], [.. Inputs.Select(i => (i.Key, i.Value)), .. more]);

    /// <summary>Puts everything right that somebody broke, and has Vault sign again.</summary>
    public Task MendAsync() => ShellAsync("""
        chown root:root "$KEY"
        chmod 0600 "$KEY"
        cp -p "$folder/broken/whole.yaml" "$PLATFORM_COMPOSE_FILE"
        . tests/rehearsal/platform.sh
        compose up -d
        docker exec vault rm -f /vault/data/with-kv
        wait_for 'Vault as the signer' bash runbooks/scripts/cutover/safe-session-certificate.sh signer vault
        """, ("KEY", Inputs[KeyVariable]), ("folder", Folder));

    public async ValueTask DisposeAsync()
    {
        if (Inputs.Count > 0)
            await RunAsync("tests/rehearsal/down", [Folder], []);
        if (_turn is null)
            return;
        _turn.StandardInput.Close();
        await _turn.WaitForExitAsync();
        _turn.Dispose();
    }

    private static async Task<string> RunAsync(string program, string[] arguments, (string Name, string Value)[] environment)
    {
        using var process = Start(program, arguments, environment);
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, $"{string.Join(' ', arguments)}: {output}{await errors}");
        return output;
    }

    private static Process Start(string program, string[] arguments, (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program.Contains('/', StringComparison.Ordinal) ? Path.Combine(Root, program) : program, arguments)
        {
            WorkingDirectory = Root,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }
}
