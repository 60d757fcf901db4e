using System.Net;
using System.Security;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Dashboard.Core.Output;
using Dashboard.Execution.Masking.Primitives;

namespace Dashboard.Execution.Tests.Masking;

/// <summary>A secret as other programs write it is masked too. The encoders are the platform's, not the masker's.</summary>
public sealed class EncodingTests
{
    private static readonly string[] Secrets =
        ["the-sesame-that-opens", "p\"w<&>'\\/=+ ~*!()x", "two\nlines of it\n", "ÿþ\u00bf?>>~~~", "Ab1/+Cd2=Ef3"];

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public void Write_Base64AtAllAlignments_LeaksNothing()
    {
        var leaks = new List<string>();
        var without = 0;
        foreach (var secret in Secrets)
        {
            var bytes = Encoding.UTF8.GetBytes(secret);
            foreach (var before in Enumerable.Range(0, 6))
            {
                foreach (var after in Enumerable.Range(0, 3))
                {
                    byte[] whole = [.. Enumerable.Repeat((byte)0xA7, before), .. bytes, .. Enumerable.Repeat((byte)0x5C, after)];
                    var base64 = Convert.ToBase64String(whole);
                    foreach (var text in new[] { base64, base64.Replace('+', '-').Replace('/', '_'), base64.TrimEnd('='),
                        Wrapped(base64, 64), Wrapped(base64, 76), Wrapped(base64, 11) })
                    {
                        // What remains must not give the secret back: decode what is around the mask.
                        if (!Masking.Through(Masking.Secrets(secret), $"k: {text}\n").All.Contains("[masked]", StringComparison.Ordinal))
                            leaks.Add($"{secret} {before}+{after}: {text}");
                        if (!Masking.Through(Masking.Secrets(secret, MaskingDefences.All with { Encodings = false }), $"k: {text}\n").All
                            .Contains("[masked]", StringComparison.Ordinal))
                            without++;
                    }
                }
            }
        }

        leaks.ShouldBeEmpty();
        without.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Write_Base64_LeavesNoCharacterThatTheSecretDecidesAlone()
    {
        foreach (var secret in Secrets)
        {
            var bytes = Encoding.UTF8.GetBytes(secret.Trim());
            for (var before = 0; before < 3; before++)
            {
                byte[] whole = [.. new byte[before], .. bytes, .. new byte[3 - ((before + bytes.Length) % 3)]];
                var rest = Masking.Through(Masking.Secrets(secret), Convert.ToBase64String(whole)).All.Split("[masked]");
                rest.Length.ShouldBe(2);
                // Each of these has bits of what stands beside the secret.
                rest[0].Length.ShouldBeLessThanOrEqualTo(3);
                rest[1].Length.ShouldBeLessThanOrEqualTo(5);
            }
        }
    }

    public static TheoryData<string> Encoders => ["hex", "HEX", "url", "form", "web", "json", "json-strict", "xml", "html", "hex-wrapped"];

    [Theory]
    [MemberData(nameof(Encoders))]
    public void Write_OtherEncodings_LeakNothing(string encoder)
    {
        foreach (var secret in Secrets)
        {
            var text = Encode(encoder, secret.Trim());
            Masking.Through(Masking.Secrets(secret), $"value={text};").All.ShouldBe("value=[masked];", $"{encoder}: {text}");
        }

        var plain = Encode(encoder, Secrets[1]);
        Masking.Through(Masking.Secrets(Secrets[1], MaskingDefences.All with { Encodings = false }), $"value={plain};").All
            .ShouldContain(plain);
    }

    [Theory]
    [MemberData(nameof(Encoders))]
    public void Write_OtherEncodingsSplit_LeakNothing(string encoder)
    {
        var text = Encoding.ASCII.GetBytes(Encode(encoder, Secrets[1]));
        for (var i = 1; i < text.Length; i++)
            Masking.Through(Masking.Secrets(Secrets[1]), (OutputChannel.Stdout, text[..i]), (OutputChannel.Stdout, text[i..])).All
                .ShouldBe("[masked]");
    }

    private static string Encode(string encoder, string secret) => encoder switch
    {
        "hex" => Convert.ToHexStringLower(Encoding.UTF8.GetBytes(secret)),
        "HEX" => Convert.ToHexString(Encoding.UTF8.GetBytes(secret)),
        "hex-wrapped" => Wrapped(Convert.ToHexStringLower(Encoding.UTF8.GetBytes(secret)), 10),
        "url" => Uri.EscapeDataString(secret),
        "form" => WebUtility.UrlEncode(secret),
        "web" => Uri.EscapeDataString(secret).Replace("%20", "+", StringComparison.Ordinal),
        "json" => JsonSerializer.Serialize(secret, Relaxed)[1..^1],
        "json-strict" => Ascii(secret),
        "html" => WebUtility.HtmlEncode(secret),
        _ => SecurityElement.Escape(secret),
    };

    // System.Text.Json's default also writes letters beyond ASCII as \uXXXX.
    private static string Ascii(string secret) => JsonSerializer.Serialize(secret)[1..^1];

    private static string Wrapped(string text, int columns) => string.Join('\n', text.Chunk(columns).Select(c => new string(c)));
}
