using System.Text;
using Dashboard.Core.Output;

namespace Dashboard.Execution.Tests.Masking;

/// <summary>Output that is longer than what is looked at together: every secret in it is masked, and nothing else is touched.</summary>
public sealed class LongOutputTests
{
    private const string Secret = "the-sesame-that-opens";
    private const int Lines = 3_000;

    [Theory]
    [InlineData(97)]
    [InlineData(1_000)]
    [InlineData(40_000)]
    [InlineData(int.MaxValue)]
    public void Write_LongOutputInPiecesOfOneSize_MasksTheSecretsAlone(int size)
    {
        var text = Encoding.ASCII.GetBytes(Text(0));

        var found = Masking.Through(Masking.Secrets(Secret), [.. text.Chunk(Math.Min(size, text.Length)).Select(c => (OutputChannel.Stdout,
            c))]);

        found.All.ShouldBe(Masked(0));
        found.Masked.ShouldBe(Lines / 10);
    }

    [Fact]
    public void Write_LongOutputOnBothChannels_MasksTheSecretsOnEach()
    {
        var (lines, errors) = (Text(0).Split('\n').Chunk(10), Text(5).Split('\n').Chunk(10));
        var pieces = lines.Zip(errors)
            .SelectMany(l => new[] { (OutputChannel.Stdout, Some(l.First)), (OutputChannel.Stderr, Some(l.Second)) });

        var found = Masking.Through(Masking.Secrets(Secret), [.. pieces]);

        found.Of(OutputChannel.Stdout).ShouldBe(Masked(0) + "\n");
        found.Of(OutputChannel.Stderr).ShouldBe(Masked(5) + "\n");

        static byte[] Some(string[] lines) => Encoding.ASCII.GetBytes(string.Join('\n', lines) + "\n");
    }

    [Fact]
    public void Write_LongOutputInColours_MasksTheSecretsAndLeavesTheColours()
    {
        var text = Text(0).Replace("line", "\e[32mline\e[0m", StringComparison.Ordinal).Replace("sesame", "\e[1msesame\e[0m",
            StringComparison.Ordinal);

        var found = Masking.Through(Masking.Secrets(Secret), [.. text.Chunk(1_000).Select(c => new string(c))]).All;

        found.ShouldNotContain("sesame");
        found.ShouldNotContain("opens");
        found.Split('\n').Count(l => l.EndsWith("\e[32mline\e[0m goes on as usual", StringComparison.Ordinal))
            .ShouldBe(Lines - (Lines / 10));
    }

    [Fact]
    public void Write_SecretAfterAnyNumberOfBytes_IsMasked()
    {
        var set = Masking.Secrets(Secret);
        foreach (var border in new[] { 1_024, 4_096, 16 * 1_024, 32 * 1_024, 64 * 1_024 })
        {
            for (var before = border - Secret.Length - 1; before <= border + 1; before += 3)
            {
                var dots = string.Concat(Enumerable.Repeat(". ", (before / 2) + 1))[..before];
                Masking.Through(set, $"{dots}{Secret} after").All.ShouldBe($"{dots}[masked] after", $"{before} bytes before it");
            }
        }
    }

    [Fact]
    public void Write_OneSecretBehindTheOther_IsOneMask()
    {
        var found = Masking.Through(Masking.Secrets(Secret), $"a {Secret}{Secret} b {Secret} c");

        (found.All, found.Masked).ShouldBe(("a [masked] b [masked] c", 2));
    }

    [Fact]
    public void Write_SecretInTwoWrites_IsOneMask()
    {
        var found = Masking.Through(Masking.Secrets(Secret), "a the-ses", "ame-that-op", "ens b");

        (found.All, found.Masked).ShouldBe(("a [masked] b", 1));
    }

    private static string Text(int at) =>
        string.Join('\n', Enumerable.Range(0, Lines).Select(i => i % 10 == at ? $"{i} key {Secret} is it" : $"{i} line goes on as usual"));

    private static string Masked(int at) => Text(at).Replace(Secret, "[masked]", StringComparison.Ordinal);
}
