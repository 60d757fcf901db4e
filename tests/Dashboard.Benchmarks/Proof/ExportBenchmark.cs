using System.Globalization;
using Dashboard.Benchmarks.Output;
using Dashboard.Benchmarks.Support;

namespace Dashboard.Benchmarks.Proof;

/// <summary>The bundle of a run with a gibibyte of output, as a folder and as a zip.</summary>
internal sealed class ExportBenchmark : IBenchmark
{
    private const long Length = 1L << 30;
    private const double Megabyte = 1e6, MostMemory = 200;

    private static readonly string[] Header = ["bundle", "MB/s", "peak MB"];

    public string Name => "export";

    public string Title => "export of a run with 1 GiB of output";

    public async Task RunAsync(Report report, string folder)
    {
        var log = LogFile.Write(Path.Combine(folder, "log"), Length);
        var engine = Directory.CreateDirectory(Path.Combine(folder, "engine")).FullName;
        await OutputChild.StartAsync(engine, log.Path);
        File.Delete(log.Path);
        var rows = new List<string[]> { Header };
        var peak = 0.0;
        foreach (var target in new[] { "bundle", "bundle.zip" })
        {
            var figures = await ExportChild.StartAsync(engine, Path.Combine(folder, target));
            peak = Math.Max(peak, figures.PeakMemory / Megabyte);
            rows.Add([target == "bundle" ? "folder" : "zip", Sample.Figure(log.Length / Megabyte / figures.Seconds),
                Sample.Figure(figures.PeakMemory / Megabyte)]);
        }

        report.Table([.. rows]);
        // A bundle that does not verify would be no bundle.
        await Commands.ReadAsync("bash", "-c", "cd \"$0\" && sha256sum -c --strict --quiet SHA256SUMS", Path.Combine(folder, "bundle"));
        report.Limit(peak < MostMemory,
            string.Create(CultureInfo.InvariantCulture, $"peak memory of the process that exported: {peak:0} MB; under {MostMemory:0} MB"));
    }
}
