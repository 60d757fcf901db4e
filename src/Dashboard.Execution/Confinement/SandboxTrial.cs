using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Dashboard.Core.Output;
using Dashboard.Execution.Processes;

namespace Dashboard.Execution.Confinement;

/// <summary>What a trial of the sandbox showed.</summary>
/// <param name="Holds">Whether nothing got out; null when the trial did not come to an end, which says nothing.</param>
/// <param name="Stands">Whether it can be set up at all. One that can, and lets something through, is still better than none.</param>
/// <param name="Reason">Why it does not hold, in words; empty when it does.</param>
public sealed record SandboxVerdict(bool? Holds, bool Stands, string Reason);

/// <summary>Tries the sandbox.</summary>
internal interface ISandboxTrial
{
    /// <summary>Tries it.</summary>
    Task<SandboxVerdict> TryAsync();
}

/// <summary>
/// Tries, inside the sandbox, the ways out of it that are known (<c>escapes.pl</c>), on things of the host that are made for this.
/// </summary>
internal sealed class SandboxTrial(Bubblewrap bubblewrap, ProcessGroups processes) : ISandboxTrial
{
    private const int MostNamed = 3, MostTries = 3, MostSignals = 64;

    /// <summary>The calls that the script makes by their numbers.</summary>
    private static readonly string[] Calls =
    [
        "acct", "add_key", "adjtimex", "bpf", "chroot", "clock_adjtime", "clock_settime", "clone", "clone3", "delete_module",
        "fanotify_init", "finit_module", "fsconfig", "fsmount", "fsopen", "fspick", "init_module", "io_uring_enter", "io_uring_setup",
        "ioperm", "iopl", "kcmp", "kexec_file_load", "kexec_load", "keyctl", "memfd_secret", "mknod", "modify_ldt", "mount",
        "mount_setattr", "move_mount", "name_to_handle_at", "nfsservctl", "open_by_handle_at", "open_tree", "perf_event_open",
        "pidfd_getfd", "pivot_root", "process_vm_readv", "process_vm_writev", "ptrace", "quotactl", "reboot", "request_key",
        "setdomainname", "sethostname", "setns", "settimeofday", "swapoff", "swapon",
        "syslog", "umount2", "unshare", "userfaultfd",
    ];

    private static readonly string Script = SandboxResources.Read("escapes.pl");

    /// <summary>How long a trial may take; it takes a tenth of a second where the machine has nothing else to do.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    /// <inheritdoc/>
    public async Task<SandboxVerdict> TryAsync()
    {
        if (Bubblewrap.Missing is { } missing)
            return new(false, Stands: false, missing);
        try
        {
            // What was there when the sandbox was planned may be gone when it is set up. It cannot be set up when it says so twice, in the
            // same words.
            string? before = null;
            for (var tries = 1; ; tries++)
            {
                var (end, output, errors) = await RunAsync();
                var verdict = Read(end, output, errors);
                if (verdict is not { Holds: false, Stands: false } || verdict.Reason == before)
                    return verdict;
                if (tries == MostTries)
                    return verdict with { Holds = null };
                before = verdict.Reason;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SocketException)
        {
            return new(null, Stands: false, $"it could not be tried: {e.Message}");
        }
    }

    /// <summary>What the script's lines mean.</summary>
    /// <param name="code">Its exit code, 128 and a signal's number when one ended it; null when it was ended because it took too
    /// long.</param>
    /// <param name="output">Its standard output.</param>
    /// <param name="errors">Its standard error.</param>
    internal static SandboxVerdict Read(int? code, string output, string errors)
    {
        if (code is null)
            return new(null, Stands: true, $"its trial did not end within {Limit.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s");
        // Killed for want of memory, or by somebody: that says nothing of the sandbox.
        if (code is > 128 and <= 128 + MostSignals)
            return new(null, Stands: true, $"its trial was killed (exit code {code})");
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (code == 0 && lines.LastOrDefault()?.StartsWith("tried: ", StringComparison.Ordinal) != true)
            return new(null, Stands: true, "its trial broke off");
        if (code != 0)
            return new(false, Stands: false, $"the sandbox cannot be set up here ({errors.Trim().Split('\n')[0]})");
        string[] open = [.. lines.Where(l => l.StartsWith("open: ", StringComparison.Ordinal)).Select(l => l["open: ".Length..])];
        return open.Length == 0 ? new(true, Stands: true, "")
            : new(false, Stands: true,
                $"the sandbox lets through: {string.Join(", ", open.Take(MostNamed))}"
                    + $"{(open.Length > MostNamed ? $" and {open.Length - MostNamed} more" : "")}");
    }

    /// <summary>What the script is told, besides the numbers of calls.</summary>
    internal static IEnumerable<string> Numbers() =>
        Calls.Select(c => (c, n: LibSeccomp.Number(c))).Where(p => p.n >= 0).Select(p => $"{p.c}={p.n}");

    /// <summary>
    /// When this process began, in ticks since the machine did (proc(5), stat): of two with the same number it tells which is meant.
    /// </summary>
    internal static string Began()
    {
        var stat = File.ReadAllText("/proc/self/stat");
        return stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[19];
    }

    private async Task<(int? Code, string Output, string Errors)> RunAsync()
    {
        using var canaries = new SandboxCanaries();
        using var confined = await bubblewrap.AroundAsync("/", [], []);
        using var thread = new ProcessThread(confined.View);
        var sink = new Kept();
        using var limit = new CancellationTokenSource(Limit);
        var command = new ProcessCommand(
            [.. confined.Wrapper, "/usr/bin/perl", "-e", Script, "--", $"data={string.Join(':', bubblewrap.Hidden())}",
                $"pid={Environment.ProcessId}", $"began={Began()}", .. canaries.Arguments, .. Numbers()],
            new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin" }, "/", "CUTOVER_ATTEMPT=trial")
        {
            IsConfined = true,
            Thread = thread,
            Handed = confined.Filter,
        };
        var end = await processes.RunAsync(command, sink, limit.Token);
        return limit.IsCancellationRequested
            ? (null, "", "")
            : (end.ExitCode ?? -1, sink.Text(OutputChannel.Stdout), end.Problem ?? sink.Text(OutputChannel.Stderr));
    }

    private sealed class Kept : IOutputSink
    {
        private const int Most = 256 * 1024;

        private readonly MemoryStream[] _all = [new(), new()];

        public ValueTask WriteAsync(OutputChannel channel, ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
        {
            if (_all[(int)channel].Length < Most)
                _all[(int)channel].Write(bytes.Span);
            return ValueTask.CompletedTask;
        }

        public string Text(OutputChannel channel) => Encoding.UTF8.GetString(_all[(int)channel].ToArray());
    }
}
