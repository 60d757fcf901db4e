using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;

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

/// <summary>How much of the machine a tool may take.</summary>
/// <param name="Output">How many bytes it may write; it is stopped when it writes more.</param>
/// <param name="Memory">How many bytes of memory it may ask for; it ends by itself when it gets no more. Null for any number.</param>
internal sealed record ToolLimits(int Output = int.MaxValue, long? Memory = null);

/// <summary>Runs small programs of the host that read a text and write one. Steps are run elsewhere: with a group, a sandbox and evidence.</summary>
internal static class ToolProcess
{
    // Nobody reads more complaints than this.
    private const int MostErrors = 1 << 16;

    // What a shell says when there is no such program.
    private const int NotFound = 127;

    /// <summary>Runs a program with some input.</summary>
    /// <param name="program">Its name.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="input">What it reads.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <param name="limits">How much it may take; null for as much as it likes.</param>
    /// <returns>What it wrote; null when it is not installed.</returns>
    public static async Task<ToolResult?> RunAsync(string program, IEnumerable<string> arguments, ReadOnlyMemory<byte> input, CancellationToken cancellation, ToolLimits? limits = null)
    {
        // Set by a shell that then becomes the program, so that it holds from the start: some programs take their address space at once.
        var (file, words) = limits?.Memory is { } memory
            ? ("sh", [.. new[] { "-c", string.Create(CultureInfo.InvariantCulture, $"ulimit -v {memory / 1024}; exec \"$0\" \"$@\""), program }, .. arguments])
            : (program, arguments);
        using var process = Start(new(file, words) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true });
        if (process is null)
            return null;
        using var output = new MemoryStream();
        var copying = CopyAsync(process, output, limits?.Output ?? int.MaxValue, cancellation);
        var complaining = ComplaintsAsync(process, cancellation);
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

        var errors = await complaining;
        return file != program && process.ExitCode == NotFound ? null : new(process.ExitCode, output.ToArray(), errors) { IsWhole = whole };
    }

    private static async Task<string> ComplaintsAsync(Process process, CancellationToken cancellation)
    {
        var (text, buffer) = (new StringBuilder(), new char[1 << 12]);
        // Read to the end all the same: a program whose complaints nobody takes waits for ever.
        for (int read; (read = await process.StandardError.ReadAsync(buffer, cancellation)) > 0;)
            text.Append(buffer, 0, Math.Min(read, MostErrors - text.Length));
        return text.ToString();
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
