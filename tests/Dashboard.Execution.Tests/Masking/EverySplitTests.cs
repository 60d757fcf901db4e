using System.Text;
using Dashboard.Core.Output;
using Dashboard.Testing;

namespace Dashboard.Execution.Tests.Masking;

/// <summary>A secret that comes in three pieces is masked wherever they are cut.</summary>
[Needs(Need.Time)]
public sealed class EverySplitTests
{
    [Fact]
    public void Write_EverySplitPoint_LeaksNothing()
    {
        foreach (var secret in SplitTests.Secrets)
        {
            var set = Masking.Secrets(secret);
            var text = Encoding.UTF8.GetBytes($"before {secret[..4]}{secret} after {secret}");
            for (var i = 0; i <= text.Length; i++)
            {
                for (var j = i; j <= text.Length; j++)
                {
                    var found = Masking.Through(set, (OutputChannel.Stdout, text[..i]), (OutputChannel.Stdout, text[i..j]),
                        (OutputChannel.Stdout, text[j..]));
                    Masking.Dense(found.All).ShouldNotContain(Masking.Dense(secret), customMessage: $"{secret} split at {i} and {j}");
                    found.All.ShouldStartWith("before ");
                    found.Masked.ShouldBe(2);
                }
            }
        }
    }
}
