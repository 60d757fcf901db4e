using System.Text;
using Dashboard.Core.Ledger;
using Dashboard.Execution.Processes;

namespace Dashboard.Engine.Evidence.Proof;

/// <summary>Runs OpenSSH's own <c>ssh-keygen</c>.</summary>
internal static class SshKeygen
{
    /// <summary>Runs it with some input, and returns its exit code and what it wrote.</summary>
    /// <exception cref="StorageException">It is not installed.</exception>
    public static async Task<(int Code, string Output, string Errors)> RunAsync(IEnumerable<string> arguments, ReadOnlyMemory<byte> input,
        CancellationToken cancellation) =>
        await ToolProcess.RunAsync("ssh-keygen", arguments, input, cancellation) is { } result
            ? (result.Code, Encoding.UTF8.GetString(result.Output), result.Errors)
            : throw new StorageException("ssh-keygen is not installed; on Debian it is in the package openssh-client.");
}
