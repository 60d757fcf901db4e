using System.Diagnostics;
using Dashboard.Engine.Execution.Processes;
using Microsoft.Extensions.Options;

namespace Dashboard.Engine.Execution.Confinement;

/// <summary>
/// Confines read-only steps by bubblewrap: the file system read-only, a <c>/tmp</c> and a PID namespace of their own, no capability but
/// reading. The network stays, since checks need it; so the ways out that remain are sockets on disk, which are covered, and the Docker
/// engine's, which is replaced by one that only answers questions. The server's own data is out of sight.
/// </summary>
internal sealed class Bubblewrap(SpawnThread spawn, DockerReadProxy docker, IOptions<EngineOptions> options)
{
    private const string Program = "/usr/bin/bwrap";

    /// <summary>Where container engines keep the sockets of containers, which come and go with these: covered as a whole, since one by one they may be gone meanwhile.</summary>
    private static readonly string[] EngineFolders = ["/run/containerd", "/run/docker"];

    /// <summary>How long the trial at the first use may take.</summary>
    private static readonly TimeSpan TrialTime = TimeSpan.FromSeconds(10);

    private Task<string>? _verdict;

    /// <summary>The sandbox around one attempt.</summary>
    /// <param name="folder">The folder with the pinned files.</param>
    /// <param name="script">The step's script.</param>
    public async Task<Confined> AroundAsync(string folder, string script)
    {
        // Two first steps at once try it twice, with the same answer.
        if (await (_verdict ??= TryAsync()) is { Length: > 0 } reason)
            return new([], $"not confined: {reason}");
        var (arguments, words) = await ArgumentsAsync([folder, script]);
        return new([.. arguments, "--chdir", folder, "--"], words);
    }

    private async Task<string> TryAsync()
    {
        if (!File.Exists(Program))
            return "bubblewrap is not installed";
        var (arguments, _) = await ArgumentsAsync([]);
        var start = new ProcessStartInfo(arguments[0], [.. arguments.Skip(1), "--", "/bin/true"]) { RedirectStandardError = true };
        using var trial = await spawn.StartAsync(start);
        using var patience = new CancellationTokenSource(TrialTime);
        try
        {
            var complaint = await trial.StandardError.ReadToEndAsync(patience.Token);
            await trial.WaitForExitAsync(patience.Token);
            return trial.ExitCode == 0 ? "" : $"bubblewrap does not work here ({complaint.Trim().Split('\n')[0]})";
        }
        catch (OperationCanceledException)
        {
            trial.Kill();
            return $"bubblewrap did not answer within {TrialTime.TotalSeconds} s";
        }
    }

    private async Task<(List<string> Arguments, string Words)> ArgumentsAsync(IReadOnlyList<string> visible)
    {
        var data = NativeCalls.RealPath(options.Value.Data) ?? options.Value.Data;
        List<string> arguments =
        [
            Program, "--unshare-pid", "--unshare-ipc", "--unshare-uts", "--die-with-parent", "--cap-drop", "ALL",
            "--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc", "--tmpfs", "/tmp", "--tmpfs", data,
        ];
        // root reads files of others by a capability, and preflights look at such files; an ordinary user has none to keep.
        if (Environment.IsPrivilegedProcess)
            arguments.AddRange(["--cap-add", "CAP_DAC_READ_SEARCH"]);
        foreach (var path in visible)
            arguments.AddRange(["--ro-bind", path, path]);

        var (engine, words) = await docker.FindAsync();
        string[] covered = [.. EngineFolders.Where(f => Directory.Exists(f) && (engine is null || !IsBelow(engine.Real, f))), "/tmp", data, "/dev"];
        foreach (var folder in EngineFolders.Intersect(covered))
            arguments.AddRange(["--tmpfs", folder]);
        foreach (var socket in UnixSockets.Bound().Where(s => s != engine?.Real && !covered.Any(f => IsBelow(s, f))))
            arguments.AddRange(["--ro-bind", "/dev/null", socket]);
        if (engine is not null)
            arguments.AddRange(["--ro-bind", engine.Stand, engine.Real]);
        return (arguments, words);
    }

    private static bool IsBelow(string path, string folder) => path.StartsWith(folder + "/", StringComparison.Ordinal);
}
