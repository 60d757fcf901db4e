using Dashboard.Core.Gates;
using Dashboard.Core.Ledger;
using Dashboard.Core.Runs;
using Dashboard.Engine.Runs;
using Dashboard.Testing;

namespace Dashboard.Engine.Tests.Faults;

/// <summary>
/// The server is killed (SIGKILL) at random moments while it walks a runbook: checks, a change, a rollback, again and again; 200 times in
/// the campaign.
/// </summary>
public sealed class KilledWhileWalkingTests(ITestOutputHelper output) : IAsyncLifetime
{
    // How long a server lives at most, in milliseconds, that is killed while it starts; and, of the others, after how many steps, and how
    // long after the last was asked for.
    private const int WithinStart = 1200, MostSteps = 8, WithinStep = 200;

    private const string Walk = "ready change look back";

    private static readonly int Kills = (int)Campaign.Number("CUTOVER_WALK_KILLS_N", 6);
    private static readonly int Seed = Campaign.Seed();

    private readonly HashSet<string> _seen = [];
    private readonly SortedDictionary<string, int> _counts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _ended = [];
    private readonly Random _random = new(Seed);
    private EngineHarness _engine = null!;
    private string _marks = "";

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

    [Fact]
    public async Task Walk_ServerKilledAtRandomMoments_SaysWhatIsKnownAndNoMore()
    {
        var run = await _engine.OpenAsync(Book(Ready));
        var other = await _engine.OpenAsync(Book(""), slug: "other");
        HashSet<string> acknowledged = [];
        for (var kill = 1; kill <= Kills; kill++)
        {
            var hint = $"seed {Seed}, kill {kill}";
            await _engine.StopAsync();
            var said = await KillAsync(run);
            acknowledged.UnionWith(said.Where(l => l.StartsWith("started ", StringComparison.Ordinal)).Select(l => l["started ".Length..]));

            await _engine.StartAgainAsync();
            await ChainAsync(hint);
            var state = await _engine.StateAsync(run);
            acknowledged.Except(state.Attempts.Select(a => a.Id)).ShouldBeEmpty(hint);
            Compare(said, state, hint);
            foreach (var attempt in state.Attempts)
                await TrueAsync(attempt, hint);
            await SettleAsync(run, other, state, hint);
        }

        output.WriteLine($"{Kills} kills, seed {Seed}: {string.Join(", ", _counts.Select(c => $"{c.Value} {c.Key}"))}");
    }

    private async Task<IReadOnlyList<string>> KillAsync(string run)
    {
        using var server = KillableServer.Start(_engine, run, Walk, repeat: true, gate: "go");
        // One in five is killed while it starts; the others while they walk.
        var anyTime = _random.Next(5) == 0;
        if (!anyTime)
            await server.AskedAsync(_random.Next(MostSteps) + 1);
        await Task.Delay(_random.Next(anyTime ? WithinStart : WithinStep), TestContext.Current.CancellationToken);
        server.Kill();
        return await server.EndAsync();
    }

    private async Task ChainAsync(string hint)
    {
        var verifier = new LedgerVerifier();
        await foreach (var entry in _engine.Store.ReadLedgerAsync())
            verifier.Next(entry);
        verifier.Fault.ShouldBeNull(hint);
    }

    // What was told as ended is recorded as that; of the one after it nobody was told.
    private void Compare(IReadOnlyList<string> said, RunState state, string hint)
    {
        string? started = null;
        foreach (var words in said.Select(l => l.Split(' ')))
        {
            if (words is ["started", var id])
                started = id;
            else if (words is ["ended", var outcome])
                _ended[started!] = outcome;
        }

        foreach (var (id, outcome) in _ended)
            (state.Attempts.Single(a => a.Id == id).Finished?.Outcome.ToString()).ShouldBe(outcome, $"{hint}: {id}");
    }

    // Every attempt has an end, unknown when nobody saw one, and none is said to have passed that did not come to its last command.
    private async Task TrueAsync(Attempt attempt, string hint)
    {
        attempt.IsRunning.ShouldBeFalse($"{hint}: {attempt.Id}");
        if (attempt.Finished is null)
            attempt.Outcome.ShouldBe(Outcome.Unknown, $"{hint}: {attempt.Id}");
        if (attempt.Outcome == Outcome.Passed)
            (await DidAsync(attempt)).ShouldBeTrue($"{hint}: {attempt.StepId} {attempt.Id} is said to have passed");
        else
            attempt.Outcome.ShouldBe(Outcome.Unknown, $"{hint}: {attempt.StepId} {attempt.Id}: {attempt.Reason}");
    }

    private async Task<bool> DidAsync(Attempt attempt) => ChangesHost(attempt)
        ? File.Exists(Path.Combine(_marks, attempt.Id))
        : await _engine.OutputAsync(attempt.Id) == "done\n";

    // A change of which nobody knows what it did holds its target against other runs, until somebody says what it did. A check of which
    // nobody knows has shown nothing, and nobody can say that it passed.
    private async Task SettleAsync(string run, string other, RunState state, string hint)
    {
        var unknown = state.Attempts.Where(a => a.Outcome == Outcome.Unknown && a.Verdict is null && _seen.Add(a.Id)).ToArray();
        Count(unknown.Length == 0 ? "between two steps" : $"during {string.Join(" and ", unknown.Select(a => a.StepId))}");
        unknown.Length.ShouldBeLessThanOrEqualTo(1, hint);
        foreach (var attempt in unknown)
        {
            if (ChangesHost(attempt))
            {
                await _engine.DoAsync(other, new RunCommand.ApproveGate("go", "go", ""));
                var refused = await _engine.DoAsync(other, new RunCommand.StartStep("change"));
                refused.Reasons.Select(r => r.Code).ShouldContain(LockCode.TargetHeld, hint);
            }

            var said = _random.Next(2) == 0 ? Outcome.Passed : Outcome.Failed;
            var verdict = await _engine.DoAsync(run, new RunCommand.GiveVerdict(attempt.Id, said, "looked at it"));
            verdict.Done.ShouldBe(ChangesHost(attempt) || said == Outcome.Failed, hint);
        }
    }

    private static bool ChangesHost(Attempt attempt) => attempt.StepId is "change" or "back";

    private void Count(string what) => _counts[what] = _counts.GetValueOrDefault(what) + 1;

    private const string Ready = """
        ```bash {#ready .preflight}
        sleep 0.05
        echo done
        ```
        """;

    private string Book(string preflight) => $$"""
        ---
        title: A walk
        gates:
          - id: go
            phrase: go
            unlocks: mutating
        ---

        {{preflight}}

        ```bash {#change .mutating}
        sleep 0.1
        echo done > {{_marks}}/$CUTOVER_ATTEMPT
        ```

        ```bash {#look .smoke}
        sleep 0.05
        echo done
        ```

        ```bash {#back .rollback}
        sleep 0.1
        echo done > {{_marks}}/$CUTOVER_ATTEMPT
        ```
        """;
}
