using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Dashboard.Core.Output;
using Dashboard.Execution.Masking.Index;
using Dashboard.Execution.Masking.Primitives;
using Dashboard.Testing;

namespace Dashboard.Execution.Tests.Masking.Scanning;

/// <summary>Reading only the places that look like a secret masks what reading everything masks.</summary>
[Needs(Need.Time)]
public sealed class HotScannerTests
{
    // Some thousands in the campaign.
    private static readonly int Mixtures = (int)Campaign.Number("CUTOVER_MIXTURES_N", 40);
    private static readonly int Seed = Campaign.Seed(20_26_13);

    private static readonly Func<Random, byte[], string>[] Encodings =
    [
        (_, s) => Encoding.Latin1.GetString(s),
        (r, s) => Wrapped(r, Convert.ToBase64String(s)),
        (r, s) => Wrapped(r, Convert.ToBase64String([.. new byte[r.Next(3)], .. s, .. new byte[r.Next(3)]])),
        (_, s) => Convert.ToBase64String(s).TrimEnd('=').Replace('+', '-').Replace('/', '_'),
        (r, s) => Wrapped(r, Convert.ToBase64String(Encoding.ASCII.GetBytes(Wrapped(r, Convert.ToBase64String(s))))),
        (_, s) => Convert.ToBase64String(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(s))),
        (r, s) => Wrapped(r, Convert.ToHexStringLower(s)),
        (_, s) => Convert.ToHexString(s),
        (_, s) => Convert.ToHexStringLower(Encoding.ASCII.GetBytes(Convert.ToBase64String(s))),
        (r, s) => string.Join(r.Next(2) == 0 ? ":" : " ", s.Select(b => b.ToString("x2", CultureInfo.InvariantCulture))),
        (_, s) => string.Concat(s.Select(b => $"\\x{b:x2}")),
        (_, s) => string.Join(", ", s.Select(b => $"0x{b:x2}")),
        (_, s) => $"[{string.Join(", ", s)}]",
        (_, s) => $"[{string.Join(' ', s)}]",
        (_, s) => string.Concat(s.Select(b => $"%{b:X2}")),
        (_, s) => string.Concat(s.Select(b => $"\\{Convert.ToString(b, 8).PadLeft(3, '0')}")),
        (_, s) => Base32(s),
        (r, s) => Dump(r, s),
        (r, s) => Convert.ToBase64String(Encoding.ASCII.GetBytes(Dump(r, s))),
        (_, s) => Uri.EscapeDataString(Encoding.UTF8.GetString(s)),
        (_, s) => WebUtility.UrlEncode(Encoding.UTF8.GetString(s)),
        (_, s) => WebUtility.HtmlEncode(Encoding.UTF8.GetString(s)),
        (_, s) => JsonSerializer.Serialize(JsonSerializer.Serialize(Encoding.UTF8.GetString(s))),
        (_, s) => Encoding.Latin1.GetString(Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(s))),
        (_, s) => Convert.ToBase64String(Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(s))),
        (_, s) => Convert.ToHexStringLower(Encoding.BigEndianUnicode.GetBytes(Encoding.UTF8.GetString(s))),
    ];

    [Fact]
    public void Scan_MixturesOfLogAndSecrets_MasksWhatReadingEverythingMasks()
    {
        var (differences, masked) = (new ConcurrentBag<string>(), 0);
        Parallel.For(0, Mixtures, n =>
        {
            var random = new Random(Seed + n);
            var secrets = Enumerable.Range(0, random.Next(1, 4)).Select(_ => Secret(random)).ToArray();
            var encoding = random.Next(Encodings.Length);
            var text = new StringBuilder();
            while (text.Length < 3000)
            {
                text.Append(Line(random));
                if (random.Next(8) == 0)
                    text.Append(Beside(random) + Encodings[encoding](random, secrets[random.Next(secrets.Length)]) + Beside(random));
            }

            var bytes = Encoding.Latin1.GetBytes(text.ToString());
            var pieces = Pieces(random, bytes, random.Next(2) == 0 ? bytes.Length : random.Next(100, 3000));
            var values = secrets.Select(s => new ReadOnlyMemory<byte>(s)).ToArray();
            var some = Masking.Through(SecretSet.Compile(values), pieces);
            var all = Masking.Through(SecretSet.Compile(values, MaskingDefences.All with { OnlyHotPlaces = false }), pieces);
            Interlocked.Add(ref masked, some.Masked);
            if (some.All != all.All)
                differences.Add($"{n}, encoding {encoding}:\n{Difference(some.All, all.All)}");
        });
        masked.ShouldBeGreaterThan(Mixtures);
        differences.ShouldBeEmpty($"{differences.Count} of {Mixtures}, seed {Seed}\n{string.Join("\n---\n", differences.Take(5))}");
    }

    private static string Difference(string some, string all)
    {
        var at = Math.Max(0, some.Zip(all).TakeWhile(p => p.First == p.Second).Count() - 60);
        return $"{some[at..Math.Min(some.Length, at + 200)]}\n{all[at..Math.Min(all.Length, at + 200)]}";
    }

    private static string Beside(Random random) => random.Next(3) switch { 0 => "value=", 1 => "; ", _ => "\n" };

    private static byte[] Secret(Random random)
    {
        var length = random.Next(4) == 0 ? random.Next(8, 12) : random.Next(12, 60);
        return random.Next(5) switch
        {
            0 => [.. Enumerable.Range(0, length + 6).Select(_ => (byte)random.Next(256))],
            1 => Encoding.UTF8.GetBytes(random.GetString("pässwörd€ñ-пароль#", length)),
            2 => Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, length).Select(_ => (char)random.Next(0x21, 0x7F)))),
            _ => Encoding.ASCII.GetBytes(random.GetString("abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789", length)),
        };
    }

    private static string Line(Random random) => random.Next(5) switch
    {
        0 => $"2026-01-31T21:00:00.{random.Next(10_000_000)}Z INFO  worker-07 GET /api/orders?id={random.Next(1_000_000)} 200 in 9 ms\n",
        1 => $"{{\"trace\":\"{new Guid(Bytes(random, 16))}\","
            + $"\"sha\":\"{Convert.ToHexStringLower(Bytes(random, 32))}\",\"p\":\"C:\\\\x\"}}\n",
        2 => $"layer {Convert.ToBase64String(Bytes(random, random.Next(10, 60)))} 45%\n",
        3 => "org.apache.kafka.clients.NetworkClient: node 3 (kafka-3.internal/10.0.0.7:9092) could not be established &amp; waits\n",
        _ => string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => $"{random.Next(1 << random.Next(1, 30))} ")) + "\n",
    };

    private static byte[] Bytes(Random random, int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    private static (OutputChannel, byte[])[] Pieces(Random random, byte[] bytes, int length) =>
        [.. bytes.Chunk(length).Select(c => (random.Next(8) == 0 ? OutputChannel.Stderr : OutputChannel.Stdout, c))];

    private static string Wrapped(Random random, string text)
    {
        var columns = random.Next(3) switch { 0 => 76, 1 => random.Next(11, 70), _ => int.MaxValue };
        return string.Join('\n', text.Chunk(columns).Select(c => new string(c)));
    }

    private static string Base32(byte[] bytes)
    {
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        var (text, bits, count) = (new StringBuilder(), 0, 0);
        foreach (var b in bytes)
        {
            bits = (bits << 8) | b;
            for (count += 8; count >= 5; count -= 5)
                text.Append(Alphabet[(bits >> (count - 5)) & 31]);
            bits &= (1 << count) - 1;
        }

        return count > 0 ? text.Append(Alphabet[(bits << (5 - count)) & 31]).ToString() : text.ToString();
    }

    // As xxd prints it: in groups of two bytes, with the text beside them.
    private static string Dump(Random random, byte[] bytes)
    {
        var text = new StringBuilder();
        var columns = random.Next(2) == 0 ? 16 : 32;
        for (var at = 0; at < bytes.Length; at += columns)
        {
            var line = bytes[at..Math.Min(bytes.Length, at + columns)];
            var groups = string.Join(' ', line.Chunk(2).Select(Convert.ToHexStringLower)).PadRight((columns / 2 * 5) - 1);
            var beside = string.Concat(line.Select(b => b is >= 0x20 and < 0x7F ? (char)b : '.'));
            text.Append(CultureInfo.InvariantCulture, $"{at:x8}: {groups}  {beside}\n");
        }

        return text.ToString();
    }
}
