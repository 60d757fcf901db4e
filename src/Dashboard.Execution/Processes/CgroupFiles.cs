using System.Text;

namespace Dashboard.Execution.Processes;

/// <summary>Reads and writes the files by which the kernel is told of a cgroup.</summary>
internal static class CgroupFiles
{
    /// <summary>What stands in one; empty when it cannot be read.</summary>
    public static string Read(string folder, string file)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    /// <summary>Writes one that is there: in one write, which the kernel takes as one order.</summary>
    /// <exception cref="IOException">The kernel does not take it, or the file is not there.</exception>
    /// <exception cref="UnauthorizedAccessException">It is not for the server to write.</exception>
    public static void Write(string folder, string file, string text)
    {
        using var handle = File.OpenHandle(Path.Combine(folder, file), FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        RandomAccess.Write(handle, Encoding.ASCII.GetBytes(text), 0);
    }

    /// <summary>Writes one.</summary>
    /// <returns>Whether the kernel took it.</returns>
    public static bool TryWrite(string folder, string file, string text)
    {
        try
        {
            Write(folder, file, text);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
