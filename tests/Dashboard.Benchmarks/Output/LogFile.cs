using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Dashboard.Benchmarks.Output;

/// <summary>A large log of lines of some 100 bytes, with a secret in a few of them.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Secrets">How often the secret is in it.</param>
/// <param name="MaskedDigest">SHA-256 of what must be left of it, lower-case hex: every secret replaced, everything else as it was.</param>
internal sealed record LogFile(string Path, long Length, int Secrets, string MaskedDigest)
{
    /// <summary>The secret.</summary>
    public const string Secret = "s3same-0pen-7f19c2aa54";

    private const int Seed = 20_26_11, Block = 8 << 20, SecretEvery = 2_000;

    private static readonly string[] Levels = ["INFO ", "INFO ", "INFO ", "DEBUG", "WARN "];
    private static readonly string[] Paths = ["/api/orders", "/api/customers", "/healthz", "/api/orders/search", "/static/app.css"];

    /// <summary>Writes one of at least this many bytes.</summary>
    public static LogFile Write(string path, long length)
    {
        // One block of lines again and again: what reads them keeps nothing of a block, and the file is made in no time.
        var (text, secrets) = Lines();
        var masked = Encoding.ASCII.GetBytes(text.Replace(Secret, "[masked]", StringComparison.Ordinal));
        var plain = Encoding.ASCII.GetBytes(text);
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var file = File.Create(path);
        var blocks = 0;
        for (; file.Length < length; blocks++)
        {
            file.Write(plain);
            file.Flush();
            digest.AppendData(masked);
        }

        return new(path, file.Length, secrets * blocks, Convert.ToHexStringLower(digest.GetCurrentHash()));
    }

    private static (string Text, int Secrets) Lines()
    {
        var (random, at, secrets) = (new Random(Seed), new DateTime(2026, 1, 31, 21, 0, 0, DateTimeKind.Utc), 0);
        var text = new StringBuilder(Block + 200);
        for (var line = 0; text.Length < Block; line++)
        {
            at = at.AddMilliseconds(random.Next(40));
            text.Append(CultureInfo.InvariantCulture, $"{at:O} {Levels[random.Next(Levels.Length)]} worker-{random.Next(16):00} ");
            if (line % SecretEvery == SecretEvery / 2)
            {
                text.Append(CultureInfo.InvariantCulture, $"upstream asks for a new session, token={Secret}; trying again\n");
                secrets++;
            }
            else
            {
                text.Append(CultureInfo.InvariantCulture,
                    $"GET {Paths[random.Next(Paths.Length)]}?id={random.Next(1_000_000)} 200 in {random.Next(900)} ms, "
                        + $"{random.Next(65_536)} bytes\n");
            }
        }

        return (text.ToString(), secrets);
    }
}
