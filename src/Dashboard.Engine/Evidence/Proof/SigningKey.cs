using Dashboard.Core.Ledger;
using Microsoft.Extensions.Options;

namespace Dashboard.Engine.Evidence.Proof;

/// <summary>
/// This installation's Ed25519 key. It signs what leaves the product in OpenSSH's format (SSHSIG, openssh-portable PROTOCOL.sshsig), so
/// that <c>ssh-keygen -Y verify</c> checks it and no program of ours is needed.
/// </summary>
public sealed class SigningKey(IOptions<EngineOptions> options) : IDisposable
{
    /// <summary>What signatures are for: one made for another purpose means nothing here.</summary>
    public const string Namespace = "cutover-evidence";

    /// <summary>Who signs, as <c>allowed_signers</c> names it.</summary>
    public const string Identity = "cutover-dashboard";

    private readonly SemaphoreSlim _once = new(1);

    private string Folder => Path.Combine(options.Value.Data, "keys");

    private string File => Path.Combine(Folder, "evidence_ed25519");

    /// <summary>The line for an <c>allowed_signers</c> file; the key is made when there is none yet.</summary>
    /// <exception cref="StorageException">It could not be made.</exception>
    public async Task<string> AllowedSignerAsync(CancellationToken cancellation = default)
    {
        await EnsureAsync(cancellation);
        var key = (await System.IO.File.ReadAllTextAsync(File + ".pub", cancellation)).Trim().Split(' ');
        return $"{Identity} namespaces=\"{Namespace}\" {key[0]} {key[1]}";
    }

    /// <summary>A file with that line, for as long as the result is not disposed of.</summary>
    /// <exception cref="StorageException">The key could not be made.</exception>
    public async Task<ScratchFile> SignersFileAsync(CancellationToken cancellation = default) =>
        await ScratchFile.OfAsync(await AllowedSignerAsync(cancellation) + "\n", cancellation);

    /// <summary>Signs some bytes.</summary>
    /// <returns>The armoured signature.</returns>
    /// <exception cref="StorageException">It could not be signed.</exception>
    public async Task<string> SignAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation = default)
    {
        await EnsureAsync(cancellation);
        var (code, output, errors) = await SshKeygen.RunAsync(["-q", "-Y", "sign", "-f", File, "-n", Namespace], bytes, cancellation);
        return code == 0 ? OneLine(output) : throw new StorageException($"ssh-keygen could not sign: {errors.Trim()}");
    }

    // Written in one line, no byte of the file can be changed without its noticing; and the namespace's length leaves no spare bits in the
    // base64.
    private static string OneLine(string armoured) => ArmouredSignature.Read(armoured) is { } signature
        ? ArmouredSignature.OneLine(signature)
        : throw new StorageException("ssh-keygen did not write the signature that was asked for.");

    /// <inheritdoc/>
    public void Dispose() => _once.Dispose();

    private async Task EnsureAsync(CancellationToken cancellation)
    {
        if (System.IO.File.Exists(File))
            return;
        await _once.WaitAsync(cancellation);
        try
        {
            if (System.IO.File.Exists(File))
                return;
            Directory.CreateDirectory(Folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            var fresh = File + ".new";
            System.IO.File.Delete(fresh);
            var (code, _, errors) = await SshKeygen.RunAsync(["-q", "-t", "ed25519", "-N", "", "-C", Identity, "-f", fresh],
                default, cancellation);
            if (code != 0)
                throw new StorageException($"ssh-keygen could not make the signing key: {errors.Trim()}");
            System.IO.File.Move(fresh + ".pub", File + ".pub", overwrite: true);
            System.IO.File.Move(fresh, File);
        }
        finally
        {
            _once.Release();
        }
    }
}
