using Dashboard.Core.Gates;
using Dashboard.Core.Runs;
using Dashboard.Engine.Runs;
using Dashboard.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Engine.Tests.Runs;

public sealed class StepCommandsTests : IAsyncLifetime
{
    private const string Slow = """
        ---
        title: Slow
        gates:
          - id: go
            phrase: go
            unlocks: mutating
        ---
        ```bash {#slow .mutating}
        sleep 600
        ```
        """;

    private EngineHarness _engine = null!;

    public async ValueTask InitializeAsync() => _engine = await EngineHarness.StartAsync(o => o.Grace = TimeSpan.FromSeconds(1));

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Fact]
    public async Task Start_StepThatSucceeds_PassesAndKeepsItsOutput()
    {
        var run = await _engine.OpenAsync(SampleBooks.Preflight("echo out; echo err >&2"));
        var attempt = await _engine.RunAsync(run, "check");
        attempt.Outcome.ShouldBe(Outcome.Passed);
        attempt.Reason.ShouldBe("Exit code 0.");
        attempt.Finished!.Stdout.Bytes.ShouldBe(4);
        attempt.Finished.Stderr.Bytes.ShouldBe(4);
        (await _engine.OutputAsync(attempt.Id)).Split('\n').ShouldBe(["out", "err", ""], ignoreOrder: true);
    }

    [Theory]
    [InlineData("exit 3", "", Outcome.Failed, "Exit code 3, expected 0.")]
    [InlineData("exit 3", "expect-exit=3", Outcome.Passed, "Exit code 3.")]
    [InlineData("echo signer: vault", "expect-output=\"signer: local\"", Outcome.Failed, "The output does not match signer: local")]
    [InlineData("echo signer: local", "expect-output=\"^signer: local$\"", Outcome.Passed, "Exit code 0, and the output is as expected.")]
    [InlineData("false; echo never", "", Outcome.Failed, "Exit code 1, expected 0.")]
    public async Task Start_StepWithExpectations_IsJudgedByThem(string body, string attributes, Outcome outcome, string reason)
    {
        var run = await _engine.OpenAsync(SampleBooks.Preflight(body, attributes));
        var attempt = await _engine.RunAsync(run, "check");
        (attempt.Outcome, attempt.Reason).ShouldBe((outcome, reason));
    }

    [Fact]
    public async Task Start_EngineElsewhere_StepAsksTheSameEngineAsTheTypedChecks()
    {
        await using var engine = await EngineHarness.StartAsync(o => o.Docker = "unix:///var/tmp/engine-of-somebody.sock");
        var attempt = await engine.RunAsync(await engine.OpenAsync(SampleBooks.Preflight("echo $DOCKER_HOST")), "check");
        (await engine.OutputAsync(attempt.Id)).ShouldBe("unix:///var/tmp/engine-of-somebody.sock\n");
        attempt.Started.EnvironmentNames.ShouldContain("DOCKER_HOST");
        var usual = await _engine.RunAsync(await _engine.OpenAsync(SampleBooks.Preflight("echo ${DOCKER_HOST-none}")), "check");
        (await _engine.OutputAsync(usual.Id)).ShouldMatch(@"^tcp://127\.0\.0\.1:\d+/[0-9a-f]{32}\n$");
        usual.Started.EnvironmentNames.ShouldContain("DOCKER_HOST");
    }

    [Fact]
    public async Task Start_StepThatTakesTooLong_IsTimedOutAndKeepsWhatItWrote()
    {
        var run = await _engine.OpenAsync(SampleBooks.Preflight("echo begun; sleep 600", "timeout=1s"));
        var attempt = await _engine.RunAsync(run, "check");
        attempt.Outcome.ShouldBe(Outcome.TimedOut);
        (await _engine.OutputAsync(attempt.Id)).ShouldBe("begun\n");
    }

    [Fact]
    public async Task Cancel_StepUnderWay_NamesWhoCancelled()
    {
        var run = await _engine.OpenAsync(SampleBooks.Preflight("sleep 600"));
        var started = await _engine.DoAsync(run, new RunCommand.StartStep("check"));
        (await _engine.DoAsync(run, new RunCommand.StartStep("check"))).Reasons.ShouldHaveSingleItem().Code.ShouldBe(LockCode.Busy);
        (await _engine.DoAsync(run, new RunCommand.CancelAttempt(started.Id!))).Done.ShouldBeTrue();
        var attempt = await _engine.EndAsync(run, started.Id!);
        (attempt.Outcome, attempt.Reason).ShouldBe((Outcome.Cancelled, "ada cancelled it."));
    }

    [Fact]
    public async Task Start_StepWithRetry_TriesUntilItPasses()
    {
        // A read-only step cannot leave a mark, so the clock is what changes between two tries.
        var later = DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + 2).ToUnixTimeSeconds();
        var run = await _engine.OpenAsync(SampleBooks.Preflight($"test $(date +%s) -ge {later}", "retry=20 every=300ms"));
        var attempt = await _engine.RunAsync(run, "check");
        attempt.Outcome.ShouldBe(Outcome.Passed);
        attempt.Finished!.Tries.ShouldBeGreaterThan(1);
        attempt.Finished.FailedTries!.Value.Select(t => (t.Number, t.ExitCode, t.Reason)).ShouldBe(
            Enumerable.Range(1, attempt.Finished.Tries - 1).Select(i => (i, (int?)1, "Exit code 1, expected 0.")));
        // What we have to say of it is no part of what it printed.
        (await _engine.OutputAsync(attempt.Id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Start_StepWithAnExpectation_IsJudgedByWhatAPersonSees()
    {
        var run = await _engine.OpenAsync(
            SampleBooks.Preflight("printf 'wait 10 %%\\r\\033[K\\033[32mok 5\\033[0m\\n'", @"expect-output='^ok \d+$'"));
        (await _engine.RunAsync(run, "check")).Outcome.ShouldBe(Outcome.Passed);
    }

    // What an earlier try printed, and what we say between two, is not what the last one printed.
    [Theory]
    [InlineData("pass")]
    [InlineData("try 1")]
    [InlineData(@"1\s2")]
    public async Task Start_StepWithRetry_IsJudgedByItsLastTryAlone(string expected)
    {
        var mark = $"/var/tmp/tries-{Guid.NewGuid():N}";
        await File.WriteAllTextAsync(mark, "");
        try
        {
            // The second try prints something else than the first: it looks at how old the file is.
            var run = await _engine.OpenAsync(SampleBooks.Preflight(
                $"if [ $(( $(date +%s%N) - $(date -r {mark} +%s%N) )) -lt 1500000000 ]; then echo 1; else echo 2; fi",
                $"retry=2 every=2s expect-output='{expected}'"));

            var attempt = await _engine.RunAsync(run, "check");

            (attempt.Outcome, attempt.Reason).ShouldBe((Outcome.Failed, $"The output does not match {expected}"));
            (attempt.Finished!.Tries, await _engine.OutputAsync(attempt.Id)).ShouldBe((2, "1\n2\n"));
            attempt.Finished.FailedTries!.Value.ShouldHaveSingleItem().LastChunk.ShouldBe(1);
        }
        finally
        {
            File.Delete(mark);
        }
    }

    [Fact]
    public async Task Start_AfterAnInterruptedAttempt_IsUnknownUntilSomebodySettlesIt()
    {
        var state = Directory.CreateDirectory(Path.Combine("/var/tmp", "unknown-" + Guid.NewGuid().ToString("N"))).FullName;
        var run = await _engine.OpenAsync(SampleBooks.Whole, inputs: new Dictionary<string, string> { ["STATE"] = state });
        await _engine.RunAsync(run, "ready");
        var approval = await _engine.DoAsync(run, new RunCommand.ApproveGate("change", "change-approved", "now"));
        // What a crash leaves behind: a start without an end.
        var step = (await _engine.Runs.FindAsync(run))!.Runbook.FindStep("first")!;
        await _engine.Store.AppendAsync(run, new(_engine.First.AccountId, "ada"), new StepStarted
        {
            AttemptId = Guid.NewGuid().ToString("N"),
            StepId = "first",
            StepDigest = step.Digest,
            Number = 1,
            ApprovalId = approval.Id,
            Target = "host",
        });
        await _engine.RestartAsync();

        var attempt = (await _engine.StateAsync(run)).LatestAttempt("first")!;
        attempt.Outcome.ShouldBe(Outcome.Unknown);
        (await _engine.DoAsync(run, new RunCommand.StartStep("second"))).Reasons.ShouldContain(r => r.Code == LockCode.UnknownOutcome);
        (await _engine.DoAsync(run, new RunCommand.GiveVerdict(attempt.Id, Outcome.Passed, ""))).Done.ShouldBeFalse();
        (await _engine.DoAsync(run, new RunCommand.GiveVerdict(attempt.Id, Outcome.Passed, "the file is there"))).Done.ShouldBeTrue();
        (await _engine.RunAsync(run, "second")).Outcome.ShouldBe(Outcome.Passed);
        Directory.Delete(state, recursive: true);
    }

    [Fact]
    public async Task Start_ChangeOfATargetThatAnotherRunIsChanging_NamesTheHolder()
    {
        var (one, two) = (await _engine.OpenAsync(Slow, slug: "one"), await _engine.OpenAsync(Slow, slug: "two"));
        foreach (var run in new[] { one, two })
            (await _engine.DoAsync(run, new RunCommand.ApproveGate("go", "go", ""))).Done.ShouldBeTrue();
        var started = await _engine.DoAsync(one, new RunCommand.StartStep("slow"));
        var refused = await _engine.DoAsync(two, new RunCommand.StartStep("slow"));
        refused.Reasons.ShouldHaveSingleItem().Message.ShouldStartWith("Run 1 is changing");
        await _engine.DoAsync(one, new RunCommand.CancelAttempt(started.Id!));
        await _engine.EndAsync(one, started.Id!);
        var next = await _engine.DoAsync(two, new RunCommand.StartStep("slow"));
        next.Done.ShouldBeTrue();
        await _engine.DoAsync(two, new RunCommand.CancelAttempt(next.Id!));
        await _engine.EndAsync(two, next.Id!);
    }

    [Fact]
    public async Task End_OfAChange_IsShownOnlyWhenItsTargetIsFree()
    {
        var run = await _engine.OpenAsync(Slow);
        (await _engine.DoAsync(run, new RunCommand.ApproveGate("go", "go", ""))).Done.ShouldBeTrue();
        var started = await _engine.DoAsync(run, new RunCommand.StartStep("slow"));
        var target = (await _engine.StateAsync(run)).Attempts.Single().Started.Target;
        var holds = _engine.Services.GetRequiredService<TargetLocks>();
        var free = new TaskCompletionSource();
        // Called when there is something new to see, before anybody else can act on it.
        using var watch = _engine.Feed.Subscribe(run, () =>
        {
            if (holds.Take(target, new("another", 2, "", "")) is null)
                free.TrySetResult();
        });

        await _engine.DoAsync(run, new RunCommand.CancelAttempt(started.Id!));
        await _engine.EndAsync(run, started.Id!);

        await free.Task.WaitAsync(TestTimeout.Long, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Stop_ServerInTheMiddleOfACheck_RecordsItsEnd()
    {
        var run = await _engine.OpenAsync(SampleBooks.Preflight("echo begun; sleep 600"));
        var started = await _engine.DoAsync(run, new RunCommand.StartStep("check"));
        await _engine.RestartAsync();
        var attempt = (await _engine.StateAsync(run)).Attempts.ShouldHaveSingleItem();
        (attempt.Id, attempt.Outcome).ShouldBe((started.Id!, Outcome.Cancelled));
    }

    [Fact]
    public async Task Start_SecretFileInOutput_IsMaskedAndCounted()
    {
        // Not below /tmp: the sandbox has a /tmp of its own.
        var secret = Path.Combine("/var/tmp", $"secret-{Path.GetFileName(_engine.Folder)}");
        await File.WriteAllTextAsync(secret, "the-sesame-that-opens", TestContext.Current.CancellationToken);
        var run = await _engine.OpenAsync(
            SampleBooks.Preflight("cat \"$KEY\"; echo the-sesame-that-opens >&2",
                frontMatter: "inputs:\n  - name: KEY\n    description: a file\nsecrets:\n  - file: KEY"),
            inputs: new Dictionary<string, string> { ["KEY"] = secret });
        var attempt = await _engine.RunAsync(run, "check");
        attempt.Finished!.Masked.ShouldBeGreaterThanOrEqualTo(2);
        (await _engine.OutputAsync(attempt.Id)).ShouldNotContain("sesame");
        (await _engine.DoAsync(run, new RunCommand.AddNote("it printed the-sesame-that-opens!", null))).Done.ShouldBeTrue();
        (await _engine.StateAsync(run)).Events[^1].Event.ShouldBeOfType<NoteAdded>().Text.ShouldNotContain("sesame");
        (await _engine.DoAsync(run, new RunCommand.AttachFile("log.txt", "the-sesame-that-opens"u8.ToArray(), null))).Done.ShouldBeFalse();
        File.Delete(secret);
    }
}
