using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Dashboard.Benchmarks.Support;
using Dashboard.Core.Output;
using Dashboard.Execution.Masking;
using Dashboard.Execution.Masking.Index;
using Dashboard.Execution.Masking.Primitives;

namespace Dashboard.Benchmarks.Output;

/// <summary>
/// The masker alone: what secrets cost before a step starts, and how fast output goes through; against a copy and a vectorised search.
/// </summary>
internal sealed class MaskingBenchmark : IBenchmark
{
    private const int Rounds = 9, WarmUp = 20, Secrets = 1 << 20, Piece = 64 * 1024;
    private const double Megabyte = 1e6, MostTime = 50, MostMemory = 100, LeastSpeed = 400, LeastWithMany = 200;

    public string Name => "masking";

    public string Title => "1 MiB of secrets, and a log through the masker alone";

    public Task RunAsync(Report report, string folder)
    {
        var log = File.ReadAllBytes(LogFile.Write(Path.Combine(folder, "log"), 1).Path);
        var few = SecretSet.Compile([Encoding.ASCII.GetBytes(LogFile.Secret)]);
        var many = Compile(report);
        var (noise, json) = (Noise(), Json());
        var (copy, search) = (new Sample("copied, by pieces"), new Sample("searched, by SearchValues"));
        var (alone, full) = (new Sample("log, one secret"), new Sample("log, 1 MiB of secrets"));
        var (lines, steady) = (new Sample("JSON with UUIDs and digests, one secret"), new Sample("base64 of noise, one secret"));
        var values = SearchValues.Create([LogFile.Secret], StringComparison.Ordinal);
        var characters = Encoding.ASCII.GetString(log);
        for (var round = 0; round < WarmUp; round++)
            Through(few, log);
        for (var round = 0; round < Rounds; round++)
        {
            Time(copy, log.Length, () => Pieces(log, piece => piece.ToArray()));
            Time(search, log.Length, () =>
            {
                for (var at = 0; characters.AsSpan(at).IndexOfAny(values) is >= 0 and var found; at += found + 1) { }
            });
            Time(alone, log.Length, () => Through(few, log));
            Time(full, log.Length, () => Through(many, log));
            Time(lines, json.Length, () => Through(few, json));
            Time(steady, noise.Length, () => Through(few, noise));
        }

        report.Table([Sample.Header("MB/s"), copy.Row(), search.Row(), alone.Row(), full.Row(), lines.Row(), steady.Row()]);
        report.Limit(alone.Median > LeastSpeed, Speed("one secret", alone, LeastSpeed));
        report.Limit(full.Median > LeastWithMany, Speed("1 MiB of secrets", full, LeastWithMany));
        return Task.CompletedTask;
    }

    private static string Speed(string secrets, Sample sample, double least) =>
        string.Create(CultureInfo.InvariantCulture, $"{secrets}, lines of 100 bytes at {sample.Median:0} MB/s; at least {least:0}");

    private static byte[] Noise() =>
        Encoding.ASCII.GetBytes(Convert.ToBase64String(RandomNumberGenerator.GetBytes(3 << 20), Base64FormattingOptions.InsertLineBreaks));

    // Half of such a line is hexadecimal digits.
    private static byte[] Json()
    {
        var text = new StringBuilder();
        while (text.Length < 4 << 20)
        {
            var digest = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
            text.Append(CultureInfo.InvariantCulture,
                $"{{\"level\":\"info\",\"trace\":\"{Guid.NewGuid()}\",\"digest\":\"sha256:{digest}\",\"msg\":\"layer pushed\"}}\n");
        }

        return Encoding.ASCII.GetBytes(text.ToString());
    }

    // Bytes without any order are the worst: nothing in them is there twice.
    private static SecretSet Compile(Report report)
    {
        var text = Encoding.ASCII.GetBytes(
            string.Join('\n', Enumerable.Range(0, Secrets / 65).Select(_ => Convert.ToBase64String(RandomNumberGenerator.GetBytes(48)))));
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
        report.Limit(memory / Megabyte < MostMemory,
            string.Create(CultureInfo.InvariantCulture, $"for which {memory / Megabyte:0} MB are asked; at most {MostMemory:0}"));
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
