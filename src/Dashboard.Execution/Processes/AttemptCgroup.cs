using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace Dashboard.Execution.Processes;

/// <summary>
/// The cgroup of one attempt. Whatever a step starts is in it and stays there: a daemon leaves the session and forgets its environment, but
/// not its cgroup. So all of it can be counted, and killed in one moment, what is just being forked included.
/// </summary>
internal sealed class AttemptCgroup : IDisposable
{
    private const string Members = "cgroup.procs";

    private readonly StartSignal _joined = new();

    /// <summary>Makes one in a folder that was made for it.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="IOException">It cannot be joined.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be joined.</exception>
    public AttemptCgroup(string folder)
    {
        Folder = folder;
        try
        {
            Join = File.OpenHandle(Path.Combine(folder, Members), FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        }
        catch
        {
            _joined.Dispose();
            throw;
        }
    }

    /// <summary>
    /// What a process does first that joins. A child that is moved after it was started may have had children by then, and
    /// <c>posix_spawn</c> starts none in a cgroup before glibc 2.39. So it moves itself ("0" is whoever writes it), tells that it has, and
    /// becomes the step's shell. The sandbox's helper does the same (<c>landlock.pl</c>).
    /// </summary>
    public static IReadOnlyList<string> Prelude { get; } =
    [
        "/bin/sh", "-c",
        string.Create(CultureInfo.InvariantCulture,
            $"echo 0 2>/dev/null >&{ChildProcess.JoinDescriptor} && echo joined >&{ChildProcess.JoinedDescriptor}; exec "
                + $"{ChildProcess.JoinDescriptor}>&- {ChildProcess.JoinedDescriptor}>&-; exec \"$@\""),
        "join",
    ];

    /// <summary>Where it lies.</summary>
    public string Folder { get; }

    /// <summary>The file that whoever joins writes to.</summary>
    public SafeFileHandle Join { get; }

    /// <summary>The file by which it tells that it has joined.</summary>
    public SafeFileHandle Sign => _joined.File;

    /// <summary>Whether the attempt is in it.</summary>
    public bool IsJoined => _joined.IsGiven;

    /// <summary>Whether a living process is in it, or in a cgroup that the step made below.</summary>
    public bool IsPopulated => CgroupFiles.Read(Folder, "cgroup.events").Contains("populated 1", StringComparison.Ordinal);

    /// <summary>Who is in it, as far as the server can see them.</summary>
    public IReadOnlySet<int> Processes()
    {
        try
        {
            // 0 is a process of another PID namespace.
            return Directory.EnumerateFiles(Folder, Members, SearchOption.AllDirectories)
                .SelectMany(file => CgroupFiles.Read(Folder, file).Split('\n', StringSplitOptions.RemoveEmptyEntries))
                .Select(pid => int.Parse(pid, CultureInfo.InvariantCulture)).Where(pid => pid > 0).ToHashSet();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new HashSet<int>(); // one that the step made below went meanwhile, or the step has shut it
        }
    }

    /// <summary>Kills all that is in it, at once.</summary>
    public void Kill()
    {
        if (!CgroupFiles.TryWrite(Folder, "cgroup.kill", "1"))
            KillOneByOne();
    }

    /// <summary>
    /// The same where the kernel has no such order (Linux before 5.14): what is frozen cannot fork while it is being killed. It dies
    /// frozen.
    /// </summary>
    public void KillOneByOne()
    {
        CgroupFiles.TryWrite(Folder, "cgroup.freeze", "1");
        foreach (var pid in Processes())
            NativeCalls.Signal(pid, NativeCalls.Kill);
        CgroupFiles.TryWrite(Folder, "cgroup.freeze", "0");
    }

    /// <summary>Removes it.</summary>
    /// <returns>Whether it is gone: it stays while something is in it.</returns>
    public static bool Remove(string folder)
    {
        try
        {
            Directory.Delete(folder);
            return true;
        }
        catch (DirectoryNotFoundException)
        {
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Join.Dispose();
        _joined.Dispose();
    }
}
