using Dashboard.Execution.Masking.Tokens;

namespace Dashboard.Execution.Tests.Masking.Tokens;

/// <summary>The filter in front of the token rules names every place where one may begin.</summary>
public sealed class HeadFilterTests
{
    [Fact]
    public void Next64_AnyText_NamesEveryPlaceOfAHead()
    {
        var (random, found) = (new Random(4), 0);
        for (var round = 0; round < 50; round++)
        {
            // Few different bytes, so that heads are met; some of them beyond ASCII.
            byte[] bytes = [.. Enumerable.Range(0, 6).Select(_ => (byte)random.Next(256))];
            ByteSet[][] heads = [.. Enumerable.Range(0, random.Next(1, 80)).Select(_ => Head(random, bytes))];
            var filter = new HeadFilter(heads);
            var text = new byte[64 + HeadFilter.Length];
            for (var i = 0; i < text.Length; i++)
                text[i] = random.Next(4) == 0 ? (byte)random.Next(256) : bytes[random.Next(bytes.Length)];
            var named = filter.Next64(ref text[0]);
            for (var at = 0; at < 64; at++)
            {
                if (!heads.Any(head => Enumerable.Range(0, HeadFilter.Length).All(i => head[i][text[at + i]])))
                    continue;
                ((named >> at) & 1).ShouldBe(1UL, $"round {round}, place {at}");
                found++;
            }
        }

        found.ShouldBeGreaterThan(100);
    }

    private static ByteSet[] Head(Random random, byte[] bytes) =>
        [.. Enumerable.Range(0, HeadFilter.Length).Select(_ => random.Next(10) == 0 ? ByteSet.Any : One(bytes[random.Next(bytes.Length)]))];

    private static ByteSet One(byte b) => new(other => other == b);
}
