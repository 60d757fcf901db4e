using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Dashboard.Benchmarks.Evidence;
using Dashboard.Benchmarks.Support;
using Dashboard.Core.Ledger;
using Dashboard.Engine.Evidence.Verification;
using Dashboard.Storage.Database;
using Dashboard.Storage.Ledger;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Benchmarks.Proof;

/// <summary>The chain of a long ledger, from the database, against bare SHA-256 over the same bytes in memory.</summary>
internal sealed class VerifyBenchmark : IBenchmark
{
    private const int Runs = 1_000, Rounds = 7;
    private const double Megabyte = 1e6, Least = 0.5;

    public string Name => "verify";

    public string Title => "verification of the ledger of 1,000 runs, against bare SHA-256 over its entries";

    public async Task RunAsync(Report report, string folder)
    {
        await using var history = await HistoryOnDisk.WriteAsync(folder, Runs);
        var entries = new List<byte[]>();
        using var connection = SqliteConnections.OpenReadOnly(history.Database);
        LedgerScan.Walk(
            connection,
            (_, _, bytes, _) =>
            {
                entries.Add(bytes.ToArray());
                return true;
            },
            () => { });
        var megabytes = entries.Sum(e => (long)e.Length) / Megabyte;
        var (bare, chain) = (new Sample("SHA-256 of each entry, in memory"), new Sample("the chain, from the database"));
        for (var round = 0; round < Rounds; round++)
        {
            bare.Add(megabytes / Seconds(() => Hash(entries)));
            chain.Add(megabytes / Seconds(() => Verify(connection, entries.Count)));
        }

        report.Table([Sample.Header("MB/s"), bare.Row(), chain.Row()]);
        var ratio = chain.Median / bare.Median;
        report.Limit(ratio >= Least, string.Create(CultureInfo.InvariantCulture,
            $"{entries.Count} entries, {megabytes:0} MB: verified at {ratio:0.00} of the speed of bare SHA-256; at least {Least:0.0}"));
        var begin = Stopwatch.GetTimestamp();
        var whole = await history.Services.GetRequiredService<LedgerCheck>().RunAsync();
        report.Say(string.Create(CultureInfo.InvariantCulture,
            $"  with everything the entries name ({whole.Outputs} outputs and files) and every event read: "
                + $"{Stopwatch.GetElapsedTime(begin).TotalSeconds:0.0} s, {whole.Faults.Length} faults"));
    }

    private static void Hash(List<byte[]> entries)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        foreach (var entry in entries)
            SHA256.HashData(entry, digest);
    }

    private static void Verify(Microsoft.Data.Sqlite.SqliteConnection connection, int count)
    {
        var verifier = new LedgerVerifier();
        LedgerReadAhead.Walk(connection, verifier.Next, () => { });
        // Fast and wrong would be no figure.
        if (verifier.Count != count)
            throw new InvalidOperationException($"entry {verifier.Fault}");
    }

    private static double Seconds(Action work)
    {
        var start = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
