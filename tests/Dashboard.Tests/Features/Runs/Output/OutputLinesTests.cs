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
            lines.Add([Chunk(1, bytes.AsSpan(..cut)), Chunk(2, bytes.AsSpan(cut..))]);

            lines.Lines.Count.ShouldBe(2);
            string.Concat(lines.Lines.Select(l => l.Text)).ShouldBe(Encoding.UTF8.GetString(bytes).TrimEnd());
            lines.Lines.ShouldAllBe(l => !char.IsHighSurrogate(l.Text.Last()));
        }
    }

    /// <summary>The page numbers, cuts and orders lines as search and report do: all of them ask one reader.</summary>
    [Fact]
    public void Add_TwoStreamsInPieces_HasTheLinesOfTheSplitterAndThoseThatGrow()
    {
        OutputChunk[] chunks =
        [
            Chunk(1, "pull\u001b[31mi"u8), Chunk(2, "warn"u8, OutputChannel.Stderr), Chunk(3, "ng\r\nred\n"u8),
            Chunk(4, "ing\nmore"u8, OutputChannel.Stderr), Chunk(5, "last"u8),
        ];
        var splitter = new LineSplitter();
        var ended = chunks.SelectMany(c => splitter.Take(c, 0).ToArray()).Select(l => l.Text).ToArray();

        var (atOnce, oneByOne) = (new OutputLines(), new OutputLines());
        atOnce.Add(chunks);
        foreach (var chunk in chunks)
            oneByOne.Add([chunk]);

        ended.ShouldBe(["pull\u001b[31ming", "warning", "red"]);
        atOnce.Lines.Select(l => l.Text).ShouldBe([.. ended, "more", "last"]);
        atOnce.Lines.Select(l => l.Number).ShouldBe([0, 1, 2, 3, 4]);
        // A colour goes on in its stream, and not in the other.
        atOnce.Lines.Select(l => l.Start == default).ShouldBe([true, true, false, true, false]);
        oneByOne.Lines.ShouldBe(atOnce.Lines);
    }

    [Fact]
    public void Add_WhereBytesWereLeftOutOrATryEnded_SaysSoAndContinuesNoLine()
    {
        var lines = new OutputLines();

        lines.Add([Chunk(1, "\u001b[31mfirst try"u8)], 0);
        lines.Add([Chunk(2, "second"u8), Chunk(9, "end"u8)], 5_000,
            [new(1, DateTimeOffset.UnixEpoch, 1, "exit code 1", 1)]);

        lines.Lines.Select(l => l.Gap ?? l.Text).ShouldBe(["\u001b[31mfirst try", "try 1 did not pass, 00:00:00 UTC: exit code 1", "second",
            "5,000 bytes omitted here: the output exceeded the size limit", "end"]);
        lines.Lines.ShouldAllBe(l => l.Start == default);
        lines.Lines.Select(l => l.Number).ShouldBe([0, 1, 2, 3, 4]);
    }

    [Fact]
    public void Add_MoreLinesThanAreHeld_LetsTheOldestGoAndKeepsTheirNumbers()
    {
        var lines = new OutputLines(most: 2);

        lines.Add([Chunk(1, "a\nb\nc\nd"u8)]);
        lines.Add([Chunk(2, "d\ne"u8)]);

        lines.Lines.Select(l => (l.Number, l.Text)).ShouldBe([(3, "dd"), (4, "e")]);
        lines.HasEarlier.ShouldBeTrue();
    }

    private static OutputChunk Chunk(long number, ReadOnlySpan<byte> text, OutputChannel channel = OutputChannel.Stdout) =>
        new("a", number, channel, DateTimeOffset.UnixEpoch, text.ToArray());
}
