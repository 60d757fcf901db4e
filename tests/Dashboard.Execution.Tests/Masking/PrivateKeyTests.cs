using System.Security.Cryptography;
using Dashboard.Execution.Masking.Index;
using Dashboard.Execution.Masking.Primitives;
using Dashboard.Testing;

namespace Dashboard.Execution.Tests.Masking;

/// <summary>
/// Private keys that nobody declared as secrets are masked. The keys are fresh ones, of the real ssh-keygen and of .NET.
/// </summary>
[Needs(Need.Docker, Need.Packages)]
public sealed class PrivateKeyTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("keys-").FullName;
    private readonly Dictionary<string, string> _keys = [];

    public async ValueTask InitializeAsync()
    {
        foreach (var type in new[] { "ed25519", "rsa", "ecdsa" })
        {
            await TestContainer.ShellAsync(
                $"ssh-keygen -q -t {type} -N '' -f {_folder}/{type}; ssh-keygen -q -t {type} -m PEM -N '' -f {_folder}/{type}.pem");
            _keys[type] = await File.ReadAllTextAsync(Path.Combine(_folder, type), TestContext.Current.CancellationToken);
            _keys[type + " PEM"] = await File.ReadAllTextAsync(Path.Combine(_folder, type + ".pem"), TestContext.Current.CancellationToken);
        }

        using var rsa = RSA.Create(2048);
        _keys["PKCS 8"] = rsa.ExportPkcs8PrivateKeyPem();
        _keys["PKCS 8 encrypted"] = rsa.ExportEncryptedPkcs8PrivateKeyPem("a password",
            new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000));
        using var ec = ECDsa.Create();
        _keys["EC"] = ec.ExportECPrivateKeyPem();
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public void Write_KeyInAnyShape_LeavesNoLineOfItsBody()
    {
        var none = SecretSet.Compile([]);
        var off = SecretSet.Compile([], MaskingDefences.All with { KeyBlocks = false });
        foreach (var (name, key) in _keys)
        {
            var body = key.Split('\n').Where(l => l.Length > 0 && !l.StartsWith("-----", StringComparison.Ordinal)).ToArray();
            foreach (var (shape, text) in Shapes(key.TrimEnd()))
            {
                foreach (var size in new[] { 1, 7, 64, int.MaxValue })
                {
                    var pieces = text.Chunk(Math.Min(size, text.Length)).Select(c => new string(c)).ToArray();
                    var found = Masking.Through(none, ["before\n", .. pieces, "\nafter\n"]);
                    foreach (var line in body)
                        Masking.Dense(found.All).ShouldNotContain(line, customMessage: $"{name}, {shape}, in pieces of {size}");
                    found.All.ShouldStartWith("before\n");
                    if (!shape.Contains("without END", StringComparison.Ordinal))
                        found.All.ShouldEndWith("after\n");
                }

                Masking.Dense(Masking.Through(off, text).All).ShouldContain(body[0]);
            }
        }
    }

    [Fact]
    public void Write_PublicKeyAndCertificate_StayReadable()
    {
        var text = File.ReadAllText(Path.Combine(_folder, "ed25519.pub"))
            + "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
        Masking.Through(SecretSet.Compile([]), text).All.ShouldBe(text);
    }

    [Fact]
    public void Write_OneLineOfASecretFile_IsMaskedToo()
    {
        var key = _keys["ed25519"];
        var line = key.Split('\n')[2];
        Masking.Through(Masking.Secrets(key), $"line 3: {line}\n").All.ShouldBe("line 3: [masked]\n");
    }

    private static IEnumerable<(string Shape, string Text)> Shapes(string key)
    {
        var lines = key.Split('\n');
        yield return ("whole", key);
        yield return ("CRLF", key.Replace("\n", "\r\n", StringComparison.Ordinal));
        yield return ("indented", string.Join('\n', lines.Select(l => "      " + l)));
        yield return ("one line", key.Replace("\n", "", StringComparison.Ordinal));
        yield return ("coloured", string.Join('\n', lines.Select(l => $"\e[32m{l}\e[0m")));
        yield return ("cut, without END", string.Join('\n', lines[..^2]));
        yield return ("without END", string.Join('\n', lines[..^1]));
    }
}
