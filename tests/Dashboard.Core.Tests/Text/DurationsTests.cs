using Dashboard.Core.Text;

namespace Dashboard.Core.Tests.Text;

public sealed class DurationsTests
{
    [Theory]
    [InlineData(0, "0 s", "0 s")]
    [InlineData(12, "12 ms", "12 ms")]
    [InlineData(400, "0.4 s", "0.4 s")]
    [InlineData(2_000, "2 s", "2 s")]
    [InlineData(59_900, "59 s", "59 s")]
    [InlineData(106_000, "1 min", "1 min 46 s")]
    [InlineData(600_000, "10 min", "10 min")]
    [InlineData(7_500_000, "2 h 5 min", "2 h 5 min")]
    [InlineData(259_200_000, "3 d", "3 d")]
    [InlineData(-5, "0 s", "0 s")]
    public void Span_InWords_IsRoundForAgesAndExactForPlans(int milliseconds, string round, string exact)
    {
        var span = TimeSpan.FromMilliseconds(milliseconds);
        (Durations.Words(span), Durations.Exactly(span)).ShouldBe((round, exact));
    }
}
