using System.ComponentModel;
using System.Diagnostics;

namespace Dashboard.Engine.Execution.Processes;

/// <summary>What a tool wrote.</summary>
/// <param name="Code">Its exit code.</param>
/// <param name="Output">Its standard output.</param>
/// <param name="Errors">Its standard error.</param>
internal sealed record ToolResult(int Code, byte[] Output, string Errors);

/// <summary>Runs small programs of the host that read a text and write one. Steps are run elsewhere: with a group, a sandbox and evidence.</summary>
internal static class ToolProcess
{
    /// <summary>Runs a program with some input.</summary>
    /// <returns>What it wrote; null when it is not installed.</returns>
    public static async Task<ToolResult?> RunAsync(string program, IEnumerable<string> arguments, ReadOnlyMemory<byte> input, CancellationToken cancellation)
    {
        using var process = Start(new(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true });
        if (process is null)
            return null;
        using var output = new MemoryStream();
        var copying = process.StandardOutput.BaseStream.CopyToAsync(output, cancellation);
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

        try
        {
            await process.WaitForExitAsync(cancellation);
            await copying;
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }

        return new(process.ExitCode, output.ToArray(), await errors);
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
