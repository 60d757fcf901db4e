using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Dashboard.Core.Ledger;
using Dashboard.Engine.Evidence.Bundles;
using Dashboard.Engine.Evidence.Proof;
using Dashboard.Engine.Ports;

namespace Dashboard.Engine.Evidence.Verification;

/// <summary>
/// Verifies a bundle, in the order of its README: signature, sums, listing. Then what those cannot see: that the run's chain is whole.
/// </summary>
public static partial class BundleCheck
{
    /// <summary>Verifies the bundle at a path.</summary>
    /// <param name="path">A folder or a zip.</param>
    /// <param name="signers">The file that says which key may have signed it (<c>allowed_signers</c>).</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="StorageException">There is no bundle, or no such file of signers.</exception>
    public static async Task<VerifyReport> RunAsync(string path, string signers, CancellationToken cancellation = default)
    {
        if (!File.Exists(signers))
            throw new StorageException($"There is no file {signers} with the keys that may sign.");
        using var bundle = BundleSource.Of(path);
        var faults = new FaultList();
        try
        {
            var items = Listing(bundle, faults);
            if (!items.Contains(BundleNames.Sums) || !items.Contains(BundleNames.Signature))
            {
                faults.Add(BundleNames.Sums, "file", $"{BundleNames.Sums} and {BundleNames.Signature}", "not both are there");
                return new(path, 0, 0, null, 0, faults.ToImmutable());
            }

            var signature = Encoding.UTF8.GetString(
                await ReadAsync(bundle, BundleNames.Signature, ArmouredSignature.Longest, cancellation));
            var sums = await ReadAsync(bundle, BundleNames.Sums, BundleLimits.Sums, cancellation);
            if (await Signatures.FaultAsync(signers, signature, sums, cancellation) is { } fault)
            {
                // Nobody vouches for the rest, so nothing of it is unpacked.
                faults.Add(BundleNames.Signature, "signature", "one of a key that may sign", fault);
                return new(path, 0, 0, null, 0, faults.ToImmutable());
            }

            var digests = await SumsAsync(bundle, items, Encoding.UTF8.GetString(sums), faults, cancellation);
            var (entries, hash, right) = await BundleChain.RunAsync(bundle, digests, faults, cancellation);
            return new(path, entries, right, hash, 0, faults.ToImmutable());
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            // A zip whose insides are broken, a file that cannot be read: that is a finding, not a mishap.
            faults.Add(path, "bundle", "one that can be read", e.Message);
            return new(path, 0, 0, null, 0, faults.ToImmutable());
        }
    }

    private static HashSet<string> Listing(IBundleSource bundle, FaultList faults)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in bundle.Items())
        {
            if (names.Count == BundleLimits.Files)
                throw new InvalidDataException($"There are more than {BundleLimits.Files:N0} files.");
            if (item.Problem is { } problem)
                faults.Add(item.Name, "type", "a plain file, once", problem);
            else if (!BundleNames.IsGood(item.Name))
                faults.Add(item.Name, "name", "letters, digits, dots, lines and slashes", "something else");
            else
                names.Add(item.Name);
        }

        return names;
    }

    private static async Task<Dictionary<string, string>> SumsAsync(
        IBundleSource bundle, HashSet<string> items, string sums, FaultList faults, CancellationToken cancellation)
    {
        var digests = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in sums.TrimEnd('\n').Split('\n'))
        {
            if (Sum().Match(line) is not { Success: true } match || !digests.TryAdd(match.Groups[2].Value, match.Groups[1].Value))
                faults.Add(BundleNames.Sums, "line", "a digest and the name of a file, once", line);
        }

        foreach (var (name, expected) in digests)
        {
            if (!items.Contains(name))
            {
                faults.Add(name, "file", expected, "not there");
                continue;
            }

            await using var file = bundle.Open(name, BundleLimits.File);
            if (Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellation)) is var found && found != expected)
                faults.Add(name, "SHA-256", expected, found);
        }

        foreach (var extra in items.Where(n => !digests.ContainsKey(n) && n is not (BundleNames.Sums or BundleNames.Signature))
            .Order(StringComparer.Ordinal))
            faults.Add(extra, "file", "only what the sums name", "one more");
        return digests;
    }

    private static async Task<byte[]> ReadAsync(IBundleSource bundle, string name, int most, CancellationToken cancellation)
    {
        await using var file = bundle.Open(name, most);
        using var bytes = new MemoryStream();
        await file.CopyToAsync(bytes, cancellation);
        return bytes.ToArray();
    }

    [GeneratedRegex("^([0-9a-f]{64})  ([A-Za-z0-9._/-]+)$")]
    private static partial Regex Sum();
}
