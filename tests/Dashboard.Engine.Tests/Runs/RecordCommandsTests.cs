using Dashboard.Core.Gates;
using Dashboard.Core.Runs;
using Dashboard.Engine.Runs;
using Dashboard.Testing;

namespace Dashboard.Engine.Tests.Runs;

public sealed class RecordCommandsTests : IAsyncLifetime
{
    private const int Cap = 1_000;

    private EngineHarness _engine = null!;
    private string _run = "";

    public async ValueTask InitializeAsync()
    {
        _engine = await EngineHarness.StartAsync(o => o.AttachmentCap = Cap);
        _run = await _engine.OpenAsync(SampleBooks.Preflight("sleep 300"));
    }

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Theory]
    [InlineData("check")]
    [InlineData(null)]
    public async Task AddNote_OnAStepOrTheRun_IsKept(string? step)
    {
        (await _engine.DoAsync(_run, new RunCommand.AddNote(" seen \n", step))).Done.ShouldBeTrue();

        (await LastAsync<NoteAdded>()).ShouldBe(new NoteAdded { Text = "seen", StepId = step });
    }

    [Theory]
    [InlineData("", "check", LockCode.ReasonMissing)]
    [InlineData(" \t\n", "check", LockCode.ReasonMissing)]
    [InlineData("seen", "nothing", LockCode.NotFound)]
    public async Task AddNote_EmptyOrOnNothing_IsRefusedInWords(string text, string step, LockCode code)
    {
        var reason = (await _engine.DoAsync(_run, new RunCommand.AddNote(text, step))).Reasons.ShouldHaveSingleItem();

        reason.Code.ShouldBe(code);
        reason.Remedy.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Attach_File_KeepsItsBytesUnderASafeName()
    {
        (await _engine.DoAsync(_run, new RunCommand.AttachFile("../../etc/a shot;.png", "\u0089PNG"u8.ToArray(), "check")))
            .Done.ShouldBeTrue();

        var kept = await LastAsync<FileAttached>();
        (kept.Name, kept.StepId, kept.Length).ShouldBe(("a_shot_.png", "check", 5L));
        (await _engine.Store.ReadBlobAsync(kept.Digest, TestContext.Current.CancellationToken)).ShouldBe("\u0089PNG"u8.ToArray());
    }

    [Fact]
    public async Task Attach_TooLargeEmptyOrWithAPrivateKey_IsRefusedInWords()
    {
        foreach (var (content, word) in new[]
        {
            (new byte[Cap + 1], "1,001 bytes"), ([], "empty"),
            ("-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAA\n-----END OPENSSH PRIVATE KEY-----\n"u8.ToArray(),
                "private key"),
        })
        {
            var reason = (await _engine.DoAsync(_run, new RunCommand.AttachFile("a", content, null))).Reasons.ShouldHaveSingleItem();
            reason.Message.ShouldContain(word);
            reason.Remedy.ShouldNotBeEmpty();
        }

        (await _engine.DoAsync(_run, new RunCommand.AttachFile("a", new byte[Cap], null))).Done.ShouldBeTrue();
    }

    [Theory]
    [InlineData(RunResult.Completed)]
    [InlineData(RunResult.RolledBack)]
    [InlineData(RunResult.Abandoned)]
    public async Task Close_WithAReason_EndsTheRunAndLeavesRoomForNotes(RunResult result)
    {
        (await _engine.DoAsync(_run, new RunCommand.CloseRun(result, " "))).Reasons.ShouldHaveSingleItem().Code
            .ShouldBe(LockCode.ReasonMissing);

        (await _engine.DoAsync(_run, new RunCommand.CloseRun(result, "that was it"))).Done.ShouldBeTrue();

        (await _engine.StateAsync(_run)).Closed.ShouldBe(new RunClosed { Result = result, Reason = "that was it" });
        (await _engine.DoAsync(_run, new RunCommand.StartStep("check"))).Reasons.ShouldContain(r => r.Code == LockCode.RunClosed);
        (await _engine.DoAsync(_run, new RunCommand.CloseRun(result, "again"))).Reasons.ShouldContain(r => r.Code == LockCode.RunClosed);
        (await _engine.DoAsync(_run, new RunCommand.AddNote("people know more now", null))).Done.ShouldBeTrue();
    }

    [Fact]
    public async Task Close_WhileAStepRuns_IsRefusedUntilItHasEnded()
    {
        var started = await _engine.DoAsync(_run, new RunCommand.StartStep("check"));

        (await _engine.DoAsync(_run, new RunCommand.CloseRun(RunResult.Abandoned, "enough"))).Reasons.ShouldHaveSingleItem().Code
            .ShouldBe(LockCode.Busy);

        (await _engine.DoAsync(_run, new RunCommand.CancelAttempt(started.Id!))).Done.ShouldBeTrue();
        await _engine.EndAsync(_run, started.Id!);
        (await _engine.DoAsync(_run, new RunCommand.CloseRun(RunResult.Abandoned, "enough"))).Done.ShouldBeTrue();
    }

    private async Task<T> LastAsync<T>()
        where T : RunEvent => (await _engine.StateAsync(_run)).Events[^1].Event.ShouldBeOfType<T>();
}
