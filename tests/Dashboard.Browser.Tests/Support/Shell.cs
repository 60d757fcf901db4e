using System.Diagnostics;
using Dashboard.Testing;

namespace Dashboard.Browser.Tests.Support;

/// <summary>Commands on this machine, as the platform's own people would type them.</summary>
internal static class Shell
{
    /// <summary>Runs a command that must succeed, and returns what it printed.</summary>
    public static async Task<string> RunAsync(string command)
    {
        using var process = Process.Start(new ProcessStartInfo("bash", ["-c", "set -e -o pipefail\n" + command])
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{command}: {await errors}");
    }
}
