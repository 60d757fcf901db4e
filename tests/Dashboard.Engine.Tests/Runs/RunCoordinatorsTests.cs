using System.Globalization;
using Dashboard.Core.Runs;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Tests.Doubles;
using Dashboard.Execution;
using Dashboard.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Dashboard.Engine.Tests.Runs;

/// <summary>Coordinators of closed runs go when nobody needs them; there are never two for one run.</summary>
public sealed class RunCoordinatorsTests : IAsyncLifetime
{
    private readonly SecretFolder _folder = new();
    private EngineHarness _engine = null!;

    private RunService Service => _engine.Services.GetRequiredService<RunService>();

    public async ValueTask InitializeAsync() => _engine = await EngineHarness.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _engine.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task ManyRuns_Closed_LeaveNoCoordinatorBehind()
    {
        var open = await _engine.OpenAsync(SampleBooks.Preflight("true"));
        var runs = new List<string>();
        for (var i = 0; i < 40; i++)
            runs.Add(await ClosedAsync(SampleBooks.Preflight("true")));
        (await _engine.DoAsync(open, new RunCommand.AddNote("still here", null))).Done.ShouldBeTrue();

        await SweepAsync();

        Service.Coordinators.ShouldBe(1);
        // Looking starts none; a command does.
        (await _engine.StateAsync(runs[0])).IsOpen.ShouldBeFalse();
        Service.Coordinators.ShouldBe(1);
        (await _engine.DoAsync(runs[1], new RunCommand.AddNote("seen the morning after", null))).Done.ShouldBeTrue();
        (await _engine.StateAsync(runs[1])).Events[^1].Event.ShouldBe(new NoteAdded { Text = "seen the morning after" });
        Service.Coordinators.ShouldBe(2);
        (await _engine.StateAsync(open)).IsOpen.ShouldBeTrue();
    }

    [Fact]
    public async Task ClosedRun_UsedWhileItIsLetGo_NeverHasTwoCoordinators()
    {
        var run = await ClosedAsync(SampleBooks.Preflight("true"));
        using var done = new CancellationTokenSource();
        var sweeps = Task.Run(async () =>
        {
            while (!done.IsCancellationRequested)
                await Service.InspectOpenAsync(CancellationToken.None);
        });

        // Each reads what it has just written: a second coordinator would not know of it.
        await Task.WhenAll(Enumerable.Range(0, 4).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; i < 50; i++)
            {
                var text = string.Create(CultureInfo.InvariantCulture, $"note {writer} {i}");
                (await _engine.DoAsync(run, new RunCommand.AddNote(text, null))).Done.ShouldBeTrue();
                (await _engine.StateAsync(run)).Events.Select(e => e.Event).ShouldContain(new NoteAdded { Text = text });
            }
        })));

        await done.CancelAsync();
        await sweeps;
        (await _engine.StateAsync(run)).Events.Count(e => e.Event is NoteAdded).ShouldBe(200);
    }

    [Fact]
    public async Task ClosedRun_LetGo_StillMasksWhatWasASecret()
    {
        _folder.Write("original-value-1234");
        var run = await _engine.OpenAsync(SecretFolder.Check("true", _folder.File()));
        await _engine.RunAsync(run, "check");
        _folder.Write("rotated-value-9876");
        (await _engine.DoAsync(run, new RunCommand.CloseRun(RunResult.Completed, "done"))).Done.ShouldBeTrue();

        for (var i = 0; i < 2; i++)
        {
            await SweepAsync();
            Service.Coordinators.ShouldBe(0);
            (await _engine.DoAsync(run, new RunCommand.AddNote("it was original-value-1234", null))).Done.ShouldBeTrue();
            (await _engine.StateAsync(run)).Events[^1].Event.ShouldBe(new NoteAdded { Text = "it was [masked]" });
        }
    }

    /// <summary>An open page may send a command when everything has been ended: nobody would end what it starts.</summary>
    [Fact]
    public async Task Run_FirstAskedForAfterTheStop_CanBeSeenAndStartsNothing()
    {
        var run = await _engine.OpenAsync(SampleBooks.Preflight("sleep 613"));
        await Service.DisposeAsync();

        var started = await _engine.DoAsync(run, new RunCommand.StartStep("check"));

        started.Reasons.ShouldHaveSingleItem().Message.ShouldBe("The server is shutting down.");
        (await _engine.StateAsync(run)).Attempts.ShouldBeEmpty();
    }

    /// <summary>Each step may take its whole grace time: they take it at the same time.</summary>
    [Fact]
    public async Task Stop_ManyRuns_EndsTheirStepsAtOnce()
    {
        var (told, all) = (0, new TaskCompletionSource());
        await using var engine = await EngineHarness.StartAsync(replace: services =>
        {
            services.RemoveAll<IStepRunner>();
            services.AddSingleton<IStepRunner>(new BrokenRunner(async stop =>
            {
                var stopped = new TaskCompletionSource();
                await using var _ = stop.Register(stopped.SetResult);
                await stopped.Task;
                if (Interlocked.Increment(ref told) == 3)
                    all.SetResult();
                await all.Task;
                return null;
            }));
        });
        for (var i = 0; i < 3; i++)
            (await engine.DoAsync(await engine.OpenAsync(SampleBooks.Preflight("true")), new RunCommand.StartStep("check")))
                .Done.ShouldBeTrue();

        await engine.Services.GetRequiredService<RunService>().DisposeAsync().AsTask()
            .WaitAsync(TestTimeout.Long, TestContext.Current.CancellationToken);
    }

    private async Task<string> ClosedAsync(string runbook)
    {
        var run = await _engine.OpenAsync(runbook);
        (await _engine.DoAsync(run, new RunCommand.CloseRun(RunResult.Completed, "done"))).Done.ShouldBeTrue();
        return run;
    }

    // The first sweep finds that somebody has asked since the last one, the second that nobody has.
    private async Task SweepAsync()
    {
        await Service.InspectOpenAsync(CancellationToken.None);
        await Service.InspectOpenAsync(CancellationToken.None);
    }
}
