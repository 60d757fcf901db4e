using System.Text;
using Dashboard.Execution.Masking;

namespace Dashboard.Execution.Tests.Masking;

/// <summary>Where each byte of a view stands in the output, though the view passes over parts of it.</summary>
public sealed class ViewTextTests
{
    [Fact]
    public void PositionOf_BytesWithGaps_IsWhereEachStandsInTheOutput() =>
        Positions(Text("abc@10 de@13 f@20 ghi@30")).ShouldBe("a10 b11 c12 d13 e14 f20 g30 h31 i32");

    [Theory]
    [InlineData(1, "b11 c12 d13 e14 f20 g30 h31 i32")]
    [InlineData(3, "d13 e14 f20 g30 h31 i32")]
    [InlineData(5, "f20 g30 h31 i32")]
    [InlineData(6, "g30 h31 i32")]
    [InlineData(7, "h31 i32")]
    public void Drop_FirstBytes_LeavesTheOthersWhereTheyStand(int count, string left)
    {
        var text = Text("abc@10 de@13 f@20 ghi@30");

        text.Drop(count);

        Positions(text).ShouldBe(left);
        text.Append("j"u8, 40);
        Positions(text).ShouldBe(left + " j40");
    }

    [Fact]
    public void Copy_GoesOnByItself()
    {
        var text = Text("abc@10 d@20");
        var copy = text.Copy();

        text.Append("e"u8, 30);
        copy.Append("f"u8, 40);

        (Positions(text), Positions(copy)).ShouldBe(("a10 b11 c12 d20 e30", "a10 b11 c12 d20 f40"));
    }

    [Fact]
    public void Clear_BeginsAnew()
    {
        var text = Text("abc@10 d@20");

        text.Clear();
        text.Append("e"u8, 5);

        Positions(text).ShouldBe("e5");
    }

    [Fact]
    public void Append_MoreThanThereIsRoomFor_KeepsAll()
    {
        var text = new ViewText();
        var bytes = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 3_000).Select(i => $"{i} ")));

        foreach (var size in new[] { 4095, 1, 1, 5000, bytes.Length - 9097 })
            text.Append(bytes.AsSpan(text.Count, size), text.Count);

        text.Span.SequenceEqual(bytes).ShouldBeTrue();
        text.PositionOf(9_000).ShouldBe(9_000);
    }

    private static ViewText Text(string parts)
    {
        var text = new ViewText();
        foreach (var part in parts.Split(' ').Select(p => p.Split('@')))
            text.Append(Encoding.ASCII.GetBytes(part[0]), int.Parse(part[1], System.Globalization.CultureInfo.InvariantCulture));
        return text;
    }

    private static string Positions(ViewText text) =>
        string.Join(' ', Encoding.ASCII.GetString(text.Span).Select((c, i) => $"{c}{text.PositionOf(i)}"));
}
