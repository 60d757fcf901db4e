using System.Text;
using Dashboard.Core.Gates;
using Dashboard.Core.Runs;
using Dashboard.Engine.Runs;
using Dashboard.Execution.Confinement;
using Dashboard.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Engine.Tests.Runs;

/// <summary>What was stopped has stopped, or the record says that nobody knows.</summary>
public sealed class StopTests : IAsyncLifetime
{
    private const string Book = """
        ---
        title: A change
        gates:
          - id: go
            phrase: go
            unlocks: mutating
        ---
        ```bash {#change .mutating}
        {script}
        ```
        """;

    private EngineHarness _engine = null!;

    public async ValueTask InitializeAsync() => _engine = await StartAsync(null);

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    private static Task<EngineHarness> StartAsync(Action<IServiceCollection>? replace) =>
        EngineHarness.StartAsync(o => o.Grace = TimeSpan.FromSeconds(1), replace);

    private async Task WithCgroupsAsync(bool cgroups)
    {
        await _engine.DisposeAsync();
        _engine = await StartAsync(Cgroups.Used(cgroups));
    }

    /// <summary>At random moments, those before the process is there included.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Cancel_AtAnyMoment_LeavesNothingRunning(bool cgroups)
    {
        await WithCgroupsAsync(cgroups);
        var random = new Random(Campaign.Seed());
        var run = await _engine.OpenAsync(Book.Replace("{script}", "sleep 600 & wait", StringComparison.Ordinal));
        for (var i = 0; i < Campaign.Number("CUTOVER_CANCELS_N", 30); i++)
        {
            await _engine.DoAsync(run, new RunCommand.ApproveGate("go", "go", ""));
            var started = await _engine.DoAsync(run, new RunCommand.StartStep("change"));
            started.Done.ShouldBeTrue();
            await Task.Delay(random.Next(3) == 0 ? 0 : random.Next(30), TestContext.Current.CancellationToken);

            (await _engine.DoAsync(run, new RunCommand.CancelAttempt(started.Id!))).Done.ShouldBeTrue();
            var attempt = await _engine.EndAsync(run, started.Id!);

            attempt.Outcome.ShouldBe(Outcome.Cancelled, $"{i}: {attempt.Reason}");
            Marked(started.Id!).ShouldBeEmpty($"{i}");
        }
    }

    /// <summary>
    /// Something that left the session takes no signal that is meant for the group: then nobody knows what the change did, and the target
    /// stays held.
    /// </summary>
    [Fact]
    public async Task Cancel_ChangeOfWhichSomethingGoesOn_IsUnknownAndHoldsTheTarget()
    {
        await WithCgroupsAsync(false);
        var (run, id) = await RunningAsync("setsid sleep 611 </dev/null >/dev/null 2>&1 & sleep 0.5; echo ready; sleep 600");

        await _engine.DoAsync(run, new RunCommand.CancelAttempt(id));
        var attempt = await _engine.EndAsync(run, id);

        (attempt.Outcome, attempt.Reason).ShouldBe(
            (Outcome.Unknown, "ada cancelled it. It was ended, but something that it had started goes on."));
        attempt.Finished!.LeftBehind.ShouldHaveSingleItem().ShouldContain("sleep 611");
        using (var left = System.Diagnostics.Process.GetProcessById(Marked(attempt.Id).ShouldHaveSingleItem()))
            left.Kill();
        var other = await _engine.OpenAsync(Book.Replace("{script}", "true", StringComparison.Ordinal), slug: "other");
        await _engine.DoAsync(other, new RunCommand.ApproveGate("go", "go", ""));
        (await _engine.DoAsync(other, new RunCommand.StartStep("change"))).Reasons.ShouldHaveSingleItem().Code
            .ShouldBe(LockCode.TargetHeld);
    }

    /// <summary>Nothing leaves its cgroup.</summary>
    [Fact]
    public async Task Cancel_ChangeOfWhichSomethingLeftTheSession_EndsAllOfIt()
    {
        await WithCgroupsAsync(true);
        var (run, id) = await RunningAsync("setsid sleep 612 </dev/null >/dev/null 2>&1 & sleep 0.5; echo ready; sleep 600");

        await _engine.DoAsync(run, new RunCommand.CancelAttempt(id));
        var attempt = await _engine.EndAsync(run, id);

        (attempt.Outcome, attempt.Reason, attempt.Finished!.Tracking).ShouldBe((Outcome.Cancelled, "ada cancelled it.", "cgroup"));
        attempt.Finished.LeftBehind.ShouldBeEmpty();
        Marked(attempt.Id).ShouldBeEmpty();
    }

