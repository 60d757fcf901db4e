using System.Globalization;

namespace Dashboard.Benchmarks.Support;

/// <summary>This program once more, in a process of its own: its peak of memory is then that of the work alone.</summary>
internal static class ChildProcess
{
    /// <summary>Starts it with these arguments, and returns what it printed.</summary>
    public static Task<string> ReadAsync(params string[] arguments)
    {
        // Under `dotnet x.dll` this process is dotnet, and needs to be told the assembly again.
        var self = Environment.ProcessPath!;
        string[] assembly = Path.GetFileNameWithoutExtension(self) == "dotnet" ? [typeof(ChildProcess).Assembly.Location] : [];
        return Commands.ReadAsync(self, [.. assembly, .. arguments]);
    }

    /// <summary>The most memory that this process ever held, in bytes.</summary>
    // VmHWM:	   45676 kB
    public static long PeakMemory()
    {
        var line = File.ReadLines("/proc/self/status").Single(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', '\t', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
    }
}
