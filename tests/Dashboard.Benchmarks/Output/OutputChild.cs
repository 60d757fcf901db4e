using System.Diagnostics;
using System.Text.Json;
using Dashboard.Benchmarks.Support;

namespace Dashboard.Benchmarks.Output;

/// <summary>What a process that did nothing but run one step found.</summary>
/// <param name="Seconds">From the command to the step's durable end.</param>
/// <param name="PeakMemory">The most memory the process ever held, in bytes.</param>
/// <param name="Masked">How many pieces were masked.</param>
/// <param name="Digest">SHA-256 of the masked output.</param>
/// <param name="Omitted">How many bytes were not kept.</param>
internal sealed record OutputFigures(double Seconds, long PeakMemory, int Masked, string Digest, long Omitted);

/// <summary>Runs <c>cat LOG</c> as a step in a process of its own, so that its peak of memory is the engine's and nobody else's.</summary>
internal static class OutputChild
{
    /// <summary>The first argument of such a process; the engine's folder and the log follow.</summary>
    public const string Switch = "--output-child";

    private const long Cap = 4L << 30;

    private const string Runbook = """
        ---
        title: A long log
        inputs:
          - name: LOG
            description: the file that is shown
          - name: TOKEN_FILE
            description: where the token is
        secrets:
          - file: TOKEN_FILE
        ---

        ## Preflight

        ```bash {#show .preflight timeout=30m}
        cat "$LOG"
        ```
        """;

    /// <summary>Starts such a process and reads what it found.</summary>
    public static async Task<OutputFigures> StartAsync(string folder, string log)
    {
        var answer = await ChildProcess.ReadAsync(Switch, folder, log);
        return JsonSerializer.Deserialize<OutputFigures>(answer)!;
    }

    /// <summary>The process's own part.</summary>
    public static async Task<int> RunAsync(string folder, string log)
    {
        var token = Path.Combine(folder, "token");
        await File.WriteAllTextAsync(token, LogFile.Secret);
        await using var engine = await EngineOnDisk.StartAsync(folder, options => options.OutputCap = Cap);
        var run = await engine.OpenAsync(Runbook, ("LOG", log), ("TOKEN_FILE", token));
        var start = Stopwatch.GetTimestamp();
        var finished = (await engine.RunAsync(run, "show")).Finished!;
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Console.WriteLine(JsonSerializer.Serialize(
            new OutputFigures(seconds, ChildProcess.PeakMemory(), finished.Masked, finished.Stdout.Digest, finished.Stdout.Omitted)));
        return 0;
    }
}
