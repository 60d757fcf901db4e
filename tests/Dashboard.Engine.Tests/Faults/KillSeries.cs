using System.Globalization;
using System.Security.Cryptography;
using Dashboard.Core.Ledger;
using Dashboard.Core.Runs;
using Dashboard.Engine.Ports;
using Dashboard.Storage.Database;
using Dashboard.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Engine.Tests.Faults;

/// <summary>
/// Kills servers on one data folder, one after the other, at random moments or at a named one, and compares what each acknowledged with
/// what is there.
/// </summary>
internal sealed class KillSeries(int seed, string without = "", string die = "")
{
    // The longest a server lives: a start takes about a second, and a stream soon is in its stride.
    private const int WithinStart = 1200, WithinStream = 250;

    private readonly Random _random = new(seed);
    private readonly Dictionary<(string Attempt, long Number), string> _acknowledged = [];
    private readonly List<string> _lost = [];
    private readonly List<string> _said = [];
    private EngineHarness _engine = null!;
    private string _run = "";

    /// <summary>How many chunks were acknowledged.</summary>
    public int Acknowledged => _acknowledged.Count;

    /// <summary>The acknowledged chunks that are not there, or are not what they were.</summary>
    public IReadOnlyList<string> Lost => _lost;

    /// <summary>Kills so many servers, or fewer when something was lost: then there is nothing left to show.</summary>
    public async Task RunAsync(int kills)
    {
        _engine = await EngineHarness.StartAsync();
        await using var engine = _engine;
        _run = await engine.OpenAsync(Streams.Book);
        await engine.StopAsync();
        for (var kill = 1; kill <= kills && _lost.Count == 0; kill++)
        {
            var hint = $"seed {seed}, kill {kill}";
            await KillAsync();
            await LookAsync(hint);
        }

        await engine.StartAgainAsync();
        await SettledAsync();
    }

    private async Task KillAsync()
    {
        using var server = KillableServer.Start(_engine, _run, Streams.Steps[_random.Next(Streams.Steps.Length)], die,
            without, repeat: true);
        if (die.Length == 0)
            await KillAtRandomAsync(server);
        foreach (var line in await server.EndAsync())
        {
            _said.Add(line);
            if (line.Split(' ') is ["chunk", var attempt, var number, var digest])
                _acknowledged.Add((attempt, long.Parse(number, CultureInfo.InvariantCulture)), digest);
        }
    }

    private async Task KillAtRandomAsync(KillableServer server)
    {
        // One in five is killed while it starts; the others while they stream.
        var anyTime = _random.Next(5) == 0;
        if (!anyTime)
            await server.Streaming;
        await Task.Delay(_random.Next(anyTime ? WithinStart : WithinStream));
        server.Kill();
    }

    // With nobody else on the database, so that its log is recovered as it would be by the next server.
    private async Task LookAsync(string hint)
    {
        var options = new EngineOptions { Data = Path.Combine(_engine.Folder, "data") };
        using (var connection = SqliteConnections.Open(options.DatabaseFile))
        using (var check = SqliteCommands.Prepare(connection, "PRAGMA integrity_check"))
            check.ExecuteScalar().ShouldBe("ok", hint);
        await using (var services = StorageBuilder.Build(options.Data, TimeProvider.System))
        {
            var store = services.GetRequiredService<ILedgerStore>();
            var verifier = new LedgerVerifier();
            await foreach (var entry in store.ReadLedgerAsync())
                verifier.Next(entry);
            verifier.Fault.ShouldBeNull(hint);
            foreach (var attempt in RunState.Fold(_run, await store.ReadRunAsync(_run)).Attempts.Where(a => a.IsRunning))
                await CompareAsync(store, attempt.Id, hint);
        }

        SqliteConnection.ClearPool(new(SqliteConnections.StringOf(options.DatabaseFile)));
    }

    private async Task CompareAsync(ILedgerStore store, string attempt, string hint)
    {
        var chunks = await store.ReadOutputAsync(attempt, 1, long.MaxValue);
        Streams.ShouldBeABeginning(chunks, hint);
        var kept = chunks.ToDictionary(c => c.Number, c => Convert.ToHexStringLower(SHA256.HashData(c.Bytes.Span)));
        _lost.AddRange(_acknowledged.Where(a => a.Key.Attempt == attempt && kept.GetValueOrDefault(a.Key.Number) != a.Value)
            .Select(a => $"{hint}: {a.Key}"));
    }

    // After the last kill, and a start that recovers: every attempt has an end, and none that nobody asked for.
    private async Task SettledAsync()
    {
        var hint = $"seed {seed}, at the end";
        var attempts = (await _engine.StateAsync(_run)).Attempts;
        foreach (var attempt in attempts)
        {
            await CompareAsync(_engine.Store, attempt.Id, hint);
            (attempt.Outcome == (attempt.Finished?.Outcome ?? Outcome.Unknown)).ShouldBeTrue($"{hint}: {attempt.Id} is {attempt.Outcome}");
        }

        var known = attempts.Select(a => a.Id).ToHashSet();
        _said.Where(l => l.StartsWith("started ", StringComparison.Ordinal)).Select(l => l.Split(' ')[1]).Except(known).ShouldBeEmpty(hint);
        attempts.Length.ShouldBeLessThanOrEqualTo(_said.Count(l => l == "asking"), hint);
        _acknowledged.Keys.Select(k => k.Attempt).Except(known).ShouldBeEmpty(hint);
    }
}
