using System.Collections.Immutable;
using System.Text;
using Dashboard.Core.Attempts;
using Dashboard.Core.Ledger;
using Dashboard.Core.Runs;

namespace Dashboard.Core.Tests.Runs;

public sealed class MaskingSummaryTests
{
    public static TheoryData<int, string?, string> Ends => new()
    {
        { 0, null, "nothing masked" },
        { 2, null, "2 secrets masked" },
        { 0, "", "no secrets declared" },
        { 1, "", "1 secret masked" },
        { 0, "KEY:3", "none of 3 secret values in the output" },
        { 2, "KEY:3", "2 secrets masked" },
        { 0, "KEY:0:not there", "no secret value known; KEY: not there" },
        { 1, "KEY:1 TOKEN:0:not there", "1 secret masked; TOKEN: not there" },
    };

    [Theory]
    [MemberData(nameof(Ends))]
    public void Of_End_NeverSaysZeroAlone(int masked, string? secrets, string words) =>
        MaskingSummary.Of(End(masked, secrets)).ShouldBe(words);

    [Fact]
    public void Entry_OfAnOlderVersion_IsReadWithoutWhatWasKnown()
    {
        const string old =
            """{"seq":1,"prev":"a","stream":"run/1","streamPrev":"a","at":"2026-01-31T21:02:11.0000000Z","actor":"""
            + """{"id":"a","name":"a"},"data":"""
            + """{"type":"step-finished","attemptId":"a","outcome":"passed","reason":"Exit code 0.","exitCode":0,"tries":1,"stdout":"""
            + """{"bytes":0,"digest":"d","omitted":0},"stderr":"""
            + """{"bytes":0,"digest":"d","omitted":0},"masked":0,"sandbox":"confined, read-only","leftBehind":[],"incomplete":false}}""";

        var end = LedgerCodec.ReadRunEvent(Encoding.UTF8.GetBytes(old)).Event.ShouldBeOfType<StepFinished>();

        (end.Secrets, end.HeldBack, end.Untrusted).ShouldBe((null, null, false));
        MaskingSummary.Of(end).ShouldBe("nothing masked");
    }

    private static StepFinished End(int masked, string? secrets) => new()
    {
        AttemptId = "a",
        Outcome = Outcome.Passed,
        Reason = "r",
        Stdout = new(0, "d", 0),
        Stderr = new(0, "d", 0),
        Sandbox = "s",
        Masked = masked,
        Secrets = secrets is null ? null : secrets.Length == 0 ? [] : Known(secrets),
    };

    // KEY:0:not there, with the words of the note to the end
    private static ImmutableArray<KnownSecret> Known(string text) =>
        [.. text.Replace("not there", "not_there", StringComparison.Ordinal).Split(' ').Select(s => s.Split(':'))
            .Select(s => new KnownSecret(s[0], int.Parse(s[1], System.Globalization.CultureInfo.InvariantCulture),
                s.Length > 2 ? s[2].Replace('_', ' ') : null))];
}
