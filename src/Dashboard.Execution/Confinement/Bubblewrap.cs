using Dashboard.Execution.Processes;
using Microsoft.Extensions.Options;

namespace Dashboard.Execution.Confinement;

/// <summary>
/// The sandbox of read-only steps, in layers: bubblewrap gives a read-only view of the host's files, a <c>/tmp</c>, <c>/dev</c> and PID
/// namespace of their own, no capability but reading, and keeps the server's own data out of sight; a filter of system calls
/// (<see cref="SeccompFilter"/>) leaves only those that such steps need, none of them a way to a Unix socket; Landlock (<c>landlock.pl</c>)
/// shuts what a read-only mount does not: named pipes, and what the host mounts meanwhile. The network stays, since checks need it.
/// </summary>
internal sealed class Bubblewrap(DockerReadProxy docker, SandboxLayers layers, IOptions<ExecutionOptions> options)
{
    private const string Program = "/usr/bin/bwrap", Perl = "/usr/bin/perl";

    /// <summary>Where a step finds the file into which it writes values for later steps.</summary>
    public const string OutputPlace = "/tmp/cutover-output";

    private static readonly string[] PerlVariables = ["PERL5LIB", "PERLLIB", "PERL5OPT", "PERL5DB", "PERLIO", "PERL_UNICODE"];

    private static readonly string LandlockHelper = SandboxResources.Read("landlock.pl");

    /// <summary>What keeps the sandbox from being set up on this host; null when all it needs is there.</summary>
    public static string? Missing =>
        !File.Exists(Program) ? "bubblewrap is not installed"
        : SeccompFilter.For(unixSockets: false).Problem is { Length: > 0 } problem ? problem
        : !File.Exists(Perl) ? "perl, which Landlock is set up with, is not installed"
        : null;

    /// <summary>The sandbox around one process.</summary>
    /// <param name="folder">Its working directory, which it sees wherever it lies.</param>
    /// <param name="visible">Files that it sees besides, even where they lie in what is kept out of sight.</param>
    /// <param name="sockets">Unix sockets that it names and may open.</param>
    /// <param name="output">The one file that it may write, which it finds at <see cref="OutputPlace"/>; null for none.</param>
    public async Task<SandboxPlan> AroundAsync(
        string folder, IReadOnlyList<string> visible, IReadOnlyList<string> sockets, string? output = null)
    {
        var door = await docker.OpenAsync();
        var ownMounts = layers.OwnMounts && PrivateMounts.Work;
        List<string> arguments =
        [
            Program, "--unshare-pid", "--unshare-ipc", "--unshare-uts", "--die-with-parent", "--cap-drop", "ALL",
            "--ro-bind", "/", "/", .. ownMounts ? ["--dev-bind", "/dev", "/dev"] : (string[])["--dev", "/dev"], "--proc",
            "/proc", "--tmpfs", "/tmp",
        ];
        // bubblewrap makes a new /proc, and with it a writable /proc/sys, whose owner is root whatever capabilities are dropped.
        if (layers.ReadOnlyProc)
            arguments.AddRange(["--remount-ro", "/proc"]);
        // An input of these names would have the helper run something else before it has shut anything.
        foreach (var variable in PerlVariables)
            arguments.AddRange(["--unsetenv", variable]);
        // The helper knows no language; without this it reads a dozen files for one, before every step.
        arguments.AddRange(["--setenv", "PERL_SKIP_LOCALE_INIT", "1"]);
        // root reads files of others by a capability, and preflights look at such files; an ordinary user has none to keep.
        if (Environment.IsPrivilegedProcess)
            arguments.AddRange(["--cap-add", "CAP_DAC_READ_SEARCH"]);
        var hidden = Hidden();
        // Only what would not be seen otherwise: a folder that holds a hidden one would bring it back.
        var shown = visible.Append(folder).Where(p => hidden.Append("/tmp").Any(h => IsIn(p, h)))
            .ToLookup(p => !ownMounts || IsIn(p, "/tmp"));
        if (!ownMounts)
        {
            // One file of them may be mounted elsewhere by itself.
            foreach (var path in hidden)
                arguments.AddRange(Directory.Exists(path) ? ["--tmpfs", path] : ["--ro-bind", "/dev/null", path]);
        }

        foreach (var path in shown[true])
            arguments.AddRange(["--ro-bind", path, path]);
        // In its own /tmp, where it may write anyway: of the host's files it can change this one, and remove or replace not even that.
        if (output is not null)
            arguments.AddRange(["--bind", output, OutputPlace]);
        // A step that may open sockets sees those it names; the others that are known are covered, as far as a list of paths goes.
        if (sockets.Count > 0)
        {
            var named = sockets.Select(s => NativeCalls.RealPath(s) ?? s).ToHashSet(StringComparer.Ordinal);
            foreach (var socket in UnixSockets.Bound()
                .Where(s => !named.Contains(s) && !s.StartsWith("/tmp/", StringComparison.Ordinal)
                    && !s.StartsWith("/dev/", StringComparison.Ordinal)))
                arguments.AddRange(["--ro-bind", "/dev/null", socket]);
        }

        if (layers.Seccomp)
            arguments.AddRange(["--seccomp", ChildProcess.HandedDescriptor.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        arguments.AddRange(["--chdir", folder, "--"]);
        if (layers.Landlock)
            arguments.AddRange([Perl, "-e", LandlockHelper, "--",
                LibSeccomp.Number("prlimit64").ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        return new()
        {
            Wrapper = arguments,
            Filter = layers.Seccomp ? SeccompFilter.For(unixSockets: sockets.Count > 0).Program : ReadOnlyMemory<byte>.Empty,
            View = ownMounts ? new(hidden, [.. shown[false], .. output is null ? (string[])[] : [output]]) : null,
            GivesSign = layers.Landlock,
            Environment = door is null ? [] : [new("DOCKER_HOST", door.Address)],
            Words = string.Join(", ", new[]
            {
                SandboxPlan.Fully,
                sockets.Count > 0 ? $"but for Unix sockets: the step names {string.Join(", ", sockets)}" : null,
                docker.Elsewhere is { } place ? $"but for the Docker engine at {place}, which is not on a socket" : null,
            }.OfType<string>()),
            Held = door,
        };
    }

    private static bool IsIn(string path, string folder) => path.StartsWith(folder + "/", StringComparison.Ordinal);

    /// <summary>Where the server's own data can be seen.</summary>
    public IReadOnlyList<string> Hidden()
    {
        var data = NativeCalls.RealPath(options.Value.Data) ?? Path.GetFullPath(options.Value.Data);
        var all = layers.AllMounts ? HiddenPaths.Of(data) : [data];
        // What lies below /tmp is covered by the step's own; what lies below another hidden path, by that.
        return [.. all.Where(p => !IsIn(p, "/tmp") && Path.Exists(p)
            && !all.Any(q => IsIn(p, q)))];
    }
}
