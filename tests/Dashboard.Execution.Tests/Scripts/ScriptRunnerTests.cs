using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Dashboard.Core.Attempts;
using Dashboard.Core.Runbooks;
using Dashboard.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Execution.Tests.Scripts;

/// <summary>Scripts on this host, as real processes.</summary>
[Needs(Need.Packages)]
public sealed class ScriptRunnerTests : IAsyncDisposable
{
    private readonly Runners _runners = new();
    private readonly RecordingSink _output = new();

    public ValueTask DisposeAsync() => _runners.DisposeAsync();

    private Task<RunnerEnd> RunAsync(string script, StepKind kind = StepKind.Preflight, CancellationToken stop = default,
        params (string, string)[] inputs) =>
        _runners.Of("bash").RunAsync(Executions.Of("bash", script, folder: _runners.Folder, kind: kind, inputs: inputs), _output, stop);

    [Theory]
    [InlineData("echo out; echo err >&2", 0, "out\n", "err\n")]
    [InlineData("false; echo never", 1, "", "")]
    [InlineData("false | true; echo never", 1, "", "")]
    [InlineData("echo \"$NOT_SET\"", 1, "", null)]
    [InlineData("exit 7", 7, "", "")]
    [InlineData("kill -9 $$", 137, "", null)]
    [InlineData("cat", 0, "", "")]
    public async Task Run_Script_GivesItsOutputAndExitCode(string script, int code, string stdout, string? stderr)
    {
        foreach (var kind in new[] { StepKind.Preflight, StepKind.Mutating })
        {
            var output = new RecordingSink();
            var end = await _runners.Of("bash")
                .RunAsync(Executions.Of("bash", script, folder: _runners.Folder, kind: kind), output, default);
            (end.ExitCode, end.Failure, output.Stdout).ShouldBe((code, null, stdout));
            if (stderr is not null)
                output.Stderr.ShouldBe(stderr);
        }
    }

