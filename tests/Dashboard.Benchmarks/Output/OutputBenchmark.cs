using System.Diagnostics;
using System.Globalization;
using Dashboard.Benchmarks.Support;

namespace Dashboard.Benchmarks.Output;

/// <summary>A gibibyte of log through a step: masked, cut, stored, acknowledged; against <c>cat</c> into a file.</summary>
internal sealed class OutputBenchmark : IBenchmark
{
    private const int Rounds = 3;
    private const long Length = 1L << 30;
    private const double Megabyte = 1e6, MostMemory = 300;

    public string Name => "output";

    public string Title => "1 GiB of log lines through masking and storage";

    public async Task RunAsync(Report report, string folder)
    {
        var log = LogFile.Write(Path.Combine(folder, "log"), Length);
        var (step, cat, durable, memory) =
            (new Sample("step `cat log`"), new Sample("cat log > other"), new Sample("the same, and sync"), new Sample(""));
        for (var round = 0; round < Rounds; round++)
        {
            cat.Add(Copy(log, Path.Combine(folder, "other"), "cat \"$0\" > \"$1\""));
            durable.Add(Copy(log, Path.Combine(folder, "other"), "cat \"$0\" > \"$1\" && sync \"$1\""));
            var engine = Directory.CreateDirectory(Path.Combine(folder, $"engine{round}")).FullName;
            var found = await OutputChild.StartAsync(engine, log.Path);
            Directory.Delete(engine, recursive: true);
            Require(found.Digest == log.MaskedDigest && found.Masked == log.Secrets && found.Omitted == 0,
                "what was stored is not the masked log");
            step.Add(log.Length / Megabyte / found.Seconds);
            memory.Add(found.PeakMemory / Megabyte);
        }

        report.Table([Sample.Header("MB/s"), step.Row(), cat.Row(), durable.Row()]);
        report.Say(string.Create(CultureInfo.InvariantCulture,
            $"  cat is {cat.Median / step.Median:0.0} times as fast as the step, and {durable.Median / step.Median:0.0} times when it "
                + $"waits for the disk, too"));
        var peak = memory.At(1);
        report.Limit(peak < MostMemory, string.Create(CultureInfo.InvariantCulture,
            $"peak memory of the process that ran the step: {peak:0} MB; under {MostMemory:0} MB"));
    }

    // In MB/s.
    private static double Copy(LogFile log, string other, string script)
    {
        var start = Stopwatch.GetTimestamp();
        Commands.Bare("/bin/bash", "-c", script, log.Path, other);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        File.Delete(other);
        return log.Length / Megabyte / seconds;
    }

    // Fast and wrong would be no figure.
    private static void Require(bool condition, string otherwise)
    {
        if (!condition)
            throw new InvalidOperationException(otherwise);
    }
}
