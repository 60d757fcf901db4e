using System.Globalization;
using System.Text;

namespace Dashboard.Execution.Processes;

/// <summary>
/// Reads <c>/proc</c>: who else is still there. Processes come and go while one reads, so whatever has just gone is left out.
/// </summary>
internal static class ProcessTable
{
    /// <summary>The living processes of a session, besides its leader.</summary>
    public static IEnumerable<int> OfSession(int session) =>
        All().Where(pid => pid != session && NativeCalls.Session(pid) == session && IsAlive(pid));

    /// <summary>
    /// What a step left behind, as <c>pid name</c>: processes of its session, processes with its mark in their environment (a daemon
    /// leaves the session but keeps the environment), and processes that hold its pipes.
    /// </summary>
    /// <param name="session">The session the step ran in.</param>
    /// <param name="mark">An environment entry (<c>NAME=value</c>) that only processes of this step have.</param>
    /// <param name="pipes">The pipes as <c>/proc/PID/fd</c> shows them; none when they reached their end.</param>
    /// <param name="members">Who is in the step's cgroup: those that left the session and took another environment, too.</param>
    public static List<string> LeftBehind(int session, string? mark, IReadOnlyCollection<string> pipes, IReadOnlySet<int> members)
    {
        var (needle, buffer) = (Encoding.UTF8.GetBytes(mark ?? ""), new byte[16 * 1024]);
        // A host has hundreds of processes, and every step that changes it waits for this: what is cheap is asked first.
        return [.. All()
            .Where(pid => pid != Environment.ProcessId && pid != session)
            .Where(pid => NativeCalls.Session(pid) == session || members.Contains(pid) || IsMarked(pid) || Holds(pid, pipes))
            .Where(IsAlive)
            .Select(pid => $"{pid} {NameOf(pid)}")];

        bool IsMarked(int pid)
        {
            var length = NativeCalls.Read($"/proc/{pid}/environ", ref buffer);
            return needle.Length > 0 && buffer.AsSpan(0, length).IndexOf(needle) >= 0;
        }
    }

    private static IEnumerable<int> All() => Directory.EnumerateDirectories("/proc")
        .Select(d => int.TryParse(Path.GetFileName(d.AsSpan()), CultureInfo.InvariantCulture, out var pid) ? pid : 0)
        .Where(pid => pid > 0);

    /// <summary>Whether it is neither gone nor a zombie.</summary>
    private static bool IsAlive(int pid) => State(pid) is not (null or 'Z' or 'X');

    /// <summary>What it does (proc(5)): R, S, D, T when a signal stopped it, Z when it has ended; null when it has gone.</summary>
    // The first thread may end while others go on: by itself it looks like a process that has ended.
    public static char? State(int pid) => StateIn(pid, "stat") is var state && state is 'Z' or 'X' ? StateOfThreads(pid) : state;

    private static char? StateOfThreads(int pid)
    {
        try
        {
            return Directory.EnumerateDirectories($"/proc/{pid}/task").Select(t => StateIn(pid, $"task/{Path.GetFileName(t)}/stat"))
                .FirstOrDefault(state => state is not (null or 'Z' or 'X'), 'Z');
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static char? StateIn(int pid, string file)
    {
        // 123 (name that may hold spaces and brackets) S ppid pgrp session …
        var stat = Read(pid, file);
        return Array.LastIndexOf(stat, (byte)')') is > 0 and var end && end + 2 < stat.Length ? (char)stat[end + 2] : null;
    }

    private static bool Holds(int pid, IReadOnlyCollection<string> pipes)
    {
        if (pipes.Count == 0)
            return false;
        try
        {
            return Directory.EnumerateFiles($"/proc/{pid}/fd").Any(fd => new FileInfo(fd).LinkTarget is { } link && pipes.Contains(link));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // It has gone, or belongs to another user, who cannot have our pipe.
        }
    }

    /// <summary>What a process is called by those who look at the host: its command line, else its name.</summary>
    public static string NameOf(int pid)
    {
        var line = Encoding.UTF8.GetString(Read(pid, "cmdline")).Replace('\0', ' ').Trim();
        // Not shortened here: half a secret would not be known for one.
        return line.Length == 0 ? Encoding.UTF8.GetString(Read(pid, "comm")).Trim() : line;
    }

    private static byte[] Read(int pid, string file)
    {
        try
        {
            return File.ReadAllBytes($"/proc/{pid}/{file}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return []; // It has gone, or belongs to another user.
        }
    }
}