    /// <summary>
    /// The first thread of a program may end long before the others: <c>/proc</c> shows it as a zombie then, and the program goes on.
    /// </summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Cancel_ProgramWhoseFirstThreadHasEnded_EndsIt(bool cgroups)
    {
        await WithCgroupsAsync(cgroups);
        var script = $$"""
            exec perl -Mthreads -e '$| = 1; threads->create(sub { select undef, undef, undef, 0.5; print "ready", chr 10; sleep 612 })->detach; syscall {{LibSeccomp.Number("exit")}}, 0'
            """;
        var (run, id) = await RunningAsync(script);

        (await _engine.DoAsync(run, new RunCommand.CancelAttempt(id))).Done.ShouldBeTrue();
        var attempt = await _engine.EndAsync(run, id).WaitAsync(TestTimeout.Long, TestContext.Current.CancellationToken);

        (attempt.Outcome, attempt.Reason).ShouldBe((Outcome.Cancelled, "ada cancelled it."));
    }

    /// <summary>The queue of a run waits for the database; whoever cancels does not.</summary>
    [Fact]
    public async Task Cancel_WhileTheDatabaseIsHeld_IsDoneAtOnce()
    {
        var (run, id) = await RunningAsync("echo ready; sleep 600");
        using var holder = await HeldDatabase.HoldAsync(Path.Combine(_engine.Folder, "data", "dashboard.db"));

        var note = _engine.DoAsync(run, new RunCommand.AddNote("it waits for the database", null));
        (await _engine.DoAsync(run, new RunCommand.CancelAttempt(id)).WaitAsync(TestTimeout.Long, TestContext.Current.CancellationToken))
            .Done.ShouldBeTrue();

        while (Marked(id).Length > 0)
            await Task.Delay(20, TestContext.Current.CancellationToken);
        note.IsCompleted.ShouldBeFalse();
        await holder.LetGoAsync();
        (await note).Done.ShouldBeTrue();
        (await _engine.EndAsync(run, id)).Outcome.ShouldBe(Outcome.Cancelled);
    }

    /// <summary>Nor does the server when it is stopped: what runs is ended, whatever the database does.</summary>
    [Fact]
    public async Task StopServer_WhileTheDatabaseIsHeld_EndsWhatRunsAtOnce()
    {
        var (run, id) = await RunningAsync("echo ready; sleep 600");
        using var holder = await HeldDatabase.HoldAsync(Path.Combine(_engine.Folder, "data", "dashboard.db"));
        var note = _engine.DoAsync(run, new RunCommand.AddNote("it waits for the database", null));

        var stopping = _engine.StopAsync();
        while (Marked(id).Length > 0)
            await Task.Delay(20, TestContext.Current.CancellationToken);

        note.IsCompleted.ShouldBeFalse();
        await holder.LetGoAsync();
        await stopping.WaitAsync(TestTimeout.Long, TestContext.Current.CancellationToken);
        await _engine.StartAgainAsync();
        (await _engine.EndAsync(run, id)).Outcome.ShouldBe(Outcome.Unknown);
    }

    /// <summary>A run whose change has said that it is ready, and the attempt's id.</summary>
    private async Task<(string Run, string Attempt)> RunningAsync(string script)
    {
        var run = await _engine.OpenAsync(Book.Replace("{script}", script, StringComparison.Ordinal));
        await _engine.DoAsync(run, new RunCommand.ApproveGate("go", "go", ""));
        var started = await _engine.DoAsync(run, new RunCommand.StartStep("change"));
        await ReadyAsync(run, started.Id!);
        return (run, started.Id!);
    }

    private async Task ReadyAsync(string run, string attempt)
    {
        using var changed = new SemaphoreSlim(0);
        using var watch = _engine.Feed.Subscribe(run, () => changed.Release());
        while (!(await _engine.OutputAsync(attempt)).Contains("ready", StringComparison.Ordinal))
            await changed.WaitAsync(TestTimeout.Long, TestContext.Current.CancellationToken);
    }

    private static int[] Marked(string attempt) =>
    [
        .. Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Where(n => n!.All(char.IsAsciiDigit))
            .Select(n => int.Parse(n!, System.Globalization.CultureInfo.InvariantCulture))
            .Where(pid => Environment(pid).Contains($"CUTOVER_ATTEMPT={attempt}", StringComparison.Ordinal)),
    ];

    // A process that has ended has none any more.
    private static string Environment(int pid)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes($"/proc/{pid}/environ"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
