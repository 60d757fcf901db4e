using System.ComponentModel;
using System.Diagnostics;
using Dashboard.Engine.Storage;

namespace Dashboard.Engine.Evidence.Proof;

/// <summary>Runs OpenSSH's own <c>ssh-keygen</c>.</summary>
internal static class SshKeygen
{
    /// <summary>Runs it with some input, and returns its exit code and what it wrote.</summary>
    /// <exception cref="StorageException">It is not installed.</exception>
    public static async Task<(int Code, string Output, string Errors)> RunAsync(IEnumerable<string> arguments, ReadOnlyMemory<byte> input, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo("ssh-keygen", arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Start(start);
        var output = process.StandardOutput.ReadToEndAsync(cancellation);
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

        await process.WaitForExitAsync(cancellation);
        return (process.ExitCode, await output, await errors);
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new StorageException("ssh-keygen is not installed; on Debian it is in the package openssh-client.", e);
        }
    }
}
