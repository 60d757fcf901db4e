using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Dashboard.Benchmarks.Support;
using Dashboard.Engine.Execution;
using Dashboard.Engine.Execution.Masking;

namespace Dashboard.Benchmarks.Output;

/// <summary>The masker alone: what secrets cost before a step starts, and how fast output goes through; against a copy and a vectorised search.</summary>
internal sealed class MaskingBenchmark : IBenchmark
{
    private const int Rounds = 9, WarmUp = 20, Secrets = 1 << 20, Piece = 64 * 1024;
    private const double Megabyte = 1e6, MostTime = 50, MostMemory = 100, LeastSpeed = 300;

    public string Name => "masking";

    public string Title => "1 MiB of secrets, and a log through the masker alone";

    public Task RunAsync(Report report, string folder)
    {
        var log = File.ReadAllBytes(LogFile.Write(Path.Combine(folder, "log"), 1).Path);
        var few = SecretSet.Compile([Encoding.ASCII.GetBytes(LogFile.Secret)]);
        var many = Compile(report);
        var (copy, search, alone, full) = (new Sample("copied, by pieces"), new Sample("searched, by SearchValues"), new Sample("masked, one secret"), new Sample("masked, 1 MiB of secrets"));
        var (base64, steady) = (Encoding.ASCII.GetBytes(Convert.ToBase64String(RandomNumberGenerator.GetBytes(3 << 20), Base64FormattingOptions.InsertLineBreaks)), new Sample("base64 of noise, one secret"));
        var values = SearchValues.Create([LogFile.Secret], StringComparison.Ordinal);
        var characters = Encoding.ASCII.GetString(log);
        for (var round = 0; round < WarmUp; round++)
            Through(few, log);
        for (var round = 0; round < Rounds; round++)
        {
            Time(copy, log.Length, () => Pieces(log, piece => piece.ToArray()));
            Time(search, log.Length, () => { for (var at = 0; characters.AsSpan(at).IndexOfAny(values) is >= 0 and var found; at += found + 1) { } });
            Time(alone, log.Length, () => Through(few, log));
            Time(full, log.Length, () => Through(many, log));
            Time(steady, base64.Length, () => Through(few, base64));
        }

        report.Table([Sample.Header("MB/s"), copy.Row(), search.Row(), alone.Row(), full.Row(), steady.Row()]);
        report.Limit(alone.Median > LeastSpeed, string.Create(CultureInfo.InvariantCulture, $"lines of 100 bytes at {alone.Median:0} MB/s; at least {LeastSpeed:0}"));
        return Task.CompletedTask;
    }

    // Bytes without any order are the worst: nothing in them is there twice.
    private static SecretSet Compile(Report report)
    {
        var text = Encoding.ASCII.GetBytes(string.Join('\n', Enumerable.Range(0, Secrets / 65).Select(_ => Convert.ToBase64String(RandomNumberGenerator.GetBytes(48)))));
        var (random, lines, memory) = (new Sample("random bytes"), new Sample("lines of text"), 0L);
        SecretSet? set = null;
        for (var round = 0; round < Rounds; round++)
        {
            var bytes = RandomNumberGenerator.GetBytes(Secrets);
            var before = GC.GetTotalAllocatedBytes(precise: true);
            var start = Stopwatch.GetTimestamp();
            set = SecretSet.Compile([bytes]);
            random.AddSince(start);
            memory = GC.GetTotalAllocatedBytes(precise: true) - before;
            start = Stopwatch.GetTimestamp();
            SecretSet.Compile([text]);
            lines.AddSince(start);
        }

        report.Table([Sample.Header("ms"), random.Row(), lines.Row()]);
        report.Limit(random.Median < MostTime && lines.Median < MostTime, string.Create(CultureInfo.InvariantCulture,
            $"1 MiB of secrets ready in {Math.Max(random.Median, lines.Median):0} ms; at most {MostTime:0}"));
        report.Limit(memory / Megabyte < MostMemory, string.Create(CultureInfo.InvariantCulture, $"for which {memory / Megabyte:0} MB are asked; at most {MostMemory:0}"));
        return set!;
    }

    private static void Time(Sample sample, int length, Action action)
    {
        var start = Stopwatch.GetTimestamp();
        action();
        sample.Add(length / Megabyte / Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    private static void Through(SecretSet secrets, byte[] log)
    {
        var (masker, nowhere) = (new SecretMasker(secrets), new Nowhere());
        Pieces(log, piece => masker.Write(OutputChannel.Stdout, piece.Span, nowhere));
        masker.Complete(nowhere);
    }

    private static void Pieces(byte[] log, Action<ReadOnlyMemory<byte>> each)
    {
        for (var at = 0; at < log.Length; at += Piece)
            each(log.AsMemory(at, Math.Min(Piece, log.Length - at)));
    }

    private sealed class Nowhere : IMaskedWriter
    {
        public void Write(OutputChannel channel, ReadOnlySpan<byte> bytes)
        {
        }
    }
}
