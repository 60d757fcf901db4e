using System.Diagnostics;
using System.Text;
using Dashboard.Execution.Masking.Primitives;
using Dashboard.Execution.Masking.Tokens;
using Dashboard.Testing;

namespace Dashboard.Execution.Tests.Masking.Tokens;

/// <summary>Keys as the real tools write them: nothing of a body is outside a block.</summary>
[Needs(Need.Packages)]
public sealed class KeyBlockTests : IDisposable
{
    private const string Putty =
        "PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nComment: operator\n"
        + "Public-Lines: 2\nAAAAC3NzaC1lZDI1NTE5AAAAIGk1o0Rc8c3Jq9Xv7Rb2Lm8Tn5WdHc4Yp6Gf\n1Ss0AeBoUiVxN\n"
        + "Private-Lines: 1\nAAAAIE0Qn2Xv7Rb2Lm8Tn5WdHc4Yp6Gf1Ss0AeBoUiVx\n"
        + "Private-MAC: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08\n";

    private const string Tpm =
        "-----BEGIN TSS2 PRIVATE KEY-----\n"
        + "MIHyBgZngQUKAQOgAwEBAAIFAIEAAAAEWgBYACMACwAGBHIAAAAQABAAAwAQACCE\n-----END TSS2 PRIVATE KEY-----\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("keys-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public static TheoryData<string> Tools => new()
    {
        "ssh-keygen -q -t ed25519 -N '' -f k && cat k",
        "ssh-keygen -q -t rsa -m PEM -N secret -f k && cat k",
        "openssl genpkey -algorithm ed25519",
        "openssl genpkey -algorithm x448 -aes256 -pass pass:secret",
        "openssl ecparam -name prime256v1 -genkey -noout",
        "export GNUPGHOME=$PWD; gpg -q --batch --passphrase '' --quick-gen-key k ed25519 && "
            + "gpg -q --batch --armor --export-secret-keys; gpgconf --kill all",
    };

    [Theory]
    [MemberData(nameof(Tools))]
    public void All_KeyOfARealTool_IsOneBlockInEveryShape(string command)
    {
        var key = Run(command);
        key.ShouldContain("PRIVATE KEY");
        HoldsInEveryShape(key);
    }

    [Fact]
    public void All_PuttyAndTpmKey_IsOneBlock()
    {
        Blocks($"before\n{Putty}after\n").ShouldBe(["PuTTY"]);
        Visible($"before\n{Putty}after\n").ShouldNotContain("AAAAIE0Q");
        Visible($"before\n{Putty}after\n").ShouldContain("AAAAC3NzaC1lZDI1NTE5");
        Visible($"before\n{Putty}after\n").ShouldEndWith("after\n");
        HoldsInEveryShape(Tpm);
    }

    [Theory]
    [InlineData("-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----\n")]
    [InlineData("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n")]
    [InlineData("-----BEGIN PGP PUBLIC KEY BLOCK-----\nmDME\n-----END PGP PUBLIC KEY BLOCK-----\n")]
    [InlineData("printf(\"Private-Lines: %d\\n\"); // then Private-MAC")]
    public void All_PublicText_IsNoBlock(string text)
    {
        Blocks(text).ShouldBeEmpty();
        Blocks(Base64(text, 0)).ShouldBeEmpty();
        Visible(text).ShouldBe(text);
    }

    [Fact]
    public void Body_TextThatCannotBeInIt_EndsACutKey()
    {
        var cut = Base64(Tpm, 0)[..90];
        Visible($"tls.key: {cut}\"}}\nnext: line\n").ShouldBe(
            $"tls.key: {cut[..42]}[masked]\"}}\nnext: line\n", "the BEGIN line alone is no secret");
    }

    private static void HoldsInEveryShape(string key)
    {
        var body = key.Split('\n').Where(l => l.Length > 20 && !l.Contains("--", StringComparison.Ordinal)).ToArray();
        foreach (var lineEnd in new[] { "\n", "\r\n", "\n    ", "\\n" })
        {
            var text = key.Replace("\n", lineEnd, StringComparison.Ordinal);
            Blocks($"{text}\nafter").ShouldBe(["PEM"]);
            foreach (var line in body)
                Visible(text).ShouldNotContain(line);
        }

        foreach (var before in new[] { 0, 1, 2 })
        {
            foreach (var columns in new[] { 64, 76, 11, 100_000 })
            {
                var text = Base64(key, before);
                var wrapped = string.Join('\n', text.Chunk(columns).Select(c => new string(c)));
                Blocks(wrapped).ShouldBe(["PEM in base64"]);
                var rest = Visible($"key: {wrapped}\n").Split("[masked]");
                // Only the BEGIN line is before, and less than a line's end after it.
                rest[0].Count(c => c > ' ').ShouldBeLessThan(80);
                rest[1].Count(c => c > ' ').ShouldBeLessThan(8);
            }
        }
    }

    private static string Base64(string text, int before) => Convert.ToBase64String(Encoding.UTF8.GetBytes(new string('#', before) + text));

    private static List<string> Blocks(string text)
    {
        var blocks = new List<string>();
        Read(text, blocks);
        return blocks;
    }

    private static string Visible(string text) => Read(text, []);

    // A small masker: white space is passed over, the text from a beginning's end to an end's end is masked.
    private static string Read(string text, List<string> blocks)
    {
        var visible = new StringBuilder();
        var dense = new StringBuilder();
        KeyBlock? open = null;
        foreach (var c in text)
        {
            var passedOver = Skeleton.IsSpace((byte)c);
            if (open?.Body is { } body && !passedOver && !body.Contains((byte)c))
                open = null;
            if (open is null)
                visible.Append(c);
            if (passedOver)
                continue;
            var seen = dense.Append(c).ToString(Math.Max(0, dense.Length - 120), Math.Min(120, dense.Length));
            if (open is not null)
            {
                open = open.Ends.Any(e => Ends(seen, e)) ? null : open;
            }
            else if (KeyBlocks.All.FirstOrDefault(b => b.Begins.Any(x => Ends(seen, x))) is { } begun)
            {
                open = begun;
                blocks.Add(begun.Name);
                visible.Append("[masked]");
            }
        }

        return visible.ToString();
    }

    private static bool Ends(string seen, byte[] text) => seen.EndsWith(Encoding.ASCII.GetString(text), StringComparison.Ordinal);

    private string Run(string command)
    {
        var start = new ProcessStartInfo("sh", ["-c", command]) { WorkingDirectory = _folder };
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        using var process = Process.Start(start)!;
        process.BeginErrorReadLine();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output;
    }
}
