using System.Globalization;
using Dashboard.Core.Runbooks;
using Dashboard.Execution.Processes;
using Dashboard.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Execution.Tests.Processes;

/// <summary>
/// What a step starts stays in the step's cgroup; with process groups alone, as on a host without cgroups, some of it gets away.
/// </summary>
[Needs(Need.Docker, Need.Root, Need.Packages)]
public sealed class AttemptCgroupTests
{
    // Leaves the session, and the environment that would tell whose it is; then it runs on, for longer than anybody waits.
    private const string Daemon =
        "setsid env -i sleep 613 </dev/null >/dev/null 2>&1 & while ! pgrep -fx 'sleep 613' >/dev/null; do sleep 0.01; done;";

    private readonly RecordingSink _output = new();

    [Theory]
    [InlineData(StepKind.Preflight, "confined, read-only", 1L << 30)]
    [InlineData(StepKind.Mutating, "not confined: this kind of step changes the host", 0)]
    public async Task Run_Script_IsInItsCgroupFromItsFirstCommand(StepKind kind, string sandbox, long memory)
    {
        Cgroups.Need();
        await using var runners = new Runners(o => o.StepMemory = memory);
        var execution = Of(runners, "grep ^0:: /proc/self/cgroup; (grep ^0:: /proc/self/cgroup)", kind);

        var end = await runners.Of("bash").RunAsync(execution, _output, default);

        (end.Sandbox, end.ExitCode).ShouldBe((sandbox, 0));
        end.Tracking!.ShouldStartWith("cgroup");
        _output.Lines.Length.ShouldBe(2);
        _output.Lines.ShouldAllBe(l => l.EndsWith($"/cutover-{execution.AttemptId}", StringComparison.Ordinal));
        Cgroups.Named(execution.AttemptId).ShouldBeEmpty();
    }

