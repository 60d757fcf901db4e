using System.ComponentModel;
using System.Diagnostics;

namespace Dashboard.Engine.Execution.Processes;

/// <summary>What a tool wrote.</summary>
/// <param name="Code">Its exit code.</param>
/// <param name="Output">Its standard output.</param>
/// <param name="Errors">Its standard error.</param>
internal sealed record ToolResult(int Code, byte[] Output, string Errors)
{
    /// <summary>Whether that is all it wrote: a tool that writes more than it may is stopped.</summary>
    public bool IsWhole { get; init; } = true;
}

/// <summary>Runs small programs of the host that read a text and write one. Steps are run elsewhere: with a group, a sandbox and evidence.</summary>
internal static class ToolProcess
{
    /// <summary>Runs a program with some input.</summary>
    /// <param name="program">Its name.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="input">What it reads.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <param name="most">How many bytes it may write; it is stopped when it writes more.</param>
    /// <returns>What it wrote; null when it is not installed.</returns>
    public static async Task<ToolResult?> RunAsync(string program, IEnumerable<string> arguments, ReadOnlyMemory<byte> input, CancellationToken cancellation, int most = int.MaxValue)
    {
        using var process = Start(new(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true });
        if (process is null)
            return null;
        using var output = new MemoryStream();
        var copying = CopyAsync(process, output, most, cancellation);
        var errors = process.StandardError.ReadToEndAsync(cancellation);
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(input, cancellation);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading; its exit code tells the rest.
        }

        var whole = true;
        try
        {
            await process.WaitForExitAsync(cancellation);
            whole = await copying;
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }

        return new(process.ExitCode, output.ToArray(), await errors) { IsWhole = whole };
    }

    private static async Task<bool> CopyAsync(Process process, MemoryStream output, int most, CancellationToken cancellation)
    {
        var buffer = new byte[1 << 16];
        for (int read; (read = await process.StandardOutput.BaseStream.ReadAsync(buffer, cancellation)) > 0;)
        {
            if (output.Length + read > most)
            {
                process.Kill();
                return false;
            }

            output.Write(buffer, 0, read);
        }

        return true;
    }

    private static Process? Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
