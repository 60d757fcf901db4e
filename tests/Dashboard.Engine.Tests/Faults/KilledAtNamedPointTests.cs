using Dashboard.Core.Runs;
using Dashboard.CrashHost;
using Dashboard.Engine.Runs;
using Dashboard.Testing;

namespace Dashboard.Engine.Tests.Faults;

/// <summary>The server is killed (SIGKILL) at each named point of a step's life.</summary>
public sealed class KilledAtNamedPointTests : IAsyncLifetime
{
    /// <summary>Where the server dies, and whether the step's process can have been started by then.</summary>
    public static readonly (string Point, bool Spawned, bool Recorded, bool Ended)[] Points =
    [
        ("before IAccounts.FindAsync", false, false, false),
        ("after IAccounts.FindAsync", false, false, false),
        ("before IRunbookLibrary.FindAsync", false, false, false),
        ("after IRunbookLibrary.FindAsync", false, false, false),
        ("before ILedgerStore.AppendAsync(StepStarted)", false, false, false),
        ("after ILedgerStore.AppendAsync(StepStarted)", false, true, false),
        ("before IStepRunner.RunAsync", false, true, false),
        ("before ILedgerStore.AppendOutputAsync", true, true, false),
        ("after ILedgerStore.AppendOutputAsync", true, true, false),
        ("after IStepRunner.RunAsync", true, true, false),
        ("before ILedgerStore.AppendAsync(StepFinished)", true, true, false),
        ("after ILedgerStore.AppendAsync(StepFinished)", true, true, true),
        ("after the end", true, true, true),
    ];

    private EngineHarness _engine = null!;
    private string _marks = "";

    public static TheoryData<string> Names => [.. Points.Select(p => p.Point)];

    public async ValueTask InitializeAsync()
    {
        _engine = await EngineHarness.StartAsync();
        _marks = Directory.CreateDirectory($"/var/tmp/{Path.GetFileName(_engine.Folder)}").FullName;
    }

    public async ValueTask DisposeAsync()
    {
        await _engine.DisposeAsync();
        Directory.Delete(_marks, recursive: true);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Step_ServerKilledThere_IsUnknownOrAbsentAndNeverRunAgain(string point)
    {
        var (_, spawned, recorded, ended) = Points.Single(p => p.Point == point);
        var run = await ApprovedAsync();
        using (var server = KillableServer.Start(_engine, run, "switch", die: point))
            await server.EndAsync();

        Marks().ShouldBe(spawned ? 1 : 0, "how often it ran");
        await _engine.StartAgainAsync();
        var attempts = (await _engine.StateAsync(run)).AttemptsOf("switch").ToArray();
        attempts.Length.ShouldBe(recorded ? 1 : 0);
        attempts.ShouldAllBe(a => a.Outcome == (ended ? Outcome.Passed : Outcome.Unknown));
        // It was restarted, and left alone: nothing runs by itself, and the approval that was used is used up.
        await _engine.RestartAsync();
        Marks().ShouldBe(spawned ? 1 : 0);
        (await _engine.StateAsync(run)).AttemptsOf("switch").Count().ShouldBe(recorded ? 1 : 0);
        (await _engine.DoAsync(run, new RunCommand.StartStep("switch"))).Done.ShouldBe(!recorded);
        if (!recorded)
            (await _engine.WhenAsync(run, s => s.AttemptsOf("switch").All(a => !a.IsRunning))).AttemptsOf("switch").Single().Outcome
                .ShouldBe(Outcome.Passed);
    }

    [Fact]
    public async Task Step_SpawnedBeforeItIsRecorded_LeavesAChangeThatNobodyKnowsOf()
    {
        var run = await ApprovedAsync();
        using (var server = KillableServer.Start(_engine, run, "switch", die: "after ILedgerStore.AppendOutputAsync",
            without: CrashWatch.RecordThenAct))
            await server.EndAsync();

        await _engine.StartAgainAsync();
        Marks().ShouldBe(1);
        (await _engine.StateAsync(run)).AttemptsOf("switch")
            .ShouldBeEmpty("without the defence, the host is changed and the record says nothing of it");
    }

    // A run whose change is approved; the server that did it is stopped.
    private async Task<string> ApprovedAsync()
    {
        var run = await _engine.OpenAsync($$"""
            ---
            title: One change
            gates:
              - id: change
                phrase: change-approved
                unlocks: mutating
            ---

            ```bash {#switch .mutating}
            echo ran >> {{_marks}}/marks
            echo said
            ```
            """);
        (await _engine.DoAsync(run, new RunCommand.ApproveGate("change", "change-approved", ""))).Done.ShouldBeTrue();
        await _engine.StopAsync();
        return run;
    }

    private int Marks() => File.Exists(Path.Combine(_marks, "marks")) ? File.ReadAllLines(Path.Combine(_marks, "marks")).Length : 0;
}
