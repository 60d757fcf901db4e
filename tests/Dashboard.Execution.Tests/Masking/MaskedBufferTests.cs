using System.Text;
using Dashboard.Core.Output;
using Dashboard.Execution.Masking;
using Dashboard.Execution.Masking.Primitives;

namespace Dashboard.Execution.Tests.Masking;

/// <summary>Many small pieces become few large ones, and nothing is lost, doubled or put on another channel.</summary>
public sealed class MaskedBufferTests
{
    private readonly MaskedBuffer _buffer = new();
    private readonly Pieces _pieces = new();

    [Fact]
    public void Write_SmallPiecesOfOneChannel_AreHandedOnAsOne()
    {
        Write(OutputChannel.Stdout, "a", "b", "", "c");
        _pieces.All.ShouldBeEmpty();

        _buffer.Flush(_pieces);
        _buffer.Flush(_pieces);

        _pieces.All.ShouldBe([(OutputChannel.Stdout, "abc")]);
    }

    [Fact]
    public void Write_AnotherChannel_HandsOnWhatCameBefore()
    {
        Write(OutputChannel.Stdout, "a");
        Write(OutputChannel.Stderr, "b", "c");
        Write(OutputChannel.Stdout, "d");
        _buffer.Flush(_pieces);

        _pieces.All.ShouldBe([(OutputChannel.Stdout, "a"), (OutputChannel.Stderr, "bc"), (OutputChannel.Stdout, "d")]);
    }

    [Fact]
    public void Write_UpToSixteenKibibytes_IsOnePieceAndWhatIsMoreAnother()
    {
        var (half, one) = (new string('a', 8 * 1024), "b");
        Write(OutputChannel.Stdout, half, half);
        _pieces.All.ShouldBeEmpty("it still fits");
        Write(OutputChannel.Stdout, one);
        _pieces.All.ShouldBe([(OutputChannel.Stdout, half + half)]);
    }

    [Fact]
    public void Write_MoreThanFits_IsHandedOnAtOnceAndInOrder()
    {
        var (fits, large) = (new string('f', 16 * 1024), new string('l', (16 * 1024) + 1));
        Write(OutputChannel.Stdout, "a", large, fits);
        _pieces.All.ShouldBe([(OutputChannel.Stdout, "a"), (OutputChannel.Stdout, large)]);
        Write(OutputChannel.Stdout, "b");
        _buffer.Flush(_pieces);

        string.Concat(_pieces.All.Select(p => p.Text)).ShouldBe("a" + large + fits + "b");
    }

    private void Write(OutputChannel channel, params string[] texts)
    {
        foreach (var text in texts)
            _buffer.Write(channel, Encoding.ASCII.GetBytes(text), _pieces);
    }

    private sealed class Pieces : IMaskedWriter
    {
        public List<(OutputChannel Channel, string Text)> All { get; } = [];

        public void Write(OutputChannel channel, ReadOnlySpan<byte> bytes) => All.Add((channel, Encoding.ASCII.GetString(bytes)));
    }
}
