using System.Text.Json;
using Dashboard.Core.Ledger;
using Dashboard.Core.Text;
using Dashboard.Engine.Ports;

namespace Dashboard.Cli;

/// <summary>Tells what a verification found.</summary>
internal static class VerifyOutput
{
    private static readonly JsonSerializerOptions Indented = new(LedgerCodec.Json) { WriteIndented = true };

    /// <summary>Prints it.</summary>
    /// <param name="report">What was found.</param>
    /// <param name="last">A last line for people; null for none.</param>
    /// <param name="json">Whether programs read it.</param>
    /// <returns>The exit code: 0 good, 1 not.</returns>
    public static int Tell(VerifyReport report, string? last, bool json = false)
    {
        var code = report.IsGood ? 0 : 1;
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(
                new
                {
                    exitCode = code,
                    report.Subject,
                    report.Entries,
                    report.Outputs,
                    report.Checkpoints,
                    report.LastHash,
                    report.Faults,
                    report.Uncovered,
                }, Indented));
            return code;
        }

        Console.WriteLine(VisibleText.OneLine(report.Subject));
        foreach (var fault in report.Faults.Select(Shown))
            Console.WriteLine($"  BAD {fault.Where}: {fault.What}\n      expected {fault.Expected}\n      found    {fault.Found}");
        foreach (var part in report.Uncovered)
            Console.WriteLine($"  not covered: {VisibleText.OneLine(part)} (covered after its next change)");
        var checkpoints = report.Checkpoints > 0 ? $", {report.Checkpoints} checkpoints" : "";
        Console.WriteLine($"  {(report.IsGood ? "verified" : "verified up to the first problem")}: {report.Entries} entries, "
            + $"{report.Outputs} files and outputs{checkpoints}");
        if (report.LastHash is { } hash)
            Console.WriteLine($"  the last verified entry has the hash {hash}");
        if (last is not null)
            Console.WriteLine($"  {last}");
        return code;
    }

    // Names and entries come from whoever made the bundle or holds the database: nothing of them may act on the terminal, or pass for a
    // line of ours.
    private static VerifyFault Shown(VerifyFault fault) => new(
        VisibleText.OneLine(fault.Where), VisibleText.OneLine(fault.What), VisibleText.OneLine(fault.Expected),
        VisibleText.OneLine(fault.Found));
}

/// <summary>Shows progress on a terminal, on one line.</summary>
internal sealed class ConsoleProgress : IProgress<VerifyProgress>
{
    /// <summary>One for the terminal; null when nobody looks.</summary>
    public static ConsoleProgress? Make() => Console.IsErrorRedirected ? null : new();

    /// <inheritdoc/>
    public void Report(VerifyProgress value) =>
        Console.Error.Write($"\r{value.Doing} {value.Done}{(value.Total > 0 ? $" of {value.Total}" : "")}      \r");
}
