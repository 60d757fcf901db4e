using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Dashboard.Core.Attempts;
using Dashboard.Core.Runbooks;
using Dashboard.Testing;

namespace Dashboard.Execution.Tests.Containers;

/// <summary>Steps inside a container, and checks of one, with a real engine.</summary>
[Needs(Need.Docker, Need.Packages)]
public sealed class ContainerTests(TestContainer container) : IClassFixture<TestContainer>, IAsyncDisposable
{
    private readonly Runners _runners = new();
    private readonly RecordingSink _output = new();

    public ValueTask DisposeAsync() => _runners.DisposeAsync();

    private Task<RunnerEnd> RunAsync(string script, string language = "bash", string? name = null, (string, string)[]? inputs = null,
        CancellationToken stop = default) =>
        _runners.Of(language).RunAsync(Executions.Of(language, script, container: name ?? container.Name, kind: StepKind.Mutating,
            inputs: inputs ?? []), _output, stop);

    [Theory]
    [InlineData("sh", "echo out; echo err >&2; false; echo never", 1, "out\n", "err\n")]
    [InlineData("bash", "false | true; echo never", 1, "", "")]
    [InlineData("bash", "echo 12; exit 9", 9, "12\n", "")]
    [InlineData("sh", "printf x", 0, "x", "")]
    [InlineData("sh", "true", 0, "", "")]
    public async Task Run_Script_GivesItsOutputAndExitCode(string language, string script, int code, string stdout, string stderr)
    {
        var end = await RunAsync(script, language);
        (end.Failure, end.ExitCode, _output.Stdout, _output.Stderr).ShouldBe((null, code, stdout, stderr));
        end.Sandbox.ShouldBe($"not confined: runs inside container {container.Name}");
    }

    [Theory]
    [InlineData("python", "python3")]
    [InlineData("sql", "psql")]
    [InlineData("powershell", "pwsh")]
    public async Task Run_ScriptWhoseProgramTheContainerDoesNotHave_SaysSo(string language, string program)
    {
        (await RunAsync("1", language)).ExitCode.ShouldBe(127);
        _output.Stderr.ShouldBe($"{program} is not in this container.\n");
    }

    /// <summary>Stand-ins say what they are given: the test's image has a shell alone.</summary>
    [Theory]
    [InlineData("python", "python3", "-I -u -c 'a b'\n<>\n")]
    [InlineData("sql", "psql", "-X -w -v ON_ERROR_STOP=1 -P pager=off -f -\n<'a b'>\n")]
    [InlineData("powershell", "pwsh",
        "-NoProfile -NonInteractive -Command $ErrorActionPreference = 'Stop'; $PSNativeCommandUseErrorActionPreference = $true; "
            + "& {\n'a b'\n}; exit $LASTEXITCODE\n<>\n")]
    public async Task Run_ScriptInAnotherLanguage_IsGivenToItsProgram(string language, string program, string told)
    {
        await TestContainer.ShellAsync($"docker exec {container.Name} sh -c 'mkdir -p /usr/local/bin; printf %s "
            + $"\"#!/bin/sh\necho \\\"\\$*\\\"; echo \\\"<\\$(cat)>\\\"; exit 4\" "
            + $">/usr/local/bin/{program}; chmod +x /usr/local/bin/{program}'");
        try
        {
            (await RunAsync("'a b'", language)).ExitCode.ShouldBe(4);
            _output.Stdout.ShouldBe(told);
        }
        finally
        {
            await TestContainer.ShellAsync($"docker exec {container.Name} rm /usr/local/bin/{program}");
        }
    }

    [Fact]
    public async Task Run_Environment_IsTheContainersAndTheInputs()
    {
        (await RunAsync("echo \"$SIGNER/$INPUT/$PATH\"", "sh", inputs: [("INPUT", "it's \"$HOME\"\nx")])).ExitCode.ShouldBe(0);
        _output.Stdout.ShouldStartWith("vault/it's \"$HOME\"\nx/");
        _output.Stdout.ShouldNotContain("/host/");
    }

    [Fact]
    public async Task Run_MuchOutput_ComesWhole()
    {
        (await RunAsync("seq 1 200000", "sh")).ExitCode.ShouldBe(0);
        _output.Stdout.ShouldBe(string.Concat(Enumerable.Range(1, 200_000).Select(i => $"{i}\n")));
    }

    // The drain time is for children that keep the pipe, not for a database that somebody else holds.
    [Fact]
    public async Task Run_WhereNothingCanBeStoredForLongerThanTheDrainTime_LosesNothing()
    {
        _output.Held = Task.Delay(TimeSpan.FromSeconds(3), TestContext.Current.CancellationToken);
        (await RunAsync("seq 1 10000", "sh")).ExitCode.ShouldBe(0);
        _output.Stdout.ShouldBe(string.Concat(Enumerable.Range(1, 10_000).Select(i => $"{i}\n")));
    }

