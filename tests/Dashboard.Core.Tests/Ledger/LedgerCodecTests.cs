using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using CsCheck;
using Dashboard.Core.Ledger;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runs;

namespace Dashboard.Core.Tests.Ledger;

public sealed class LedgerCodecTests
{
    [Fact]
    public void RunEvent_OfEveryKind_ComesBackAsItWasWritten()
    {
        var kinds = new ConcurrentDictionary<Type, int>();
        Gen.Select(RunEventGen.Any, RunEventGen.Actors, RunEventGen.At, Gen.Long[1, long.MaxValue]).Sample((what, actor, at, sequence) =>
        {
            var entry = LedgerCodec.Write(sequence, LedgerCodec.NoHash, "run/1", LedgerCodec.NoHash, at, actor, what);
            var read = LedgerCodec.ReadRunEvent(entry.Bytes.Span);

            (read.Sequence, read.At, read.Actor).ShouldBe((sequence, at, actor));
            read.Event.ShouldBeOfType(what.GetType());
            JsonSerializer.Serialize(read.Event, LedgerCodec.Json).ShouldBe(JsonSerializer.Serialize(what, LedgerCodec.Json));
            LedgerCodec.Write(sequence, LedgerCodec.NoHash, "run/1", LedgerCodec.NoHash, read.At, read.Actor, read.Event).Hash
                .ShouldBe(entry.Hash);
            entry.Hash.ShouldBe(Digests.Of(entry.Bytes.Span));
            kinds.AddOrUpdate(what.GetType(), 1, (_, n) => n + 1);
        }, iter: 5_000);

        kinds.Keys.ShouldBe(typeof(RunEvent).Assembly.GetTypes().Where(t => t.BaseType == typeof(RunEvent)), ignoreOrder: true);
    }

    [Fact]
    public void Value_OfARunEvent_ComesBackEqual()
    {
        var what = new GateApproved
        {
            ApprovalId = "a",
            GateId = "g",
            RunbookDigest = "r",
            FolderDigest = "f",
            Target = "host",
            InputsDigest = "i",
            Steps = [new("s", "d")],
            Rollbacks = [new("b", "e")],
            RestsOn = ["x", "y"],
            Reason = "\"quoted\" – é 💥",
            ExpiresAt = new DateTimeOffset(2026, 3, 1, 9, 0, 0, TimeSpan.Zero),
            Renewal = true,
        };

        var read = LedgerCodec.ReadRunEvent(LedgerCodec.Write(1, LedgerCodec.NoHash, "run/1", LedgerCodec.NoHash, DateTimeOffset.UnixEpoch,
            Actor.System, (RunEvent)what).Bytes.Span)
            .Event.ShouldBeOfType<GateApproved>();

        (read with { Steps = what.Steps, Rollbacks = what.Rollbacks, RestsOn = what.RestsOn }).ShouldBe(what);
        read.Steps.ShouldBe(what.Steps);
        read.Rollbacks.ShouldNotBeNull().ShouldBe(what.Rollbacks.Value);
        read.RestsOn.ShouldBe(what.RestsOn);
    }

    [Fact]
    public void Bytes_OfAnApprovalFromBeforeRollbacksWereKept_AreReadWithoutThem() => LedgerCodec.ReadRunEvent(Encoding.UTF8.GetBytes(
        "{\"seq\":2,\"prev\":\"\",\"stream\":\"run/1\",\"streamPrev\":\"\",\"at\":\"2026-01-31T21:02:11.0000000Z\","
        + "\"actor\":{\"id\":\"a\",\"name\":\"a\"},"
        + "\"data\":{\"type\":\"gate-approved\",\"approvalId\":\"x\",\"gateId\":\"g\",\"runbookDigest\":\"r\",\"folderDigest\":\"f\","
        + "\"target\":\"host\",\"inputsDigest\":\"i\",\"steps\":[{\"stepId\":\"s\",\"digest\":\"d\"}],\"restsOn\":[],"
        + "\"reason\":\"\",\"renewal\":false}}"))
        .Event.ShouldBeOfType<GateApproved>().Rollbacks.ShouldBeNull();

    [Fact]
    public void Bytes_OfAStartFromBeforeTiesWereKept_AreReadWithoutOne() => LedgerCodec.ReadRunEvent(Encoding.UTF8.GetBytes(
        "{\"seq\":2,\"prev\":\"\",\"stream\":\"run/1\",\"streamPrev\":\"\",\"at\":\"2026-01-31T21:02:11.0000000Z\","
        + "\"actor\":{\"id\":\"a\",\"name\":\"a\"},"
        + "\"data\":{\"type\":\"step-started\",\"attemptId\":\"x\",\"stepId\":\"s\",\"stepDigest\":\"d\",\"number\":1,"
        + "\"target\":\"host\",\"environmentNames\":[],\"halfWay\":false}}"))
        .Event.ShouldBeOfType<StepStarted>().Tie.ShouldBeNull();

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"seq\":1}")]
    [InlineData("{\"seq\":1,\"prev\":\"\",\"stream\":\"\",\"streamPrev\":\"\",\"at\":\"yesterday\","
        + "\"actor\":{\"id\":\"a\",\"name\":\"a\"},\"data\":{}}")]
    [InlineData("{\"seq\":1,\"prev\":\"\",\"stream\":\"\",\"streamPrev\":\"\",\"at\":\"2026-01-31T21:02:11.0000000Z\","
        + "\"actor\":{\"id\":\"a\",\"name\":\"a\"},\"data\":{},\"more\":1}")]
    public void Bytes_ThatAreNoEntry_AreRefused(string json) =>
        Should.Throw<JsonException>(() => LedgerCodec.Read(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void Bytes_OfAnUnknownEvent_AreRefused() => Should.Throw<JsonException>(() => LedgerCodec.ReadRunEvent(Encoding.UTF8.GetBytes(
        "{\"seq\":1,\"prev\":\"\",\"stream\":\"\",\"streamPrev\":\"\",\"at\":\"2026-01-31T21:02:11.0000000Z\","
        + "\"actor\":{\"id\":\"a\",\"name\":\"a\"},\"data\":{\"type\":\"step-imagined\"}}")));
}
