using System.Text;
using Dashboard.Core.Output;
using Dashboard.Features.Runs.Output;

namespace Dashboard.Tests.Features.Runs.Output;

public sealed class OutputLinesTests
{
    [Theory]
    [InlineData(8190)]
    [InlineData(8191)]
    [InlineData(8192)]
    public void Add_CharacterWhereALongLineIsBroken_StaysWhole(int before)
    {
        var bytes = Encoding.UTF8.GetBytes(new string('a', before) + "\U0001F680 rocket\n");

        for (var cut = before - 1; cut < before + 5; cut++)
        {
            var lines = new OutputLines();
            lines.Add([Chunk(1, bytes[..cut]), Chunk(2, bytes[cut..])]);

            lines.Lines.Count.ShouldBe(2);
            string.Concat(lines.Lines.Select(l => l.Text)).ShouldBe(Encoding.UTF8.GetString(bytes).TrimEnd());
            lines.Lines.ShouldAllBe(l => !char.IsHighSurrogate(l.Text.Last()));
        }
    }

    private static OutputChunk Chunk(long number, byte[] bytes) => new("a", number, OutputChannel.Stdout, DateTimeOffset.UnixEpoch, bytes);
}