    [Fact]
    public async Task Stop_ScriptThatIgnoresTerm_IsKilledAfterTheGraceTime()
    {
        using var stop = new CancellationTokenSource();
        var running = RunAsync("trap '' TERM; echo ready; while :; do sleep 1; done", "bash", stop: stop.Token);
        await _output.SeesAsync("ready", running);
        await stop.CancelAsync();
        var end = await running.WaitAsync(TestTimeout.Long);
        end.ExitCode.ShouldBe(137);
        (await TestContainer.ShellAsync($"docker top {container.Name} -eo pid,args")).ShouldNotContain("while");
    }

    // A machine under such load that the container's shell has not got as far as its first line.
    [Fact]
    public async Task Stop_CommandThatHasNotSaidWhichProcessItIs_IsOfUnknownOutcomeSoon()
    {
        await using var other = new TestContainer();
        await other.InitializeAsync();
        await HangShellAsync(other);
        using var stop = new CancellationTokenSource();
        var running = RunAsync("echo never", name: other.Name, stop: stop.Token);
        while (!(await TestContainer.ShellAsync($"docker top {other.Name} -eo pid,args")).Contains("sleep 600", StringComparison.Ordinal))
            await Task.Delay(20, TestContext.Current.CancellationToken);

        await stop.CancelAsync();
        var end = await running.WaitAsync(TestTimeout.Long, TestContext.Current.CancellationToken);

        (end.Uncertain, end.EndedByItself, end.ExitCode).ShouldBe((true, false, null));
        end.Failure.ShouldBe("It did not end: it has not begun to answer, so no signal could be sent to it.");
    }

    // What sends the signal there hangs, too.
    [Fact]
    public async Task Stop_WhereNothingNewRunsInTheContainer_IsOfUnknownOutcomeSoon()
    {
        await using var other = new TestContainer();
        await other.InitializeAsync();
        using var stop = new CancellationTokenSource();
        var running = RunAsync("echo ready; while :; do sleep 1; done", "bash", name: other.Name, stop: stop.Token);
        await _output.SeesAsync("ready", running);
        await HangShellAsync(other);

        await stop.CancelAsync();
        var end = await running.WaitAsync(TestTimeout.Long, TestContext.Current.CancellationToken);

        (end.Uncertain, end.EndedByItself, end.ExitCode).ShouldBe((true, false, null));
        end.Failure.ShouldBe("It did not end: the container takes no signals for it.");
    }

    // A machine that is busy with something else: the signals take longer than the grace time, which is the command's.
    [Fact]
    public async Task Stop_WhereSignalsAreSlowerThanTheGraceTime_IsKilledAllTheSame()
    {
        await using var other = new TestContainer();
        await other.InitializeAsync();
        using var stop = new CancellationTokenSource();
        var running = RunAsync("trap '' TERM; echo ready; while :; do sleep 1; done", "bash", name: other.Name, stop: stop.Token);
        await _output.SeesAsync("ready", running);
        await ReplaceShellAsync(other, "sleep 2\\nexec bash \\\"\\$@\\\"");

        await stop.CancelAsync();
        var end = await running.WaitAsync(TestTimeout.Long, TestContext.Current.CancellationToken);

        (end.Failure, end.Uncertain, end.EndedByItself, end.ExitCode).ShouldBe((null, false, false, 137));
    }

    private static Task HangShellAsync(TestContainer container) => ReplaceShellAsync(container, "sleep 600");

    private static Task ReplaceShellAsync(TestContainer container, string script) => TestContainer.ShellAsync(
        $"docker exec {container.Name} bash -c 'rm /bin/sh; printf \"#!/usr/bin/bash\\n{script}\\n\" > /bin/sh; chmod +x /bin/sh'");

    [Fact]
    public async Task Run_ChildThatKeepsThePipe_EndsWithItsParentAndIsNamed()
    {
        var clock = Stopwatch.StartNew();
        var end = await RunAsync("sleep 480 & echo parent", "sh");
        clock.Elapsed.ShouldBeLessThan(TestTimeout.Long);
        (end.ExitCode, _output.Stdout).ShouldBe((0, "parent\n"));
        end.LeftBehind.ShouldHaveSingleItem().ShouldEndWith(" sleep");
    }

    // As somebody else's deployment does: whether the change took effect, nobody saw. Many at once, because the engine lists no processes
    // at all only between the end of the container's first process and the moment in which it has taken note of every command in it.
    [Theory]
    [InlineData("restart --timeout 0")]
    [InlineData("kill")]
    [InlineData("rm --force")]
    public async Task Run_ContainerThatIsStoppedMeanwhile_IsOfUnknownOutcome(string how)
    {
        await using var other = new TestContainer();
        await other.InitializeAsync();
        var steps = Enumerable.Range(0, 16).Select(_ => new RecordingSink())
            .Select(sink => (Sink: sink, Running: _runners.Of("sh")
                .RunAsync(Executions.Of("sh", "echo ready; sleep 600", container: other.Name, kind: StepKind.Mutating), sink, default)))
            .ToArray();
        foreach (var (sink, running) in steps)
            await sink.SeesAsync("ready", running);

        await TestContainer.ShellAsync($"docker {how} {other.Name}");

        foreach (var (_, running) in steps)
        {
            var end = await running.WaitAsync(TestTimeout.Long);
            end.Uncertain.ShouldBeTrue($"{end.ExitCode} {end.Failure}");
            end.Failure.ShouldNotBeNull();
        }
    }

