using Dashboard.Core.Runs;
using Dashboard.Engine.Runs;
using Dashboard.Testing;

namespace Dashboard.Engine.Tests.Runs;

/// <summary>
/// A time limit that is over in the moment in which a step begins or ends: the record says what became of the step. 100 times each way in
/// the campaign.
/// </summary>
public sealed class DeadlineTests(ITestOutputHelper output)
{
    private const int Shortest = 6, Longest = 16, Terminated = 128 + 15, Killed = 128 + 9;

    private static readonly long Times = Campaign.Number("CUTOVER_DEADLINES_N", 33);

    /// <summary>The longer script never comes to its end in that time; the shorter one may, and then it has.</summary>
    [Theory]
    [InlineData("0.5", true)]
    [InlineData("0.5", false)]
    [InlineData("0.002", true)]
    [InlineData("0.002", false)]
    public async Task Rollback_WithALimitOfMilliseconds_IsStoppedOrHasEnded(string takes, bool cgroups)
    {
        await using var engine = await EngineHarness.StartAsync(replace: Cgroups.Used(cgroups));
        var marks = Directory.CreateDirectory(Path.Combine(engine.Folder, "marks")).FullName;
        var run = await engine.OpenAsync(Book(takes, marks));
        await engine.DoAsync(run, new RunCommand.ApproveGate("go", "go", ""));
        await engine.RunAsync(run, "change");
        List<Attempt> attempts = [];
        for (var i = 0; i < Times; i++)
            attempts.Add(await engine.RunAsync(run, $"back-{Shortest + (i % (Longest - Shortest + 1))}"));

        output.WriteLine($"{takes} s, {(cgroups ? "cgroups" : "process groups")}: {attempts.Count(a => a.Outcome == Outcome.Passed)} of "
            + $"{Times} had ended");
        foreach (var attempt in attempts)
        {
            var (end, what) = (attempt.Finished!,
                $"{attempt.Id}: {attempt.Outcome}, {attempt.Reason}, exit code {attempt.Finished!.ExitCode}");
            if (end.ExitCode is not null)
                end.Tracking.ShouldBeOneOf([cgroups ? "cgroup" : "process group: a test says so", .. cgroups && end.ExitCode > 0
                    ? ["process group: it ended before it joined its cgroup"]
                    : Array.Empty<string>()], what);
            if (attempt.Outcome == Outcome.Passed)
            {
                end.ExitCode.ShouldBe(0, what);
                File.Exists(Path.Combine(marks, attempt.Id)).ShouldBeTrue(what);
                continue;
            }

            // Whatever is said to have been ended was ended: a signal took it, or it was not begun.
            attempt.Outcome.ShouldBe(Outcome.TimedOut, what);
            end.ExitCode.ShouldBeOneOf([null, Terminated, Killed], what);
        }

        if (takes == "0.5")
            Directory.EnumerateFiles(marks).ShouldBeEmpty();
    }

    private static string Book(string takes, string marks)
    {
        var rollbacks = Enumerable.Range(Shortest, Longest - Shortest + 1).Select(ms => $$"""
            ```bash {#back-{{ms}} .rollback timeout={{ms}}ms}
            sleep {{takes}}
            echo ran > {{marks}}/$CUTOVER_ATTEMPT
            ```
            """);
        return $$"""
            ---
            title: A change
            gates:
              - id: go
                phrase: go
                unlocks: mutating
            ---
            ```bash {#change .mutating}
            true
            ```

            {{string.Join("\n\n", rollbacks)}}
            """;
    }
}
