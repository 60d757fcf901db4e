using Dashboard.Execution.Masking.Primitives;
using Dashboard.Execution.Masking.Scanning;

namespace Dashboard.Execution.Tests.Masking.Scanning;

/// <summary>Sixty-four bytes at once are condensed as each byte by itself.</summary>
public sealed class CondenserTests
{
    [Fact]
    public void Condense_BlocksOfAnyLength_LeavesWhatIsNotDropped()
    {
        var (random, masks, condenser) = (new Random(3), new ByteMasks(b => Skeleton.Quoting[b]), new Condenser(Skeleton.Quoting));
        for (var round = 0; round < 300; round++)
        {
            var block = new byte[round == 0 ? ByteMasks.Block : random.Next(1, 400)];
            random.NextBytes(block);
            // Text of few spaces, text of many, and bytes of all kinds.
            for (var i = 0; i < block.Length && round % 3 > 0; i++)
                block[i] = (byte)(random.Next(round % 3 == 1 ? 9 : 2) > 0 ? 'x' : ' ');
            masks.Sort(block);
            condenser.Condense(block, masks.Of(0)).ToArray().ShouldBe(Skeleton.Of(block, Skeleton.Quoting));
        }
    }
}
