using Dashboard.Benchmarks.Catalog;
using Dashboard.Benchmarks.Evidence;
using Dashboard.Benchmarks.Ledger;
using Dashboard.Benchmarks.Life;
using Dashboard.Benchmarks.Lint;
using Dashboard.Benchmarks.Output;
using Dashboard.Benchmarks.Proof;
using Dashboard.Benchmarks.Support;

if (args is [OutputChild.Switch, var folder, var log])
    return await OutputChild.RunAsync(folder, log);
if (args is [ExportChild.Switch, var data, var target])
    return await ExportChild.RunAsync(data, target);

IBenchmark[] all = [new LifeBenchmark(), new OutputBenchmark(), new MaskingBenchmark(), new LedgerBenchmark(), new EvidenceBenchmark(),
    new VerifyBenchmark(), new ExportBenchmark(), new LintBenchmark(), new ListBenchmark()];
if (args.Except(all.Select(b => b.Name)).ToArray() is [_, ..] unknown)
{
    Console.Error.WriteLine($"There is no benchmark {string.Join(", ", unknown)}; there are {string.Join(", ", all.Select(b => b.Name))}.");
    return 2;
}

var report = new Report(Console.Out);
foreach (var benchmark in all.Where(b => args.Length == 0 || args.Contains(b.Name)))
{
    report.Heading($"{benchmark.Name}: {benchmark.Title}");
    using var work = new WorkFolder();
    try
    {
        await benchmark.RunAsync(report, work.Path);
    }
    catch (Exception e)
    {
        // The others can still be measured, and the folder is removed.
        report.Limit(false, $"{benchmark.Name} broke: {e}");
    }
}

return report.Close();