    /// <summary>A KILL of the script's own is an end that was seen.</summary>
    [Fact]
    public async Task Run_ScriptThatIsKilledInAContainerThatGoesOn_HasItsExitCode() =>
        (await RunAsync("kill -9 $$", "sh")).ShouldSatisfyAllConditions(
            end => end.ExitCode.ShouldBe(137), end => end.Uncertain.ShouldBeFalse(), end => end.Failure.ShouldBeNull());

    [Theory]
    [InlineData("cutover-no-such-container")]
    [InlineData("../../etc")]
    public async Task Run_NoContainer_SaysSo(string name)
    {
        var end = await RunAsync("true", "sh", name);
        end.ExitCode.ShouldBeNull();
        end.Failure.ShouldNotBeNull();
    }

    [Fact]
    public async Task Run_NoEngine_SaysWhereItWasLookedFor()
    {
        await using var runners = new Runners(o => o.Docker = "unix:///var/tmp/no-engine.sock");
        var end = await runners.Of("sh").RunAsync(Executions.Of("sh", "true", container: container.Name), _output, default);
        end.Failure!.ShouldContain("unix:///var/tmp/no-engine.sock does not answer");
        var (check, _) = await runners.Of("container").LookAsync(Executions.Of("container", $"name: {container.Name}\nstate: running"));
        check.Failure!.ShouldContain("unix:///var/tmp/no-engine.sock does not answer");
    }

    /// <summary>
    /// Something else listens there, or a proxy answers in its place: a change was not begun, and both say what they met.
    /// </summary>
    [Fact]
    public async Task Run_EngineThatAnswersNonsense_SaysSo()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var answering = AnswerAsync(listener, "{\"State\": nonsense");
        var address = $"tcp://{listener.LocalEndpoint}";
        await using var runners = new Runners(o => o.Docker = address);

        var end = await runners.Of("sh")
            .RunAsync(Executions.Of("sh", "true", container: container.Name, kind: StepKind.Mutating), _output, default);
        var (check, _) = await runners.Of("container").LookAsync(Executions.Of("container", $"name: {container.Name}\nstate: running"));

        end.Failure!.ShouldContain($"{address} answers what cannot be read");
        end.Uncertain.ShouldBeFalse();
        check.Failure!.ShouldContain($"{address} answers what cannot be read");
        listener.Stop();
        await Should.ThrowAsync<Exception>(answering);
    }

    private static async Task AnswerAsync(TcpListener listener, string body)
    {
        while (true)
        {
            using var client = await listener.AcceptTcpClientAsync();
            var buffer = new byte[4096];
            _ = await client.GetStream().ReadAsync(buffer);
            await client.GetStream()
                .WriteAsync(
                    Encoding.ASCII.GetBytes(
                        $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: {body.Length}\r\n\r\n"
                            + $"{body}"));
        }
    }

    [Fact]
    public async Task Look_ContainerAsExpected_Passes()
    {
        var (end, lines) = await LookAsync(
            $"name: {container.Name}\nstate: running\nhealth: none\nimage: cutover-engine-tests:latest\nrestarts: 0\nenv: [SIGNER, TOKEN]\n"
                + $"mounts:\n  - target: /secrets\n    read-only: true\n    source: {container.Folder}\n  - target: /state\n"
                + "    read-only: false");
        end.Failure.ShouldBeNull();
        lines.Length.ShouldBe(10);
        lines.ShouldAllBe(l => l.StartsWith("ok "));
        end.ExitCode.ShouldBe(0);
        string.Concat(lines).ShouldNotContain("value-of-token");
    }

    [Fact]
    public async Task Look_ContainerNotAsExpected_SaysWhatItFound()
    {
        var (end, lines) = await LookAsync($"name: {container.Name}\nstate: exited\nhealth: healthy\nimage: other\nenv: [MISSING]\n"
            + "mounts:\n  - target: /state\n    read-only: true\n  - target: /nowhere\n    read-only: true");
        end.ExitCode.ShouldBe(1);
        lines.ShouldBe([
            $"ok   container: {container.Name}",
            "fail state: expected exited, found running",
            "fail health: expected healthy, found none",
            "fail image: expected other, found cutover-engine-tests:latest",
            "fail mount /state: expected read-only, found writable",
            "fail mount /nowhere: expected a mount, found none there",
            "fail env MISSING: expected set, found not set",
        ]);
    }

    [Fact]
    public async Task Look_NoContainer_Fails()
    {
        var (end, lines) = await LookAsync("name: cutover-no-such-container\nstate: running");
        end.ExitCode.ShouldBe(1);
        lines.ShouldBe(["fail container: expected cutover-no-such-container, found none of that name"]);
    }

    private Task<(RunnerEnd End, string[] Lines)> LookAsync(string body) =>
        _runners.Of("container").LookAsync(Executions.Of("container", body));
}
