namespace Dashboard.Engine.Evidence.Proof;

/// <summary>Checks signatures, by <c>ssh-keygen</c>.</summary>
internal static class Signatures
{
    /// <summary>What is wrong with a signature; null when it is good.</summary>
    /// <param name="signers">The file that says which keys may sign.</param>
    /// <param name="signature">The armoured signature.</param>
    /// <param name="bytes">What it is over.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static async Task<string?> FaultAsync(string signers, string signature, ReadOnlyMemory<byte> bytes,
        CancellationToken cancellation)
    {
        if (ArmouredSignature.Read(signature) is null)
            return "it is not exactly one SSH signature: something was added, cut off or changed";
        using var file = await ScratchFile.OfAsync(signature, cancellation);
        var (code, output, errors) = await SshKeygen.RunAsync(
            ["-Y", "verify", "-f", signers, "-I", SigningKey.Identity, "-n", SigningKey.Namespace, "-s", file.Path], bytes, cancellation);
        return code == 0 ? null : (errors + output).Trim();
    }
}
