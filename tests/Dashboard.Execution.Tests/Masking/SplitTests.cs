using System.Text;
using Dashboard.Core.Output;
using Dashboard.Execution.Masking.Primitives;
using Dashboard.Testing;

namespace Dashboard.Execution.Tests.Masking;

/// <summary>A secret that comes in pieces is masked all the same.</summary>
[Needs(Need.Time)]
public sealed class SplitTests
{
    // A million in the campaign.
    private static readonly int Splits = (int)Campaign.Number("CUTOVER_SPLITS_N", 6_000);
    private static readonly int Seed = Campaign.Seed(20_26_11);

    // Plain, overlapping itself, with a prefix of itself before it, of several bytes for each letter, with white space inside.
    internal static readonly string[] Secrets =
        ["the-sesame-that-opens", "abababababac", "aaaaaaaaaa", "open open sesame", "пароль-здесь", "p\"w<&>\\/=+"];

    [Fact]
    public void Write_RandomSplits_LeakNothing()
    {
        var sets = Secrets.Select(s => Masking.Secrets(s)).ToArray();
        var leaks = 0;
        Parallel.For(0, Environment.ProcessorCount, worker =>
        {
            var random = new Random(Seed + worker);
            for (var n = 0; n < Splits / Environment.ProcessorCount; n++)
            {
                var which = random.Next(Secrets.Length);
                if (Masking.Dense(Masking.Through(sets[which], Pieces(random, Secrets[which])).All)
                    .Contains(Masking.Dense(Secrets[which]), StringComparison.Ordinal))
                    Interlocked.Increment(ref leaks);
            }
        });
        leaks.ShouldBe(0, $"seed {Seed}");
    }

    [Fact]
    public void Write_SplitsWithoutHoldingBack_Leak()
    {
        foreach (var secret in Secrets)
            Masking.Through(Masking.Secrets(secret, MaskingDefences.All with { HoldBack = false }), secret[..^1], secret[^1..]).All
                .ShouldContain(secret[..^1]);
    }

    [Theory]
    [InlineData("the-\e[31msesame\e[0m-that-opens")]
    [InlineData("the-sesame\e]8;;http://x\a-that\e]8;;\a-opens")]
    [InlineData("\e[1mt\e[0m\e[1mh\e[0me-sesame-that-opens")]
    [InlineData("the-\rsesame\b-that-\r\nopens")]
    [InlineData("the-\0sesame-\x7fthat-opens")]
    public void Write_SecretBrokenUpByTheTerminal_LeaksNothing(string broken)
    {
        Masking.Through(Masking.Secrets(Secrets[0]), $"is {broken}!").Masked.ShouldBeGreaterThan(0);
        var plain = Masking.Through(Masking.Secrets(Secrets[0]), $"is {broken}!").All;
        foreach (var part in new[] { "sesame", "opens" })
            plain.ShouldNotContain(part);
    }

    [Fact]
    public void Write_SecretInColoursWithoutThatDefence_Leaks() =>
        Masking.Through(Masking.Secrets(Secrets[0], MaskingDefences.All with { Escapes = false }), "the-\e[31msesame\e[0m-that-opens").All
            .ShouldContain("sesame");

    [Fact]
    public void Write_SecretBrokenByLinesWithoutThatDefence_Leaks() =>
        Masking.Through(Masking.Secrets(Secrets[0], MaskingDefences.All with { WhiteSpace = false }), "the-sesame-\nthat-opens").All
            .ShouldContain("sesame");

    [Fact]
    public void Write_SecretAcrossChannels_LeaksNothing()
    {
        var secret = Encoding.UTF8.GetBytes(Secrets[0]);
        for (var i = 1; i < secret.Length; i++)
        {
            (OutputChannel, byte[])[] pieces =
                [(OutputChannel.Stdout, [.. "x "u8, .. secret[..i]]), (OutputChannel.Stderr, [.. secret[i..], .. " y"u8])];
            var all = Masking.Through(Masking.Secrets(Secrets[0]), pieces).All;
            all.ShouldNotContain(Secrets[0]);
            all.ShouldStartWith("x [masked]");
            Masking.Through(Masking.Secrets(Secrets[0], MaskingDefences.All with { AcrossChannels = false }), pieces).All
                .ShouldContain(Secrets[0]);
        }
    }

    [Fact]
    public void Write_SecretOnOneChannelWithTheOtherBetween_LeaksNothing()
    {
        var found = Masking.Through(Masking.Secrets(Secrets[0]),
            (OutputChannel.Stdout, "the-sesame"u8.ToArray()), (OutputChannel.Stderr, "progress 7%\n"u8.ToArray()),
            (OutputChannel.Stdout, "-that-opens\n"u8.ToArray()));
        found.Of(OutputChannel.Stdout).ShouldBe("[masked]\n");
        found.Of(OutputChannel.Stderr).ShouldBe("progress 7%\n");
    }

    [Theory]
    [InlineData("nothing secret here\n")]
    [InlineData("the-sesame-that-open")]
    [InlineData("ünï\0code \e[31mred\e[0m \r\n\t end")]
    public void Write_OutputWithoutSecret_ComesThroughUnchanged(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        for (var i = 0; i <= bytes.Length; i++)
            Masking.Through(Masking.Secrets(Secrets[0]), (OutputChannel.Stdout, bytes[..i]), (OutputChannel.Stdout, bytes[i..]))
                .All.ShouldBe(text);
    }

    private static (OutputChannel, byte[])[] Pieces(Random random, string secret)
    {
        var text = Encoding.UTF8.GetBytes($"x{secret[..random.Next(secret.Length)]}{secret}{secret[random.Next(secret.Length)..]}y");
        var pieces = new List<(OutputChannel, byte[])>();
        for (var at = 0; at < text.Length;)
        {
            var length = Math.Min(random.Next(1, 9), text.Length - at);
            pieces.Add((OutputChannel.Stdout, text[at..(at + length)]));
            at += length;
        }

        return [.. pieces];
    }
}
