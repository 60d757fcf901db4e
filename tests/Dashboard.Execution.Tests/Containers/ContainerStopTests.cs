using System.Globalization;
using Dashboard.Core.Attempts;
using Dashboard.Core.Runbooks;
using Dashboard.Testing;

namespace Dashboard.Execution.Tests.Containers;

/// <summary>
/// What was stopped in a container has stopped, or the record says that nobody knows; also where the engine is slow, hangs, or loses
/// output.
/// </summary>
[Needs(Need.Docker, Need.Packages)]
public sealed class ContainerStopTests(TestContainer container) : IClassFixture<TestContainer>, IAsyncDisposable
{
    private readonly EngineProxy _proxy = new();
    private readonly RecordingSink _output = new();
    private readonly List<Runners> _runners = [];
    private readonly string _file = $"made-{Guid.NewGuid():N}";

    private string Made => Path.Combine(container.Folder, _file);

    public async ValueTask DisposeAsync()
    {
        foreach (var runners in _runners)
            await runners.DisposeAsync();
        await _proxy.DisposeAsync();
    }

    private Task<RunnerEnd> RunAsync(string script, bool proxy = false, string? name = null, RecordingSink? output = null,
        CancellationToken stop = default)
    {
        var runners = new Runners(proxy ? o => o.Docker = _proxy.Address : null);
        _runners.Add(runners);
        return runners.Of("bash")
            .RunAsync(Executions.Of("bash", script, container: name ?? container.Name, kind: StepKind.Mutating), output ?? _output, stop);
    }

    /// <summary>It left the session, or its group, and takes TERM or takes none: nothing of it goes on.</summary>
    [Theory]
    [InlineData("setsid bash -c 'sleep 5; touch /state/{file}' </dev/null >/dev/null 2>&1 &")]
    [InlineData("setsid bash -c 'trap \"\" TERM; sleep 5; touch /state/{file}' </dev/null >/dev/null 2>&1 &")]
    [InlineData("set -m; (trap '' HUP TERM; sleep 5; touch /state/{file}) </dev/null >/dev/null 2>&1 & set +m;")]
    public async Task Stop_CommandOfWhichSomethingLeftItsGroup_EndsAllOfIt(string script)
    {
        var end = await StopAsync(script.Replace("{file}", _file, StringComparison.Ordinal) + " echo ready; sleep 600");

        (end.Failure, end.Uncertain, end.EndedByItself).ShouldBe((null, false, false));
        await Task.Delay(TimeSpan.FromSeconds(6), TestContext.Current.CancellationToken);
        File.Exists(Made).ShouldBeFalse();
    }

    /// <summary>Without its mark nobody knows it for the step's; in its session it is known.</summary>
    [Fact]
    public async Task Stop_CommandOfWhichSomethingCannotBeFound_IsNamedWhereItIsInItsSession()
    {
        var end = await StopAsync(
            "env -u CUTOVER_ATTEMPT bash -c 'set -m; (trap \"\" TERM; sleep 480) & sleep 0.2' & sleep 0.5; echo ready; sleep 600");

        (end.Failure, end.Uncertain).ShouldBe(("It was ended, but something that it had started goes on.", true));
        end.LeftBehind.ShouldContain(l => l.EndsWith(" sleep (in the container)", StringComparison.Ordinal));
        await TestContainer.ShellAsync($"docker exec {container.Name} pkill -f 'sleep 480' || true");
    }

    /// <summary>It ended while the signal was on its way: by itself, and with its exit code.</summary>
    [Fact]
    public async Task Stop_AtTheMomentInWhichItEnds_IsNeverAStopOfWhatRanToItsEnd()
    {
        var random = new Random(Campaign.Seed());
        for (var i = 0; i < 12; i++)
        {
            var file = Path.Combine(container.Folder, $"{_file}-{i.ToString(CultureInfo.InvariantCulture)}");
            var output = new RecordingSink();
            using var stop = new CancellationTokenSource();
            var running = RunAsync($"echo ready; sleep 0.5; touch /state/{Path.GetFileName(file)}", stop: stop.Token, output: output);
            await output.SeesAsync("ready", running);
            await Task.Delay(400 + random.Next(150), TestContext.Current.CancellationToken);
            await stop.CancelAsync();
            var end = await running.WaitAsync(TestTimeout.Long, TestContext.Current.CancellationToken);

            if (end.ExitCode == 0)
                (end.EndedByItself || end.Uncertain).ShouldBeTrue($"{i}");
            else
                end.ExitCode.ShouldBe(143, $"{i}");
        }
    }

