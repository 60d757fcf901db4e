using Dashboard.Core.Attempts;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runs;
using Dashboard.Testing;

namespace Dashboard.Engine.Tests.Runs;

/// <summary>
/// Scripts in a terminal (<c>tty=yes</c>): as changing steps, as read-only ones inside the sandbox, and inside a container.
/// </summary>
[Needs(Need.Docker)]
public sealed class TerminalTests(TestContainer container) : IClassFixture<TestContainer>, IAsyncDisposable
{
    private readonly Runners _runners = new();
    private readonly RecordingSink _output = new();

    public static TheoryData<string> Places => ["sandbox", "host", "container"];

    public ValueTask DisposeAsync() => _runners.DisposeAsync();

    private Task<RunnerEnd> RunAsync(string place, string script, CancellationToken stop = default, params (string, string)[] inputs) =>
        _runners.Of("bash").RunAsync(
            Executions.Of("bash", script, container: place == "container" ? container.Name : null, folder: _runners.Folder,
                kind: place == "sandbox" ? StepKind.Preflight : StepKind.Mutating, terminal: true, inputs: inputs), _output, stop);

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Run_Script_SeesATerminal(string place)
    {
        var end = await RunAsync(place, "test -t 1; test -t 2; if test -t 0; then echo typed; fi; echo seen");
        (end.Failure, end.ExitCode, _output.Stdout, _output.Stderr).ShouldBe((null, 0, "seen\n", ""));
        if (place == "sandbox")
            end.Sandbox.ShouldBe("confined, read-only");
    }

    [Theory]
    [InlineData("sandbox")]
    [InlineData("host")]
    public async Task Run_Script_SeesItsSize(string place)
    {
        (await RunAsync(place, "stty size <&1")).ExitCode.ShouldBe(0);
        _output.Stdout.ShouldBe("40 120\n");
    }