    [Fact]
    public async Task Run_Environment_HoldsInputsAndNothingOfTheServers()
    {
        Environment.SetEnvironmentVariable("SERVER_SECRET_OF_TEST", "sesame");
        foreach (var kind in new[] { StepKind.Preflight, StepKind.Mutating })
            (await RunAsync("env", kind, default, ("INPUT", "value"))).ExitCode.ShouldBe(0);
        var names = _output.Lines.Select(l => l.Split('=')[0]).Distinct().Order(StringComparer.Ordinal).ToArray();
        names.ShouldBe(["CUTOVER_ATTEMPT", "DOCKER_HOST", "HOME", "INPUT", "LANG", "PATH", "PWD", "SHLVL", "TZ", "_"]);
        _output.Stdout.ShouldNotContain("sesame");
        // Without the defence: a process that is started plainly sees it.
        using var plain = Process.Start(new ProcessStartInfo("env") { RedirectStandardOutput = true })!;
        (await plain.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)).ShouldContain("sesame");
    }

    [Theory]
    [InlineData("'single' \"double\" `backtick`")]
    [InlineData("$(touch /var/tmp/pwned) ${HOME} \\")]
    [InlineData("one\ntwo\r\nthree")]
    [InlineData("-rf --help")]
    [InlineData("; rm -rf / #&|<>*?[]{}~!")]
    public async Task Run_InputWithShellsOwnCharacters_IsLiteral(string value)
    {
        (await RunAsync("printf '%s' \"$INPUT\"", StepKind.Preflight, default, ("INPUT", value))).ExitCode.ShouldBe(0);
        _output.Stdout.ShouldBe(value);
    }

    [Fact]
    public async Task Run_InputWithNul_IsRefused()
    {
        var end = await RunAsync("echo begun", StepKind.Mutating, default, ("INPUT", "a\0b"));
        end.ExitCode.ShouldBeNull();
        end.Failure.ShouldBe("The input INPUT holds a NUL, which no environment can carry.");
        _output.Stdout.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(StepKind.Preflight)]
    [InlineData(StepKind.Mutating)]
    public async Task Run_ChildThatKeepsThePipe_EndsWithItsParent(StepKind kind)
    {
        var clock = Stopwatch.StartNew();
        var end = await RunAsync("sleep 450 & echo parent", kind);
        clock.Elapsed.ShouldBeLessThan(TestTimeout.Long);
        end.ExitCode.ShouldBe(0);
        _output.Stdout.ShouldBe("parent\n");
        if (kind == StepKind.Mutating)
            await EndLeftBehindAsync(end, "sleep");
        else
            end.LeftBehind.ShouldBeEmpty();
    }

    [Fact]
    public async Task Run_ChildThatDaemonises_IsNamedInTheEvidence()
    {
        // A session of its own, no pipe of ours: only the mark in its environment gives it away.
        var end = await RunAsync("setsid sleep 46 </dev/null >/dev/null 2>&1 & sleep 0.3", StepKind.Mutating);
        end.ExitCode.ShouldBe(0);
        await EndLeftBehindAsync(end, "sleep");
    }

    [Theory]
    [InlineData(StepKind.Preflight)]
    [InlineData(StepKind.Mutating)]
    public async Task Stop_ScriptThatIgnoresTerm_IsKilledAfterTheGraceTime(StepKind kind)
    {
        using var stop = new CancellationTokenSource();
        var running = RunAsync("trap '' TERM; echo ready; while :; do sleep 0.1; done", kind, stop.Token);
        await _output.SeesAsync("ready", running);
        await stop.CancelAsync();
        (await running.WaitAsync(TestTimeout.Long)).ExitCode.ShouldBe(137);
    }

    [Theory]
    [InlineData(StepKind.Preflight)]
    [InlineData(StepKind.Mutating)]
    public async Task Stop_ScriptThatTidiesUp_HasTheGraceTimeForIt(StepKind kind)
    {
        using var stop = new CancellationTokenSource();
        var running = RunAsync("trap 'echo tidy; exit 3' TERM; echo ready; sleep 60 & wait", kind, stop.Token);
        await _output.SeesAsync("ready", running);
        await stop.CancelAsync();
        (await running.WaitAsync(TestTimeout.Long)).ExitCode.ShouldBe(3);
        _output.Stdout.ShouldBe("ready\ntidy\n");
    }

    /// <summary>Descriptors that have run out, for one. The process stood still by then, and would have stood for ever.</summary>
    [Theory]
    [InlineData(StepKind.Preflight)]
    [InlineData(StepKind.Mutating)]
    public async Task Stop_WhenTheServerFailsInTheMiddleOfIt_IsKilledAllTheSame(StepKind kind)
    {
        var clock = new BreakingClock();
        await using var runners = new Runners(replace: s => s.AddSingleton<TimeProvider>(clock));
        var mark = $"{4000 + Random.Shared.Next(1000)}.{Random.Shared.Next(100000)}";
        using var stop = new CancellationTokenSource();
        var running = runners.Of("bash")
            .RunAsync(Executions.Of("bash", $"trap '' TERM; echo ready; sleep {mark}", folder: runners.Folder, kind: kind),
                _output, stop.Token);
        await _output.SeesAsync("ready", running);
        while (!IsRunning())
            await Task.Delay(10, TestContext.Current.CancellationToken);
        clock.Breaks = true;

        await stop.CancelAsync();
        (await Should.ThrowAsync<IOException>(running.WaitAsync(TestTimeout.Long, TestContext.Current.CancellationToken))).Message
            .ShouldBe(BreakingClock.Words);

        var waited = Stopwatch.StartNew();
        while (IsRunning())
        {
            waited.Elapsed.ShouldBeLessThan(TestTimeout.Long);
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        bool IsRunning() => Directory.EnumerateDirectories("/proc").Any(d => Args(d).Contains($"sleep\0{mark}", StringComparison.Ordinal));
    }

    private static string Args(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    /// <summary>The system's clock, until it breaks.</summary>
    private sealed class BreakingClock : TimeProvider
    {
        public const string Words = "Too many open files";

        public bool Breaks { get; set; }

        public override DateTimeOffset GetUtcNow() => Breaks ? throw new IOException(Words) : base.GetUtcNow();
    }

    /// <summary>
    /// The first processes of a sandbox take no TERM, and the script began after it, with the whole grace time before it.
    /// </summary>
    [Fact]
    public async Task Stop_ReadOnlyStepWhileItsSandboxIsSetUp_DoesNotBeginIt()
    {
        (await RunAsync("true")).ExitCode.ShouldBe(0); // the trial of the sandbox
        var random = new Random(Campaign.Seed());
        for (var i = 0; i < 40; i++)
        {
            var output = new RecordingSink();
            using var stop = new CancellationTokenSource();
            var running = _runners.Of("bash")
                .RunAsync(Executions.Of("bash", "sleep 0.2; echo end", folder: _runners.Folder), output, stop.Token);
            await Task.Delay(random.Next(12), TestContext.Current.CancellationToken);
            await stop.CancelAsync();
            await running.WaitAsync(TestTimeout.Long, TestContext.Current.CancellationToken);
            output.Stdout.ShouldBeEmpty($"{i}");
        }
    }

    /// <summary>
    /// A socket that was to be covered is gone when the sandbox is set up. It is set up anew, and what bubblewrap says of it is not the
    /// step's.
    /// </summary>
    [Fact]
    public async Task Run_SandboxThatStoodOnlyTheSecondTime_KeepsItsWordsOutOfTheStepsText()
    {
        (await RunAsync("true")).ExitCode.ShouldBe(0); // the trial of the sandbox
        var execution = Executions.Of("bash", "echo done", folder: _runners.Folder);
        execution = execution with { Step = execution.Step with { Sockets = [Path.Combine(_runners.Folder, "named")] } };
        var runner = _runners.Of("bash");
        var passing = Path.Combine(_runners.Folder, "passing");
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(passing));
        listener.Listen();
        using var ready = await runner.PrepareAsync(execution);
        File.Delete(passing);

        var end = await runner.RunAsync(execution with { Ready = ready }, _output, TestContext.Current.CancellationToken);

        (end.Failure, end.ExitCode, _output.Stdout).ShouldBe((null, 0, "done\n"));
        _output.Before.ShouldStartWith("bwrap: ");
        _output.Before.ShouldNotContain("done");
    }

    [Fact]
    public async Task Run_ReadOnlyStep_CannotWrite()
    {
        var file = Path.Combine(_runners.Folder, "file");
        foreach (var place in new[] { file, "/etc/cutover-test", "/var/tmp/cutover-test", "/dev/cutover-test" })
        {
            var end = await RunAsync($"echo x >{place}");
            end.Sandbox.ShouldBe("confined, read-only");
            if (!place.StartsWith("/dev/", StringComparison.Ordinal))
            {
                end.ExitCode.ShouldBe(1);
                _output.Stderr.ShouldContain("Read-only file system");
            }

            File.Exists(place).ShouldBeFalse();
        }

        // Without the defence, as a changing step: it can.
        (await RunAsync($"echo x >{file}", StepKind.Mutating)).ExitCode.ShouldBe(0);
        File.Exists(file).ShouldBeTrue();
    }

    [Fact]
    public async Task Run_ReadOnlyStep_CannotKill()
    {
        using var victim = Process.Start("sleep", "47");
        (await RunAsync($"kill -9 {victim.Id}")).ExitCode.ShouldBe(1);
        victim.HasExited.ShouldBeFalse();
        (await RunAsync($"kill -9 {victim.Id}", StepKind.Mutating)).ExitCode.ShouldBe(0);
        await victim.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Run_ReadOnlyStep_SeesNothingOfTheServersData()
    {
        await File.WriteAllTextAsync(Path.Combine(_runners.Data, "dashboard.db"), "evidence", TestContext.Current.CancellationToken);
        (await RunAsync($"ls -A {_runners.Data} | grep -v work || true; cat {_runners.Data}/dashboard.db")).ExitCode.ShouldBe(1);
        _output.Stdout.ShouldBeEmpty();
        (await RunAsync($"cat {_runners.Data}/dashboard.db", StepKind.Mutating)).ExitCode.ShouldBe(0);
        _output.Stdout.ShouldBe("evidence");
    }

    [Fact]
    public async Task Run_ReadOnlyStep_AsksTheDockerEngineButCannotChangeIt()
    {
        (await RunAsync("docker version --format '{{.Server.Version}}'")).ExitCode.ShouldBe(0);
        _output.Stdout.ShouldMatch(@"^\d+\.\d+");
        var name = $"cutover-test-{Guid.NewGuid():N}";
        (await RunAsync($"docker volume create {name}")).ExitCode.ShouldBe(1);
        _output.Stderr.ShouldContain("refused by the dashboard: a read-only step may not POST");
        (await RunAsync($"docker volume inspect {name}", StepKind.Mutating)).ExitCode.ShouldBe(1);
        // Without the defence, as a changing step: it can.
        (await RunAsync($"docker volume create {name} && docker volume rm {name}", StepKind.Mutating)).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task Run_ReadOnlyStep_ReachesNoOtherSocketOnDisk()
    {
        var path = Path.Combine(_runners.Folder, "service.sock");
        using var service = new System.Net.Sockets.Socket(System.Net.Sockets.AddressFamily.Unix,
            System.Net.Sockets.SocketType.Stream, default);
        service.Bind(new System.Net.Sockets.UnixDomainSocketEndPoint(path));
        service.Listen();
        var connect = $"python3 -c 'import socket; socket.socket(socket.AF_UNIX).connect(\"{path}\"); print(\"connected\")' || curl -s "
            + $"--max-time 2 --unix-socket {path} http://x/; echo code $?";
        await RunAsync(connect);
        _output.Stdout.ShouldNotContain("connected");
        _output.Stdout.ShouldNotContain("code 28");
    }

    [Fact]
    public async Task Run_ReadOnlySteps_WhileSocketsComeAndGo_RunOrSayThatTheyDidNot()
    {
        using var enough = new CancellationTokenSource();
        var coming = Task.Run(() =>
        {
            for (var i = 0; !enough.IsCancellationRequested; i++)
            {
                var path = Path.Combine(_runners.Folder, $"{i}.sock");
                using (var service = new System.Net.Sockets.Socket(System.Net.Sockets.AddressFamily.Unix,
                    System.Net.Sockets.SocketType.Stream, default))
                    service.Bind(new System.Net.Sockets.UnixDomainSocketEndPoint(path));
                File.Delete(path);
            }
        }, TestContext.Current.CancellationToken);
        var ran = 0;
        for (var i = 0; i < 100; i++)
        {
            var end = await RunAsync("echo ran");
            ran += end.ExitCode == 0 ? 1 : 0;
            // Sockets that go this fast can be gone three times in a row. Then it says so; it never looks as if the script had failed.
            (end.ExitCode == 0 || end.Failure is not null).ShouldBeTrue();
        }

        await enough.CancelAsync();
        await coming;
        ran.ShouldBeGreaterThan(0);
        _output.Lines.Count(l => l == "ran").ShouldBe(ran);
    }

    [Fact]
    public async Task Run_ReadOnlyScript_ThatFailsLikeASandbox_RunsOnceAndHasFailed()
    {
        var end = await RunAsync("echo 'bwrap: I am none' >&2; exit 1");
        (end.ExitCode, end.Failure, _output.Stderr).ShouldBe((1, null, "bwrap: I am none\n"));
    }

    [Fact]
    public async Task Run_ReadOnlyScript_GetsNothingToGiveOrTakeTheSignBy()
    {
        var end = await RunAsync("ls /proc/self/fd");
        end.Failure.ShouldBeNull();
        _output.Stdout.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldBe(["0", "1", "2", "3"]);
    }

    [Fact]
    public async Task Run_OtherHost_IsRefusedInWords()
    {
        var end = await _runners.Of("bash").RunAsync(Executions.Of("bash", "true", ssh: "root@elsewhere"), _output, default);
        end.ExitCode.ShouldBeNull();
        end.Failure!.ShouldContain("local host only");
    }

    [Fact]
    public async Task Run_Script_LeavesNoFileBehind()
    {
        await RunAsync("echo done");
        // It is removed soon afterwards, which the step's end does not wait for.
        using var limit = new CancellationTokenSource(TestTimeout.Long);
        while (Directory.GetFileSystemEntries(Path.Combine(_runners.Data, "work")).Length > 0)
            await Task.Delay(10, limit.Token);
    }

    /// <summary>What one try lays out is not removed by the end of the try before.</summary>
    [Fact]
    public async Task Run_TriesOfOneAttemptInARow_FindTheirScript()
    {
        var execution = Executions.Of("bash", "exit 3", folder: _runners.Folder, kind: StepKind.Mutating);
        for (var tries = 0; tries < 50; tries++)
            (await _runners.Of("bash").RunAsync(execution, _output, default)).ExitCode.ShouldBe(3, _output.Stderr);
    }

    private static async Task EndLeftBehindAsync(RunnerEnd end, string name)
    {
        var left = end.LeftBehind.ShouldHaveSingleItem();
        left.Split(' ')[1].ShouldBe(name);
        using var process = Process.GetProcessById(int.Parse(left.Split(' ')[0], CultureInfo.InvariantCulture));
        process.Kill();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }
}