    /// <summary>What the engine was told to start it starts: it is waited for, and ended.</summary>
    [Fact]
    public async Task Stop_WhileTheEngineStartsIt_EndsIt()
    {
        _proxy.StartTakes = TimeSpan.FromSeconds(1);
        using var stop = new CancellationTokenSource();
        var running = RunAsync($"sleep 4; touch /state/{_file}", proxy: true, stop: stop.Token);
        await _proxy.Starting.Task.WaitAsync(TestTimeout.Long, TestContext.Current.CancellationToken);
        await stop.CancelAsync();

        var end = await running.WaitAsync(TestTimeout.Long, TestContext.Current.CancellationToken);

        (end.Failure, end.Uncertain, end.ExitCode).ShouldBe((null, false, 143));
        await Task.Delay(TimeSpan.FromSeconds(4), TestContext.Current.CancellationToken);
        File.Exists(Made).ShouldBeFalse();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Stop_WhereTheEngineHangs_IsOfUnknownOutcomeSoon(bool begun)
    {
        using var stop = new CancellationTokenSource();
        _proxy.StartTakes = begun ? TimeSpan.Zero : TimeSpan.FromHours(1);
        var running = RunAsync("echo ready; sleep 30", proxy: true, stop: stop.Token);
        await (begun
            ? _output.SeesAsync("ready", running)
            : _proxy.Starting.Task.WaitAsync(TestTimeout.Long, TestContext.Current.CancellationToken));
        _proxy.Hangs = true;

        await stop.CancelAsync();
        var end = await running.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

        (end.Failure, end.Uncertain).ShouldBe(("It could not be ended: the Docker engine does not answer. It may go on.", true));
    }

    /// <summary>A proxy that ends what has been silent for long: nothing passes without its evidence.</summary>
    [Fact]
    public async Task Run_OutputThatIsClosedOnTheWay_IsSaidToBeLost()
    {
        _proxy.ClosesAfter = "ready";

        var end = await RunAsync("echo ready; sleep 2; echo the evidence; sleep 1", proxy: true);

        (end.Uncertain, end.Failure, end.LostOutput).ShouldBe(
            (true, end.LostOutput, "Something between the server and the container closed its output while it went on."));
    }

    [Fact]
    public async Task Run_CommandThatClosesItsOutputItself_HasLostNothing()
    {
        var end = await RunAsync("echo ready; exec >/dev/null 2>&1; sleep 2");

        (end.ExitCode, end.LostOutput, _output.Stdout).ShouldBe((0, null, "ready\n"));
    }

    /// <summary>A daemon holds it, in a session of its own.</summary>
    [Theory]
    [InlineData("setsid sleep 20 &")]
    [InlineData("setsid sleep 20 >/dev/null &")]
    public async Task Run_ChildOfItsOwnSessionThatKeepsTheOutput_IsNamedAndNothingIsLost(string script)
    {
        var end = await RunAsync($"echo hi; {script} sleep 0.3");

        (end.Failure, end.ExitCode, end.LostOutput, _output.Stdout).ShouldBe((null, 0, null, "hi\n"));
        end.LeftBehind.ShouldHaveSingleItem().ShouldEndWith(" sleep (in the container)");
    }

    /// <summary>Root without capabilities may not signal others there; each user may signal his own.</summary>
    [Fact]
    public async Task Stop_InAContainerWithoutCapabilities_EndsIt()
    {
        var name = $"cutover-bare-{Guid.NewGuid():N}";
        await TestContainer.ShellAsync($"docker run -d --label cutover.test --name {name} --user 65534 --cap-drop ALL --security-opt "
            + $"no-new-privileges {TestContainer.Image} sleep 100000");
        try
        {
            var end = await StopAsync("echo ready; sleep 100 & wait", name);
            (end.Failure, end.Uncertain, end.ExitCode).ShouldBe((null, false, 143));
        }
        finally
        {
            await TestContainer.ShellAsync($"docker rm -f {name}");
        }
    }

    /// <summary>It has no room for another process: the leader is not left standing.</summary>
    [Fact]
    public async Task Stop_InAContainerThatIsFull_EndsIt()
    {
        var name = $"cutover-full-{Guid.NewGuid():N}";
        await TestContainer.ShellAsync(
            $"docker run -d --label cutover.test --name {name} {TestContainer.Image} sleep 100000");
        try
        {
            using var stop = new CancellationTokenSource();
            var running = RunAsync("echo ready; sleep 100", name: name, stop: stop.Token);
            await _output.SeesAsync("ready", running);
            await TestContainer.ShellAsync($"docker update --pids-limit 1 {name}");

            await stop.CancelAsync();
            var end = await running.WaitAsync(TestTimeout.Long, TestContext.Current.CancellationToken);
            end.ExitCode.ShouldBe(143);
        }
        finally
        {
            await TestContainer.ShellAsync($"docker rm -f {name}");
        }
    }

    /// <summary>As in an image with little in it.</summary>
    [Fact]
    public async Task Stop_InAContainerWithoutGrep_FindsWhatLeftItsSession()
    {
        await using var other = new TestContainer();
        await other.InitializeAsync();
        await TestContainer.ShellAsync($"docker exec {other.Name} bash -c 'rm -f /bin/grep /usr/bin/grep'");

        var end = await StopAsync("setsid bash -c 'trap \"\" TERM; sleep 481' </dev/null >/dev/null 2>&1 & echo ready; sleep 600",
            other.Name);

        (end.Failure, end.Uncertain).ShouldBe((null, false));
        (await TestContainer.ShellAsync($"docker top {other.Name} -eo pid,args")).ShouldNotContain("sleep 481");
    }

    private async Task<RunnerEnd> StopAsync(string script, string? name = null)
    {
        using var stop = new CancellationTokenSource();
        var running = RunAsync(script, name: name, stop: stop.Token);
        await _output.SeesAsync("ready", running);
        await stop.CancelAsync();
        return await running.WaitAsync(TestTimeout.Long, TestContext.Current.CancellationToken);
    }
}
