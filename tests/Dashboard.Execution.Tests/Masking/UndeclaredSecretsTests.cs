using System.Text;
using Dashboard.Core.Output;
using Dashboard.Execution.Masking.Index;
using Dashboard.Execution.Masking.Primitives;
using Dashboard.Execution.Masking.Tokens;
using Dashboard.Execution.Tests.Masking.Tokens;

namespace Dashboard.Execution.Tests.Masking;

/// <summary>Tokens that nobody declared, through the masker: a run without any secret file shows none of them.</summary>
public sealed class UndeclaredSecretsTests
{
    private const string Before = "2026-01-31T21:00:00Z INFO  deploy starts\n", After = "2026-01-31T21:00:01Z INFO  deploy ends\n";

    private static readonly SecretSet Nothing = SecretSet.Compile([]);
    private static readonly SecretSet Off = SecretSet.Compile([], MaskingDefences.All with { KeyBlocks = false });

    [Fact]
    public void Write_TokenOfEachRule_IsMaskedWhateverTheWritesAre()
    {
        var (shown, count) = (new List<string>(), 0);
        foreach (var sample in TokenSamples.All.Where(s => s.Samples.Length > 0))
        {
            var (name, secret) = (sample.Samples[0].Name, sample.Samples[0].Secret);
            var text = Encoding.UTF8.GetBytes($"{Before}{name}_token = \"{secret}\"\n{After}");
            if (TokenSamples.Found(TokenFinder.Shared, Encoding.UTF8.GetString(text)) is not [var found, ..])
                continue;
            count++;
            foreach (var size in new[] { text.Length, 60, 1 })
            {
                var pieces = text.Chunk(size).Select(c => (OutputChannel.Stdout, c)).ToArray();
                var left = Masking.Through(Nothing, pieces);
                if (left.All.Contains(found, StringComparison.Ordinal) || left.Masked == 0)
                    shown.Add($"{sample.Rule}, {size}: {left.All}");
                left.All.ShouldStartWith(Before);
                left.All.ShouldEndWith(After);
            }

            Masking.Through(Off, Encoding.UTF8.GetString(text)).All.ShouldContain(found);
        }

        shown.ShouldBeEmpty();
        count.ShouldBeGreaterThan(100);
    }

    [Fact]
    public void Write_TokenOnBothChannels_IsMaskedOnEach()
    {
        var token = "ghp_" + "8dGqTfV1xZkWn3RbYs5LmHp9CjQw2XvA4eUo";
        var found = Masking.Through(
            Nothing,
            (OutputChannel.Stdout, Encoding.ASCII.GetBytes($"clone with {token[..20]}")),
            (OutputChannel.Stderr, Encoding.ASCII.GetBytes($"warning: {token}\n")),
            (OutputChannel.Stdout, Encoding.ASCII.GetBytes($"{token[20..]} now\n")));
        found.Of(OutputChannel.Stdout).ShouldBe("clone with [masked] now\n");
        found.Of(OutputChannel.Stderr).ShouldBe("warning: [masked]\n");
    }

    [Fact]
    public void Write_TokenInColours_IsMasked()
    {
        var token = "hvs." + "6j4cuewowBGit65rheNoceI7";
        var coloured = $"\e[1mtoken\e[0m  \e[32m{token[..10]}\e[0m\e[32m{token[10..]}\e[0m\n";
        Masking.Through(Nothing, coloured).All.ShouldNotContain(token[10..]);
    }

    [Fact]
    public void Write_TokenBesideADeclaredSecret_BothAreMasked()
    {
        var token = "AKIA" + "LALEMEL33243OLIB";
        Masking.Through(Masking.Secrets("the-sesame-that-opens"), $"id {token} the-sesame-that-opens\n").All
            .ShouldBe("id [masked] [masked]\n");
    }
}