    [Fact]
    public async Task Run_ConfinedScriptWithoutLimits_IsKeptTogetherByItsPidNamespace()
    {
        await using var runners = new Runners();
        (await runners.Of("bash").RunAsync(Of(runners, Daemon + "echo done", StepKind.Preflight), _output, default)).Tracking
            .ShouldBe("PID namespace");
        _output.Lines.ShouldBe(["done"]);
        await TestContainer.ShellAsync("while pgrep -fx 'sleep 613'; do sleep 0.02; done")
            .WaitAsync(TestTimeout.Long, TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_DaemonThatForgetsWhoseItIs_IsNamedAndGoesOn(bool cgroups)
    {
        await using var runners = new Runners(replace: Cgroups.Used(cgroups));
        var execution = Of(runners, Daemon + "echo done", StepKind.Mutating);

        var end = await runners.Of("bash").RunAsync(execution, _output, default);

        (end.ExitCode, end.Failure, end.EndedByItself).ShouldBe((0, null, true));
        end.Tracking.ShouldBe(cgroups ? "cgroup" : "process group: a test says so");
        if (cgroups)
        {
            End(end.LeftBehind.ShouldHaveSingleItem());
        }
        else
        {
            end.LeftBehind.ShouldBeEmpty("the negative control: nothing tells whose it is");
            End(Sleeping().ShouldHaveSingleItem());
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Stop_DaemonThatForgetsWhoseItIs_IsKilledWithTheStep(bool cgroups)
    {
        await using var runners = new Runners(replace: Cgroups.Used(cgroups));
        using var stop = new CancellationTokenSource();
        var execution = Of(runners, $"trap '' TERM; {Daemon} echo ready; while :; do sleep 0.1; done", StepKind.Mutating);
        var running = runners.Of("bash").RunAsync(execution, _output, stop.Token);
        await _output.SeesAsync("ready", running);

        await stop.CancelAsync();
        var end = await running.WaitAsync(TestTimeout.Long, TestContext.Current.CancellationToken);

        (end.ExitCode, end.EndedByItself, end.Uncertain).ShouldBe((137, false, false));
        end.LeftBehind.ShouldBeEmpty();
        if (cgroups)
        {
            Sleeping().ShouldBeEmpty();
            Cgroups.Named(execution.AttemptId).ShouldBeEmpty();
        }
        else
        {
            End(Sleeping().ShouldHaveSingleItem("the negative control: it takes no signal that is meant for the group"));
        }
    }

    [Fact]
    public async Task Stop_ProcessesThatMultiply_AreAllKilled()
    {
        Cgroups.Need();
        await using var runners = new Runners();
        using var stop = new CancellationTokenSource();
        // Each one starts the next in a session of its own and ends: a list of them is out of date when it has been read.
        var execution = Of(runners,
            ("trap '' TERM; printf '%s\\n' 'trap \"\" TERM; setsid sh \"$0\" \"$0\" & sleep 0.01' > ../next-$$; "
                + "sh ../next-$$ & echo ready; sleep 60").Replace("../", $"{runners.Folder}/", StringComparison.Ordinal),
            StepKind.Mutating);
        var running = runners.Of("bash").RunAsync(execution, _output, stop.Token);
        await _output.SeesAsync("ready", running);

        await stop.CancelAsync();
        var end = await running.WaitAsync(TestTimeout.Long, TestContext.Current.CancellationToken);

        (end.ExitCode, end.Failure).ShouldBe((137, null));
        end.LeftBehind.ShouldBeEmpty();
        Cgroups.Named(execution.AttemptId).ShouldBeEmpty();
    }

    [Fact]
    public async Task KillOneByOne_OnAKernelWithoutTheOrder_LeavesNobody()
    {
        Cgroups.Need();
        await using var runners = new Runners();
        var execution = Of(runners, "trap '' TERM; while :; do sleep 0.01; done & echo ready; sleep 60", StepKind.Mutating);
        var running = runners.Of("bash").RunAsync(execution, _output, default);
        await _output.SeesAsync("ready", running);

        using (var cgroup = new AttemptCgroup(Cgroups.Named(execution.AttemptId).ShouldHaveSingleItem()))
            cgroup.KillOneByOne();

        (await running.WaitAsync(TestTimeout.Long, TestContext.Current.CancellationToken)).ExitCode.ShouldBe(137);
        Cgroups.Named(execution.AttemptId).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/proc")]
    [InlineData("/sys/fs/no-such-folder/a")]
    public async Task Run_WhereNoCgroupCanBeMade_HasItsProcessGroupAndSaysSo(string folder)
    {
        await using var runners = new Runners(replace: s => s.AddSingleton(new CgroupRoot(folder)));
        var end = await runners.Of("bash").RunAsync(Of(runners, "echo ran", StepKind.Mutating), _output, default);
        (end.ExitCode, end.Tracking, _output.Stdout).ShouldBe((0, $"process group: {folder} is not for the server to write", "ran\n"));
    }

    [Fact]
    public async Task Run_CgroupThatTakesNobody_RunsWithoutAndSaysSo()
    {
        Cgroups.Need();
        await using var runners = new Runners();
        var cgroups = runners.Services.GetRequiredService<AttemptCgroups>();
        var (cgroup, _) = cgroups.Make($"gone-{Guid.NewGuid():N}");
        // Somebody tidies up.
        AttemptCgroup.Remove(cgroup!.Folder).ShouldBeTrue();
        var process = await ChildProcess.StartAsync(
            new([.. AttemptCgroup.Prelude, "/bin/sh", "-c", "exit 3"], new Dictionary<string, string>(), "/", null) { Cgroup = cgroup });

        (await process.Exit, cgroup.IsJoined).ShouldBe((3, false));
        process.Dispose();
        cgroups.Release(cgroup);
    }

    // This host's memory controller, like that of many, may belong to version 1; then the words are those of a host that cannot.
    [Fact]
    public async Task Run_WithLimits_HasThemOrSaysWhyNot()
    {
        Cgroups.Need();
        var there = File.ReadAllText(Path.Combine(CgroupRoot.Own().Folder!, "cgroup.controllers")).Split([' ', '\n']);
        Assert.SkipWhen(there.Contains("memory"), "To set limits the server would have to move this process.");
        await using var runners = new Runners(o => (o.StepMemory, o.StepCpu) = (64 << 20, 150));
        var end = await runners.Of("bash").RunAsync(Of(runners, "echo ran", StepKind.Mutating), _output, default);
        end.ExitCode.ShouldBe(0);
        end.Tracking.ShouldBe($"cgroup; no limits: the {string.Join(" and the ", new[] { "memory", "cpu" }.Except(there))} controller is "
            + "not available to the server");
        runners.Services.GetRequiredService<AttemptCgroups>().LimitProblem.ShouldStartWith("no limits: the memory");
    }

    [Fact]
    public void Limits_OfTheSettings_AreWrittenAsTheKernelReadsThem()
    {
        var folder = Directory.CreateTempSubdirectory("limits-").FullName;
        foreach (var file in new[] { "memory.max", "memory.oom.group", "cpu.max" })
            File.WriteAllText(Path.Combine(folder, file), "");
        var limits = new CgroupLimits(new() { StepMemory = 64 << 20, StepCpu = 150 });

        limits.Set(folder).ShouldBeNull();

        string Written(string file) => File.ReadAllText(Path.Combine(folder, file));
        (Written("memory.max"), Written("memory.oom.group"), Written("cpu.max")).ShouldBe(("67108864", "1", "150000 100000"));
        limits.Words.ShouldBe("memory at most 67108864 bytes, at most 150 % of one processor");
        Directory.Delete(folder, recursive: true);
        limits.Set(folder).ShouldNotBeNull().ShouldStartWith("no limits: ");
    }

    private static StepExecution Of(Runners runners, string script, StepKind kind) =>
        Executions.Of("bash", script, folder: runners.Folder, kind: kind);

    private static string[] Sleeping() =>
    [
        .. Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Where(n => n!.All(char.IsAsciiDigit))
            .Where(pid => ProcessTable.NameOf(int.Parse(pid!, CultureInfo.InvariantCulture)) == "sleep 613").Select(pid => pid!),
    ];

    private static void End(string left) =>
        NativeCalls.Signal(int.Parse(left.Split(' ')[0], CultureInfo.InvariantCulture), NativeCalls.Kill).ShouldBeTrue();
}
