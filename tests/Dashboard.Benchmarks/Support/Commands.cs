using System.ComponentModel;
using System.Diagnostics;

namespace Dashboard.Benchmarks.Support;

/// <summary>Runs programs to their end.</summary>
internal static class Commands
{
    /// <summary>Starts a program with nothing redirected, as bare as .NET does it, and waits.</summary>
    public static void Bare(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments))!;
        process.WaitForExit();
        Require(process, program, "");
    }

    /// <summary>Runs a program and returns what it printed.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message holds the end of what it said.</exception>
    public static async Task<string> ReadAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var text = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Require(process, program, await errors);
        return text;
    }

    /// <summary>Whether a program can be started and ends well.</summary>
    public static async Task<bool> WorksAsync(string program, params string[] arguments)
    {
        try
        {
            await ReadAsync(program, arguments);
            return true;
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException)
        {
            return false;
        }
    }

    private static void Require(Process process, string program, string errors)
    {
        if (process.ExitCode != 0)
            throw new InvalidOperationException(
                $"{program} ended with {process.ExitCode}: {errors[Math.Max(0, errors.Length - 500)..].Trim()}");
    }
}
