using System.Text;
using Dashboard.Execution.Masking.Tokens;
using Dashboard.Testing;

namespace Dashboard.Execution.Tests.Masking.Tokens;

/// <summary>Output that comes in pieces: what may still become a token is held, and everything else let go at once.</summary>
[Needs(Need.Time)]
public sealed class TokenStreamTests
{
    [Fact]
    public void Undecided_EverySplitPoint_MasksTheSame()
    {
        foreach (var sample in TokenSamples.All)
        {
            var texts = sample.Samples.Take(1).Select(s => $"a {s.Name}_token=\"{s.Secret}\" b\n");
            foreach (var text in texts.Concat(sample.Texts.Where(t => t.Length < 500).Take(2)))
            {
                var bytes = Encoding.UTF8.GetBytes(text);
                var whole = Masked([bytes]);
                for (var i = 1; i < bytes.Length; i++)
                    Masked([bytes[..i], bytes[i..]]).ShouldBe(whole, $"{sample.Rule}, split at {i}: {text}");
                Masked(bytes.Select(b => new[] { b })).ShouldBe(whole, $"{sample.Rule}, byte by byte");
            }
        }
    }

    [Fact]
    public void Undecided_Ignored_LeaksTheToken()
    {
        var token = "ghp_" + "8dGqTfV1xZkWn3RbYs5LmHp9CjQw2XvA4eUo";
        Masked([Encoding.ASCII.GetBytes(token[..20]), Encoding.ASCII.GetBytes(token[20..])], holdBack: false).ShouldBe(token);
        Masked([Encoding.ASCII.GetBytes(token[..20]), Encoding.ASCII.GetBytes(token[20..])]).ShouldBe("[masked]");
    }

    [Theory]
    [InlineData("Continue? [y/N] ")]
    [InlineData("Password: ")]
    [InlineData("Downloading 45%")]
    [InlineData("login as root:")]
    [InlineData("$ ")]
    [InlineData("Compiling step 3/17...")]
    [InlineData("sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGk1o0Rc8c3Jq9Xv7Rb2Lm8Tn5WdHc4Yp6Gf1Ss0Ae operator@host")]
    public void Undecided_OrdinaryUnfinishedText_LetsItGo(string text) =>
        TokenFinder.Shared.Undecided(Encoding.UTF8.GetBytes(text)).ShouldBe(Encoding.UTF8.GetByteCount(text));

    [Theory]
    [InlineData("clone https://x:gh", "gh")]
    [InlineData("key=AKIALALEM", "AKIALALEM")]
    [InlineData("{\"kty\":\"EC\",\n \"d\":\n", "\"d\":\n")]
    [InlineData("export AWS_SECRET_ACCESS_KEY=", "SECRET_ACCESS_KEY=")]
    public void Undecided_TokenUnderWay_HoldsFromItsBeginning(string text, string held) =>
        text[TokenFinder.Shared.Undecided(Encoding.UTF8.GetBytes(text))..].ShouldBe(held);

    // What a masker does with a finder.
    private static string Masked(IEnumerable<byte[]> pieces, bool holdBack = true)
    {
        var output = new StringBuilder();
        byte[] held = [];
        foreach (var piece in pieces)
        {
            held = [.. held, .. piece];
            var decided = holdBack ? TokenFinder.Shared.Undecided(held) : held.Length;
            Write(held.AsSpan(0, decided));
            held = held[decided..];
        }

        Write(held);
        return output.ToString();

        void Write(ReadOnlySpan<byte> text)
        {
            var found = new List<Range>();
            TokenFinder.Shared.Find(text, found);
            var at = 0;
            foreach (var range in found)
            {
                output.Append(Encoding.UTF8.GetString(text[at..range.Start])).Append("[masked]");
                at = range.End.Value;
            }

            output.Append(Encoding.UTF8.GetString(text[at..]));
        }
    }
}