    /// <summary>Without a terminal there is none: the negative control.</summary>
    [Fact]
    public async Task Run_ScriptThatAsksForNone_SeesNone() =>
        (await _runners.Of("bash").RunAsync(Executions.Of("bash", "test ! -t 1; test ! -t 2", folder: _runners.Folder), _output, default))
            .ExitCode.ShouldBe(0);

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Run_BothStreams_AreOneInTheOrderOfTheirWrites(string place)
    {
        var expected = string.Concat(Enumerable.Range(1, 20).Select(i => $"out{i}\nerr{i}\n"));
        for (var i = 0; i < (place == "container" ? 10 : 50); i++)
        {
            var sink = new RecordingSink();
            var end = await _runners.Of("bash").RunAsync(
                Executions.Of("bash", "for i in $(seq 1 20); do echo out$i; echo err$i >&2; done"
                    .Replace("$(seq 1 20)", "{1..20}", StringComparison.Ordinal), container: place == "container" ? container.Name : null,
                    folder: _runners.Folder, kind: place == "sandbox" ? StepKind.Preflight : StepKind.Mutating, terminal: true),
                sink, default);
            (end.ExitCode, sink.Stdout, sink.Stderr).ShouldBe((0, expected, ""), $"{i}");
        }
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Run_LineEnds_AreAsTheyWereWritten(string place)
    {
        (await RunAsync(place, "printf 'a\\nb\\r\\nc\\r'; printf 'd\\n\\r'; printf 'e'")).ExitCode.ShouldBe(0);
        _output.Stdout.ShouldBe("a\nb\r\nc\rd\n\re");
    }

    /// <summary>A progress bar that goes back to the beginning of its line, and then nothing more.</summary>
    [Theory]
    [MemberData(nameof(Places))]
    public async Task Run_CarriageReturnAtTheEnd_IsKept(string place)
    {
        (await RunAsync(place, "printf '100%%\\r'")).ExitCode.ShouldBe(0);
        _output.Stdout.ShouldBe("100%\r");
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Run_ExitCode_IsKept(string place) => (await RunAsync(place, "echo x; exit 7")).ExitCode.ShouldBe(7);

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Run_MuchOutput_ComesWhole(string place)
    {
        (await RunAsync(place, "for ((i = 1; i <= 20000; i++)); do echo $i; done")).ExitCode.ShouldBe(0);
        _output.Stdout.ShouldBe(string.Concat(Enumerable.Range(1, 20_000).Select(i => $"{i}\n")));
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Stop_ScriptThatIgnoresTerm_IsKilledAfterTheGraceTime(string place)
    {
        using var stop = new CancellationTokenSource();
        var running = RunAsync(place, "trap '' TERM; echo ready; while :; do sleep 0.1; done", stop.Token);
        await _output.SeesAsync("ready", running);
        await stop.CancelAsync();
        (await running.WaitAsync(TestTimeout.Long)).ExitCode.ShouldBe(137);
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Stop_ScriptThatTidiesUp_HasTheGraceTimeForIt(string place)
    {
        using var stop = new CancellationTokenSource();
        var running = RunAsync(place, "trap 'echo tidy; exit 3' TERM; echo ready; sleep 60 & wait", stop.Token);
        await _output.SeesAsync("ready", running);
        await stop.CancelAsync();
        (await running.WaitAsync(TestTimeout.Long)).ExitCode.ShouldBe(3);
        _output.Stdout.ShouldBe("ready\ntidy\n");
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Run_QuestionAtTheTerminal_IsNotWaitedFor(string place)
    {
        var end = await RunAsync(place, "read -r answer || echo none").WaitAsync(TestTimeout.Long, TestContext.Current.CancellationToken);
        (end.ExitCode, _output.Stdout).ShouldBe((0, "none\n"));
    }

    /// <summary>On the host, a program that asks past its standard input (ssh, sudo) fails at once too.</summary>
    [Theory]
    [InlineData("sandbox")]
    [InlineData("host")]
    public async Task Run_QuestionPastStandardInput_FailsAtOnce(string place)
    {
        var end = await RunAsync(place, "if { read -r answer </dev/tty; } 2>/dev/null; then echo asked; else echo none; fi")
            .WaitAsync(TestTimeout.Long, TestContext.Current.CancellationToken);
        (end.ExitCode, _output.Stdout).ShouldBe((0, "none\n"));
    }

    [Theory]
    [InlineData("sandbox")]
    [InlineData("host")]
    public async Task Run_StreamsByTheirPaths_CanBeWritten(string place)
    {
        var end = await RunAsync(place, "echo one >/dev/stderr; echo two >>/dev/stdout; echo three | tee /dev/stderr >/dev/null");
        (end.ExitCode, _output.Stdout).ShouldBe((0, "one\ntwo\nthree\n"));
    }

    [Fact]
    public async Task Run_ReadOnlyStep_CannotTypeIntoItsTerminal()
    {
        (await RunAsync("sandbox", "perl -e 'my $key = \"x\"; print ioctl(STDOUT, 0x5412, $key) ? \"typed\" : \"shut: $!\"'"))
            .ExitCode.ShouldBe(0);
        _output.Stdout.ShouldBe("shut: Function not implemented");
    }

    [Fact]
    public async Task Run_ChildThatKeepsTheTerminal_EndsWithItsParentAndIsNamed()
    {
        var end = await RunAsync("host", "sleep 453 & echo parent").WaitAsync(TestTimeout.Long, TestContext.Current.CancellationToken);
        (end.ExitCode, _output.Stdout).ShouldBe((0, "parent\n"));
        var left = end.LeftBehind.ShouldHaveSingleItem();
        left.ShouldEndWith(" sleep 453");
        using var process = System.Diagnostics.Process.GetProcessById(
            int.Parse(left.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture));
        process.Kill();
    }

    [Fact]
    public async Task Run_InputNamedTerm_StaysWhatItIs()
    {
        await RunAsync("host", "echo \"$TERM\"", default, ("TERM", "vt100"));
        _output.Stdout.ShouldBe("vt100\n");
    }

    /// <summary>
    /// Through the whole engine: a progress bar shows its last state, and secrets are masked as elsewhere, coloured or not.
    /// </summary>
    [Fact]
    public async Task Step_InATerminal_IsJudgedAndMaskedAsOthers()
    {
        using var folder = new SecretFolder();
        var secret = folder.Write("Correct-Horse-77");
        await using var engine = await EngineHarness.StartAsync();
        var run = await engine.OpenAsync(SampleBooks.Preflight(
            "test -t 1; printf ' 10 %%\\r 50 %%\\r100 %%\\n'; printf 'Correct-'; printf '\\033[1mHorse-77\\033[0m\\n' >&2",
            "tty=yes expect-output='^100 %$'",
            $"title: One check\nsecrets:\n  - file: {secret}"));

        var attempt = await engine.RunAsync(run, "check");

        (attempt.Outcome, attempt.Reason).ShouldBe((Outcome.Passed, "Exit code 0, and the output is as expected."));
        attempt.Finished!.Masked.ShouldBe(1);
        attempt.Finished.Stderr.Bytes.ShouldBe(0);
        attempt.Started.EnvironmentNames.ShouldContain("TERM");
        (await engine.OutputAsync(attempt.Id)).ShouldNotContain("Horse-77");
    }
}
